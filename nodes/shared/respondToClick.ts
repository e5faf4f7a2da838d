import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { JsonObject } from '../../lib/http';
import { InputError } from '../../lib/inputError';
import { textParameter } from '../../lib/n8n/parameters';
import { sharedState } from '../../lib/n8n/state';

/** Card > Respond to Click of both apps. */

/** @param seconds how long the platform waits */
export const clickNotice = (seconds: number): INodeProperties => ({
	displayName: `In the trigger, set Answer Clicks to By the Workflow. Put this step right behind it: whoever clicked waits ${seconds} seconds. What comes later changes the card all the same.`,
	name: 'clickNotice',
	type: 'notice',
	default: '',
});

export const clickField = (description: string): INodeProperties => ({
	displayName: 'Click',
	name: 'click',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '={{ $json.card.click }}',
	description,
});

export const answerByField: INodeProperties = {
	displayName: 'Platform Waits Until',
	name: 'answerBy',
	type: 'string',
	default: '={{ $json.card.answerBy }}',
	description: 'As the trigger brings it (card.answerBy). What comes later changes the card by a call of its own.',
};

/** No platform waits longer for an answer, in ms; clocks of two machines may differ. */
const LONGEST_WAIT_MS = 4_000;

interface Response {
	click: string;
	/** What is answered in time. */
	answer: JsonObject;
	/** Changes the card later; undefined if it stays as it is. */
	update: (() => Promise<unknown>) | undefined;
	/** What the answer can't do, though it comes in time. */
	besides?(): Promise<unknown>;
	/** What of the answer is lost then. */
	lost: string[];
	warnings: string[];
}

/** Gives the answer while the platform waits for it; otherwise changes the card afterwards. */
export async function respond({ context, item }: { context: IExecuteFunctions; item: number }, { click, answer, update, besides, lost, warnings }: Response): Promise<IDataObject> {
	if (click === '') throw new InputError('The click is empty', 'Enter the click that a trigger brings ({{ $json.card.click }}), or check the expression that makes it.');
	const { clicks, clock } = sharedState();
	if (clicks.answer(click, answer)) {
		await besides?.();
		return { answered: 'inTime', warnings };
	}
	if (!update) return { answered: 'tooLate', warnings: [...warnings, ...lost] };
	// A trigger in another process may still hold the answer back; a change before it would be undone by it.
	const msLeft = Date.parse(textParameter(context, 'answerBy', item)) - clock.now();
	if (msLeft > 0) await clock.sleep(Math.min(msLeft, LONGEST_WAIT_MS), context.getExecutionCancelSignal());
	await update();
	return { answered: 'later', warnings: [...warnings, ...lost] };
}
