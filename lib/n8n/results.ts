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
	};
	if (failed) {
		const { failure } = failed;
		const partly = `${sent.length} of the ${results.length} messages of this item were sent. ${failure.message}`;
		return {
			status: 'failed',
			json: { status: 'failed', ...json },
			failure: sent.length > 0 ? { ...failure, message: partly } : failure,
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
			sentAt: new Date(Math.max(...sent.map(({ sentAt }) => sentAt))).toISOString(),
		},
		answers: sent.map(({ raw }) => raw as IDataObject),
		waitedMs: Math.max(...results.map(({ waitedMs }) => waitedMs)),
	};
}

/** An item whose message could not even be built. */
export const notBuilt = (failure: Failure): ItemResult => ({
	status: 'failed',
	json: { status: 'failed', parts: 0, partsSent: 0, attempts: 0, apiCalls: 0, warnings: [] },
	failure,
});

const sum = (results: Result[], of: (result: Result) => number): number =>
	results.reduce((total, result) => total + of(result), 0);
