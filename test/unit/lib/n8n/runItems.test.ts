import type { IBinaryKeyData, IExecuteFunctions, INode } from 'n8n-workflow';
import { ApiFailure } from '../../../../lib/apiFailure';
import { InputError } from '../../../../lib/inputError';
import { FailedOutput, runItems, type ItemOutput } from '../../../../lib/n8n/runItems';
import { InstantClock } from '../support/instantClock';

/** One turn of a node, as far as runItems asks n8n about it. */
const turn = (items: number, { continueOnFail = false, signal, onError }: { continueOnFail?: boolean; signal?: AbortSignal; onError?: INode['onError'] } = {}): IExecuteFunctions =>
	({
		getInputData: () => Array.from({ length: items }, (_, n) => ({ json: { n } })),
		getExecutionCancelSignal: () => signal,
		getNode: () => ({ id: 'node', name: 'Node', onError }) as INode,
		continueOnFail: () => continueOnFail,
	}) as unknown as IExecuteFunctions;

const FAILURE = { class: 'rateLimited', code: '429', message: 'Too many calls', fix: 'Wait.', retryAt: Date.parse('2026-11-20T03:00:00Z') } as const;

/** Items whose opening or doing fails by one of these; the others put out their number. */
const failing = (errors: Record<number, Error>, when: 'open' | 'act' = 'act') => async (item: number) => {
	if (when === 'open' && errors[item]) throw errors[item];
	return async (): Promise<ItemOutput> => {
		if (errors[item]) throw errors[item];
		return { item };
	};
};

test('an object, a list and an object with files become items, paired with theirs and in order', async () => {
	const binary = { data: { data: '', mimeType: 'image/png' } } satisfies IBinaryKeyData;
	const outputs: ItemOutput[] = [{ a: 1 }, [{ b: 1 }, { b: 2 }], [], { json: { c: 1 }, binary }, { json: { only: 'a field of that name' } }];
	const clock = new InstantClock();
	const open = async (item: number) => async () => {
		await clock.sleep(100 - 10 * item);
		return outputs[item]!;
	};
	expect(await runItems(turn(5), open, Infinity)).toEqual([
		[
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{ json: { b: 1 }, pairedItem: { item: 1 } },
			{ json: { b: 2 }, pairedItem: { item: 1 } },
			{ json: { c: 1 }, binary, pairedItem: { item: 3 } },
			{ json: { json: { only: 'a field of that name' } }, pairedItem: { item: 4 } },
		],
	]);
});

test.each(['open', 'act'] as const)('whose %s fails has an error, with nothing beside it, and the others are done', async (when) => {
	const errors = { 1: new InputError('The message ID is empty', 'Enter one.'), 2: new ApiFailure(FAILURE) };
	expect(await runItems(turn(4, { continueOnFail: true }), failing(errors, when), 10)).toEqual([
		[
			{ json: { item: 0 }, pairedItem: { item: 0 } },
			{ json: { error: { message: 'The message ID is empty', fix: 'Enter one.', class: 'permanent', code: 'INPUT', retryAt: null } }, pairedItem: { item: 1 } },
			{
				json: { error: { message: 'Too many calls', fix: 'Wait.', class: 'rateLimited', code: '429', retryAt: '2026-11-20T03:00:00.000Z' } },
				pairedItem: { item: 2 },
			},
			{ json: { item: 3 }, pairedItem: { item: 3 } },
		],
	]);
});

test('Stop Workflow: one error at the end, after all items have been attempted', async () => {
	const done: number[] = [];
	const open = async (item: number) => async () => {
		done.push(item);
		if (item % 2 === 0) throw new InputError(`Bad ${item}`, 'Correct it.');
		return { item };
	};
	const error = (await runItems(turn(6), open, 2).catch((thrown: unknown) => thrown)) as Error & { description: string };
	expect(error.message).toBe('3 of 6 items were not done. Item 0: Bad 0');
	expect(error.description).toMatch(/Item 2: Bad 2\. Correct it\.(.|\n)*The other items were done/);
	expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a defect fails its item alone, and is not taken for a mistake of the user', async () => {
	const [outputs] = await runItems(turn(2, { continueOnFail: true }), failing({ 0: new TypeError('x is not a function') }), 10);
	expect(outputs!.map(({ json }) => json)).toEqual([
		{ error: expect.objectContaining({ code: 'UNEXPECTED', message: 'Unexpected error: x is not a function' }) },
		{ item: 1 },
	]);
});

test('items are opened one after the other, and done at most so many at a time', async () => {
	const clock = new InstantClock();
	let [opening, doing, most] = [0, 0, 0];
	const open = async () => {
		expect(++opening).toBe(1);
		await clock.sleep(10);
		opening--;
		return async () => {
			most = Math.max(most, ++doing);
			await clock.sleep(100);
			doing--;
			return {};
		};
	};
	await runItems(turn(25), open, 10);
	expect(most).toBe(10);
});

test('a stopped execution ends as that, whatever its items say', async () => {
	const stop = new AbortController();
	const open = async (item: number) => async () => {
		if (item === 0) stop.abort();
		throw new Error('aborted');
	};
	await expect(runItems(turn(3, { continueOnFail: true, signal: stop.signal }), open, 1)).rejects.toThrow('The execution was canceled');
});

test('no items, no output', async () => {
	expect(await runItems(turn(0), failing({}), 10)).toEqual([[]]);
});

describe('one of several outputs of an item has failed', () => {
	const open = async (item: number) => async (): Promise<ItemOutput> =>
		item === 0 ? { fine: true } : [{ who: 'a' }, new FailedOutput({ who: 'b' }, FAILURE), new FailedOutput({ who: 'c' }, { ...FAILURE, message: 'Gone' })];
	const error = expect.objectContaining({ message: 'Too many calls', code: '429', fix: 'Wait.' }) as object;

	test('the others stand, each in its place', async () => {
		const [outputs] = await runItems(turn(2, { continueOnFail: true }), open, 10);
		expect(outputs).toEqual([
			{ json: { fine: true }, pairedItem: { item: 0 } },
			{ json: { who: 'a' }, pairedItem: { item: 1 } },
			{ json: { who: 'b', error }, pairedItem: { item: 1 } },
			{ json: { who: 'c', error: expect.objectContaining({ message: 'Gone' }) }, pairedItem: { item: 1 } },
		]);
	});

	test('for the error output it holds nothing but its error', async () => {
		const [outputs] = await runItems(turn(2, { continueOnFail: true, onError: 'continueErrorOutput' }), open, 10);
		expect(outputs![2]!.json).toEqual({ error: expect.objectContaining({ who: 'b', message: 'Too many calls' }) });
	});

	test('or the run has failed, and says for how many', async () => {
		await expect(runItems(turn(2), open, 10)).rejects.toMatchObject({
			message: '1 of 2 items was not done. Item 1: 2 of the 3 entries of this item failed. Too many calls; Gone',
			description: expect.stringMatching(/Wait\..*\[rateLimited, 429\]/),
		});
	});

	test('the only one says it by itself', async () => {
		const alone = async () => async (): Promise<ItemOutput> => [new FailedOutput({}, FAILURE)];
		await expect(runItems(turn(1), alone, 10)).rejects.toMatchObject({ message: 'Too many calls' });
	});
});
