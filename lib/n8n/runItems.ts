import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorJson, runError } from './errors';
import { attemptAll, type OpenItem } from './items';

/** What an item becomes: one object, a list, or an object with files. */
export type ItemOutput = IDataObject | IDataObject[] | Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * The whole of an operation that asks or changes something: every item is attempted, and each has its outputs,
 * paired with it, in the error mode that the node is set to.
 *
 * @param parallel how many items at a time
 */
export async function runItems(context: IExecuteFunctions, open: OpenItem<ItemOutput>, parallel: number): Promise<INodeExecutionData[][]> {
	const attempts = await attemptAll(context, open, parallel);
	const failed = attempts.flatMap((attempt, item) => ('failure' in attempt ? [{ item, failure: attempt.failure }] : []));
	const [first, ...others] = failed;
	if (first && !context.continueOnFail()) throw runError(context.getNode(), [first, ...others], attempts.length, 'done');
	return [
		attempts.flatMap((attempt, item): INodeExecutionData[] => {
			const pairedItem = { item };
			// n8n moves an item to the error output, and adds the original JSON, if it holds nothing but `error`.
			if ('failure' in attempt) return [{ json: { error: errorJson(attempt.failure) }, pairedItem }];
			return outputsOf(attempt.value).map((output) => ({ ...output, pairedItem }));
		}),
	];
}

function outputsOf(value: ItemOutput): Array<Pick<INodeExecutionData, 'json' | 'binary'>> {
	if (Array.isArray(value)) return value.map((json) => ({ json }));
	return isWithFiles(value) ? [value] : [{ json: value }];
}

const isWithFiles = (value: IDataObject | Pick<INodeExecutionData, 'json' | 'binary'>): value is Pick<INodeExecutionData, 'json' | 'binary'> =>
	'binary' in value && 'json' in value;
