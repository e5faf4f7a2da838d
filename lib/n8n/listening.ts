import { randomUUID } from 'node:crypto';
import { NodeOperationError, type ExecutionError, type INode, type INodeExecutionData, type ITriggerFunctions } from 'n8n-workflow';
import { sha256 } from '../hash';
import type { JsonObject } from '../http';
import { CLICK_GRACE_MS, WAY_BACK_MS, type Listener, type Taking } from '../inbound/taking';
import { isWanted, type AppEvent, type Wants } from '../inbound/types';
import { Starter } from './run';
import { sharedState } from './state';

/** What a trigger does with what it hears. */
export interface TriggerSettings {
	wants: Wants;
	/** The answer to clicks, in any case. */
	fixedAnswer?: JsonObject;
	/** Whether the workflow may give another one, as long as the platform waits. */
	byWorkflow: boolean;
	/** The item that an event becomes, with its files if it is to have them. */
	itemOf(event: AppEvent): INodeExecutionData | Promise<INodeExecutionData>;
	/** The same where there can be no files. */
	plainItemOf(event: AppEvent): INodeExecutionData;
}

/** The workflow's own answer has to be there a moment, in ms, before the connections give theirs. */
const A_MOMENT_MS = 100;

/** How long the workflow may take for its own answer to a click, in ms. */
export const msToAnswer = ({ card }: AppEvent): number => Math.max(0, Date.parse(card?.answerBy ?? '') - sharedState().clock.now() - WAY_BACK_MS - A_MOMENT_MS) || 0;

/** Who takes an event. A test run is not held up by the active workflow or another test run, nor does it take anything from them. */
export function claimantOf(context: Pick<ITriggerFunctions, 'getMode' | 'getNode' | 'getWorkflow'>) {
	const test = context.getMode() === 'manual' ? ` (test ${randomUUID()})` : '';
	return { workflow: `${context.getWorkflow().id}${test}`, node: context.getNode().id };
}

/** What an event is claimed by: a message to two bots has one ID, but is an event of each. Of clicks not every callback tells the app. */
export const claimedAs = ({ appId, eventId, card }: AppEvent): string => (card ? eventId : `${appId} ${eventId}`);

/** Clicks are not repeated. */
export const notStored = ({ eventId, card }: AppEvent): string =>
	card ? `A click on the card ${card.id} could not be stored: nothing comes of it, whatever was answered` : `The event ${eventId} could not be stored: the platform is asked to repeat it`;

/** A trigger node as the connections know it. */
export function listenerOf(context: ITriggerFunctions, { wants, fixedAnswer, byWorkflow, itemOf, plainItemOf }: TriggerSettings): Listener {
	const { claims, clicks, takings } = sharedState();
	const claimant = { ...claimantOf(context), way: 'connection' as const };
	const takingOf = (event: AppEvent): string => JSON.stringify([claimant, claimedAs(event)]);
	const starter = new Starter(context);
	const isTest = context.getMode() === 'manual';

	const take = (event: AppEvent, gone?: AbortSignal): Taking => {
		let hasBegun = () => false;
		const store = async (): Promise<void> => {
			const item = await itemOf(event);
			// The editor's run is stored already.
			if (isTest) return context.emit([[item]]);
			const run = starter.start(item, keyOf(claimant, event), () => plainItemOf(event), event.card && CLICK_GRACE_MS);
			({ hasBegun } = run);
			await run.stored;
		};
		const stored = store()
			.catch((error: unknown) => {
				claims.release(claimedAs(event), claimant);
				context.logger.warn(notStored(event));
				throw error;
			})
			.finally(() => takings.delete(takingOf(event)));
		// Who asks later must not find an error that nobody has handled.
		stored.catch(() => {});
		const { card } = event;
		return {
			stored,
			isRunning: () => hasBegun(),
			...(card && fixedAnswer && { answer: fixedAnswer }),
			...(card && byWorkflow && { ownAnswer: clicks.answerOf(card.click, msToAnswer(event), gone) }),
		};
	};

	return {
		take: (event, gone) => {
			// Of a repetition nothing more can be said than of the first, also if the workflow has been saved since.
			const known = takings.get(takingOf(event));
			if (known) return known;
			if (!isWanted(event, wants) || !claims.claim(claimedAs(event), claimant)) return undefined;
			const taking = take(event, gone);
			takings.set(takingOf(event), taking);
			return taking;
		},
		fail: (error) => context.emitError(listeningError(context, error, PUBLISH_AGAIN)),
		warn: (error) => warn(context, error),
	};
}

/** n8n tries five times, within half a minute, and then no more. */
const PUBLISH_AGAIN = 'If the workflow stays off after that, publish it again.';

/** The workflow goes on; who looks after it finds the warning among its executions, on hosts that can show it there. */
export function warn(context: ITriggerFunctions, error: Error): void {
	const shown = nodeError(context.getNode(), error);
	context.logger.warn([shown.message, shown.description].filter(Boolean).join('. '));
	const save = (context as { saveFailedExecution?(error: ExecutionError): void }).saveFailedExecution;
	// It would end a test run.
	if (context.getMode() !== 'manual') save?.(shown);
}

/** What went wrong, and what to do: both stand in our errors. */
function nodeError(node: INode, error: unknown): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	const { failure, fix = failure?.fix, message } = error as { failure?: { fix: string }; fix?: string; message?: string };
	return new NodeOperationError(node, message ?? String(error), { description: fix });
}

/** Why a trigger does not listen. n8n shows nothing but the message, so that what to do stands in it, too; unless it is the test run of a connection. */
export function listeningError(context: Pick<ITriggerFunctions, 'getMode' | 'getNode'>, error: unknown, more = ''): NodeOperationError {
	const { message, description: fix } = nodeError(context.getNode(), error);
	const description = [fix, more].filter(Boolean).join(' ');
	const isShown = (context.getMode() === 'manual' && 'emit' in context) || !description || message.includes(description);
	return new NodeOperationError(context.getNode(), isShown ? message : `${message}. ${description}`, { description: description || undefined });
}

/** n8n keeps keys of all workflows in one column, of 255 characters. */
const keyOf = ({ workflow, node }: { workflow: string; node: string }, { eventId }: AppEvent): string =>
	`lark-dingtalk:${sha256(JSON.stringify([workflow, node, eventId]))}`;
