import type { IDataObject } from 'n8n-workflow';
import type { Failure, Result } from '../delivery/types';
import { InputError } from '../inputError';

/** What became of one input item: of its messages together, or of the attempt to build them. */
export type ItemResult =
	| { status: 'sent'; json: IDataObject; answers: IDataObject[]; waitedMs: number }
	| { status: 'failed'; json: IDataObject; failure: Failure };

/** The messages of one item -> one result. The item has failed if one of its messages has. */
export function itemResult(results: Result[]): ItemResult {
	const failed = results.find((result) => result.status === 'failed');
	const last = results[results.length - 1]!;
	const { channel, target } = failed ?? last;
	const json = {
		channel,
		target,
		parts: results.length,
		attempts: sum(results, (result) => result.attempts),
		apiCalls: sum(results, (result) => result.apiCalls),
		warnings: [...new Set(results.flatMap((result) => result.warnings))],
	};
	if (failed) return { status: 'failed', json: { status: 'failed', ...json }, failure: failed.failure };
	const sent = results.filter((result) => result.status === 'sent');
	return {
		status: 'sent',
		json: {
			status: 'sent',
			...json,
			messageId: sent[sent.length - 1]?.messageId ?? null,
			sentAt: new Date(Math.max(...sent.map(({ sentAt }) => sentAt))).toISOString(),
		},
		answers: sent.map(({ raw }) => raw as IDataObject),
		waitedMs: Math.max(...results.map(({ waitedMs }) => waitedMs)),
	};
}

/** An item whose message could not even be built. */
export function notBuilt(error: InputError): ItemResult {
	return {
		status: 'failed',
		json: { status: 'failed', attempts: 0, apiCalls: 0, warnings: [] },
		failure: { class: 'permanent', code: 'INPUT', message: error.message, fix: error.fix },
	};
}

const sum = (results: Result[], of: (result: Result) => number): number =>
	results.reduce((total, result) => total + of(result), 0);
