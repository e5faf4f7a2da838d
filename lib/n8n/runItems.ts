import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../delivery/types';
import { errorJson, runError } from './errors';
import { attemptAll, type Attempt, type OpenItem } from './items';

/** One of several outputs of an item that has failed by itself; the others stand. */
export class FailedOutput {
	constructor(
		readonly json: IDataObject,
		readonly failure: Failure,
	) {}
}

/** What an item becomes: one object, a list, or an object with files. */
export type ItemOutput = IDataObject | Array<IDataObject | FailedOutput> | Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * The whole of an operation that asks or changes something: every item is attempted, and each has its outputs,
 * paired with it, in the error mode that the node is set to.
 *
 * @param parallel how many items at a time
 */
export async function runItems(context: IExecuteFunctions, open: OpenItem<ItemOutput>, parallel: number): Promise<INodeExecutionData[][]> {
	const attempts = await attemptAll(context, open, parallel);
	const failed = attempts.flatMap((attempt, item) => {
		const failure = failureIn(attempt);
		return failure ? [{ item, failure }] : [];
	});
	const [first, ...others] = failed;
	if (first && !context.continueOnFail()) throw runError(context.getNode(), [first, ...others], attempts.length, 'done');
	return [
		attempts.flatMap((attempt, item): INodeExecutionData[] => {
			const pairedItem = { item };
			// n8n moves an item to the error output, and adds the original JSON, if it holds nothing but `error`.
			if ('failure' in attempt) return [{ json: { error: errorJson(attempt.failure) }, pairedItem }];
			return outputsOf(attempt.value, context.getNode().onError === 'continueErrorOutput').map((output) => ({ ...output, pairedItem }));
		}),
	];
}

/** Why an item has failed, or a part of it. */
function failureIn(attempt: Attempt<ItemOutput>): Failure | undefined {
	if ('failure' in attempt) return attempt.failure;
	const outputs: Array<IDataObject | FailedOutput> = Array.isArray(attempt.value) ? attempt.value : [];
	const failures = outputs.flatMap((output) => (output instanceof FailedOutput ? [output.failure] : []));
	const [first] = failures;
	if (!first || outputs.length === 1) return first;
	return { ...first, message: `${failures.length} of the ${outputs.length} entries of this item failed. ${[...new Set(failures.map(({ message }) => message))].slice(0, NAMED).join('; ')}` };
}

const NAMED = 5;

function outputsOf(value: ItemOutput, onlyError: boolean): Array<Pick<INodeExecutionData, 'json' | 'binary'>> {
	if (Array.isArray(value)) {
		return value.map((output) => {
			if (!(output instanceof FailedOutput)) return { json: output };
			const error = errorJson(output.failure);
			return { json: onlyError ? { error: { ...output.json, ...error } } : { ...output.json, error } };
		});
	}
	return isWithFiles(value) ? [value] : [{ json: value }];
}

const isWithFiles = (value: IDataObject | Pick<INodeExecutionData, 'json' | 'binary'>): value is Pick<INodeExecutionData, 'json' | 'binary'> =>
	'binary' in value && 'json' in value;
