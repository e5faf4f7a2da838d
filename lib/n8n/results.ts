import type { IDataObject } from 'n8n-workflow';
import type { Failure, Result } from '../delivery/types';

/** What became of one input item: of its messages together, or of the attempt to build them. */
export type ItemResult =
	| { status: 'sent'; json: IDataObject; answers: IDataObject[]; waitedMs: number }
	| { status: 'failed'; json: IDataObject; failure: Failure };

/** The messages of one item -> one result. The item has failed if one of its messages has. */
export function itemResult(results: Result[]): ItemResult {
	const sent = results.filter((result) => result.status !== 'failed');
	const merged = sent.find((result) => result.status === 'merged');
	const failed = results.find((result) => result.status === 'failed');
	const { channel, target } = failed ?? results[0]!;
	const json = {
		channel,
		target,
		parts: results.length,
		partsSent: sent.length,
		attempts: sum(results, (result) => result.attempts),
		apiCalls: sum(results, (result) => result.apiCalls),
		warnings: [...new Set(results.flatMap((result) => result.warnings))],
		...(isToSeveral(results) && { recipients: results.map(recipient) }),
	};
	if (failed) {
		const { failure } = failed;
		return {
			status: 'failed',
			json: { status: 'failed', ...json },
			failure: results.length > 1 ? { ...failure, message: partly(results) } : failure,
		};
	}
	return {
		status: 'sent',
		json: {
			// An item with several messages is merged if one of them is.
			status: merged ? 'merged' : 'sent',
			...json,
			...(merged && { mergedInto: merged.mergedInto }),
			messageId: sent.at(-1)?.messageId ?? null,
			sentAt: new Date(largest(sent.map(({ sentAt }) => sentAt))).toISOString(),
		},
		// Several readers may share a call.
		answers: [...new Set(sent.map(({ raw }) => raw as IDataObject))],
		waitedMs: largest(results.map(({ waitedMs }) => waitedMs)),
	};
}

/** An item whose message could not even be built. */
export const notBuilt = (failure: Failure): ItemResult => ({
	status: 'failed',
	json: { status: 'failed', parts: 0, partsSent: 0, attempts: 0, apiCalls: 0, warnings: [] },
	failure,
});

const isToSeveral = (results: Result[]): boolean => new Set(results.map(({ target }) => target)).size > 1;

/** What became of one of several readers. */
function recipient(result: Result): IDataObject {
	const { target, status } = result;
	if (result.status !== 'failed') return { target, status, messageId: result.messageId ?? null };
	const { class: failureClass, code, message } = result.failure;
	return { target, status, error: { message, class: failureClass, code } };
}

const NAMED = 5;

/** How many messages were sent; or, if they are for several readers, how many were reached, who was not and why. */
function partly(results: Result[]): string {
	const failed = results.flatMap((result) => (result.status === 'failed' ? [result] : []));
	if (!isToSeveral(results)) return `${results.length - failed.length} of the ${results.length} messages of this item were sent. ${failed[0]!.failure.message}`;
	const [all, missed] = [results, failed].map((list) => new Set(list.map(({ target }) => target)).size) as [number, number];
	const readers = new Map<string, string[]>();
	for (const { target, failure } of failed) readers.set(failure.message, [...(readers.get(failure.message) ?? []), target]);
	const causes = [...readers].slice(0, NAMED).map(([message, names]) => `${names.slice(0, NAMED).join(', ')}${andMore(names)}: ${message}`);
	return `${all - missed} of the ${all} recipients of this item were reached. Not reached: ${causes.join('; ')}${andMore([...readers])}`;
}

const andMore = (list: unknown[]): string => (list.length > NAMED ? ` and ${list.length - NAMED} more` : '');

/** Of numbers of which there may be too many for the arguments of a function; 0 if there are none. */
export const largest = (numbers: number[]): number => numbers.reduce((most, one) => Math.max(most, one), 0);

const sum = (results: Result[], of: (result: Result) => number): number =>
	results.reduce((total, result) => total + of(result), 0);
