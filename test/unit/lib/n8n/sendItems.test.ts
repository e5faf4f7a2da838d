import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { InputError } from '../../../../lib/inputError';
import { sendItems } from '../../../../lib/n8n/sendItems';
import { createState, replaceSharedState } from '../../../../lib/n8n/state';
import { InstantClock } from '../support/instantClock';
import { FakePlatform } from '../support/messages';

/** One turn of a node over `items` items, as far as sendItems asks n8n about it. */
const turn = (items: number, runIndex = 0): IExecuteFunctions =>
	({
		getInputData: () => Array.from({ length: items }, (_, n) => ({ json: { n } })),
		getExecutionCancelSignal: () => undefined,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getInstanceId: () => 'instance',
		getWorkflow: () => ({ id: 'workflow' }),
		getExecutionId: () => 'execution',
		getNode: () => ({ id: 'node', name: 'Node' }) as INode,
		continueOnFail: () => false,
		getNodeParameter: () => true,
		addExecutionHints: () => {},
	}) as unknown as IExecuteFunctions;

let platform: FakePlatform;
beforeEach(() => {
	const clock = new InstantClock();
	platform = new FakePlatform(clock);
	replaceSharedState(createState(clock));
});

const build = (failing: number[]) => async (item: number) => {
	if (failing.includes(item)) throw new InputError('The text is empty', 'Enter a text.');
	return () => [platform.message(item, `message ${item}`)];
};

test('Retry on Fail after an item that could not be built does not send the others again', async () => {
	await expect(sendItems(turn(3), build([1]))).rejects.toThrow('1 of 3 items was not sent');
	await expect(sendItems(turn(3), build([1]))).rejects.toThrow();
	expect(platform.contents()).toEqual(['message 0', 'message 2']);
	const [output] = await sendItems(turn(3), build([]));
	expect(platform.contents()).toEqual(['message 0', 'message 2', 'message 1']);
	expect(output!.map(({ json, pairedItem }) => [json.status, pairedItem])).toEqual([0, 1, 2].map((item) => ['sent', { item }]));
});

test('the next turn of a loop sends everything, also after a turn with a failure', async () => {
	await expect(sendItems(turn(2, 0), build([1]))).rejects.toThrow();
	await sendItems(turn(2, 1), build([]));
	expect(platform.contents()).toEqual(['message 0', 'message 0', 'message 1']);
});

test('a defect while building fails its item, and is not taken for a mistake of the user', async () => {
	const defect = async (): Promise<never> => {
		throw new TypeError('x is not a function');
	};
	await expect(sendItems(turn(1), defect)).rejects.toThrow('Unexpected error: x is not a function');
});
