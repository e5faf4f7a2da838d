import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { callCount, deliverBatched } from '../delivery/batch';
import type { Message, Result } from '../delivery/types';
import { errorJson, runError } from './errors';
import { attemptAll, throwIfStopped, type OpenItem } from './items';
import { booleanParameter } from './parameters';
import { itemResult, largest, notBuilt, type ItemResult } from './results';
import { sharedState } from './state';

/** What an item's result tells beside what became of it. */
export type Findings = (item: number, results: Result[]) => IDataObject;

/** Waits shorter than this are not worth a word. */
const NOTABLE_WAIT_MS = 5_000;

/**
 * The whole of a sending operation: every item's messages are built, all are delivered, and every item gets
 * its result, in order and paired, in the error mode that the node is set to. All items are attempted
 * before anything is reported.
 *
 * @param warning what the user is to know before so many calls are made
 */
export async function sendItems(
	context: IExecuteFunctions,
	open: OpenItem<Message[]>,
	findings: Findings = () => ({}),
	warning: (calls: number) => string | undefined = () => undefined,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const raw = new Set<number>();
	const built = await attemptAll(context, async (item) => {
		// Read before anything is sent: an expression that fails must not fail a message that has arrived.
		if (!booleanParameter(context, 'options.simplify', item, true)) raw.add(item);
		return await open(item);
	});
	const messages = built.flatMap((one) => ('value' in one ? one.value : []));
	const hint = warning(callCount(messages));
	if (hint !== undefined) context.addExecutionHints({ message: hint, type: 'warning', location: 'outputPane' });
	const delivered = new Map<number, Result[]>();
	for (const result of await deliverAll(context, messages, built.some((one) => 'failure' in one))) {
		const earlier = delivered.get(result.item);
		if (earlier) earlier.push(result);
		else delivered.set(result.item, [result]);
	}
	const results = items.map((_, item): ItemResult => {
		const attempt = built[item]!;
		if ('failure' in attempt) return notBuilt(attempt.failure);
		const result = itemResult(delivered.get(item)!);
		return { ...result, json: { ...result.json, ...findings(item, delivered.get(item)!) } };
	});
	report(context, results);
	return [results.map((result, item) => output(context, result, item, raw.has(item)))];
}

/** @param incomplete whether other items could not even be built */
async function deliverAll(context: IExecuteFunctions, messages: Message[], incomplete: boolean): Promise<Result[]> {
	const signal = context.getExecutionCancelSignal();
	try {
		return await deliverBatched(messages, { id: runId(context), signal, incomplete }, sharedState());
	} catch (error) {
		throwIfStopped(context);
		throw error;
	}
}

/** The same for each retry of a node's turn, and for nothing else: not for a loop's next turn, not on another instance. */
export function runId(context: IExecuteFunctions): string {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	return JSON.stringify([
		context.getInstanceId(),
		context.getWorkflow().id,
		context.getExecutionId(),
		context.getNode().id,
		$runIndex,
	]);
}

function report(context: IExecuteFunctions, results: ItemResult[]): void {
	const failed = results.flatMap((result, item) => (result.status === 'failed' ? [{ item, failure: result.failure }] : []));
	const [first, ...others] = failed;
	if (first && !context.continueOnFail()) throw runError(context.getNode(), [first, ...others], results.length);

	const merged = results.filter(({ json }) => json.mergedInto !== undefined);
	if (merged.length > 0) {
		const digests = new Set(merged.map(({ json }) => json.mergedInto)).size;
		context.addExecutionHints({
			message: `${merged.length} of ${results.length} items share ${digests === 1 ? 'a message' : `${digests} messages`} with others, because of the chat's rate limit (option Over the Limit: Digest).`,
			location: 'outputPane',
		});
	}
	const waited = results.flatMap((result) => (result.status === 'sent' ? [result.waitedMs] : []));
	const longest = largest(waited);
	if (longest >= NOTABLE_WAIT_MS) {
		const count = waited.filter((ms) => ms >= NOTABLE_WAIT_MS).length;
		context.addExecutionHints({
			message: `${count} of ${results.length} messages waited for the chat's rate limit, the longest for ${Math.round(longest / 1000)} s.`,
			location: 'outputPane',
		});
	}
	const warnings = new Set(results.flatMap(({ json }) => json.warnings as string[]));
	for (const message of warnings) context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

function output(context: IExecuteFunctions, result: ItemResult, item: number, raw: boolean): INodeExecutionData {
	const pairedItem = { item };
	if (result.status === 'failed') {
		const error = errorJson(result.failure);
		// n8n moves an item to the error output, and adds the original JSON, if it holds nothing but `error`.
		const onlyError = context.getNode().onError === 'continueErrorOutput';
		return { json: onlyError ? { error: { ...result.json, ...error } } : { ...result.json, error }, pairedItem };
	}
	if (!raw) return { json: result.json, pairedItem };
	const [answer, ...more] = result.answers;
	return { json: more.length === 0 ? { ...answer } : { answers: result.answers }, pairedItem };
}
