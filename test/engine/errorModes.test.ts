import { outputOf, runNode, runWorkflow } from '../support/engine/run';
import { useWorld } from '../support/useWorld';

const world = useWorld();

/** Item 1 fails: its text is empty. */
const items = [{ text: 'first', id: 'a' }, { text: '', id: 'b' }, { text: 'third', id: 'c' }];
const parameters = { resource: 'message', operation: 'sendText', text: '={{ $json.text }}' } as never;

describe.each(['feishu', 'dingtalk'] as const)('when an item fails on a %s bot', (platform) => {
	test('Stop workflow: all items are attempted, then one error names count, item and fix', async () => {
		const bot = world[platform]();
		const run = await runNode(items, { ...bot.node, parameters });
		expect(bot.texts()).toEqual(['first', 'third']);
		expect(run.status).not.toBe('success');
		expect(run.data.resultData.error).toMatchObject({
			name: 'NodeApiError',
			message: '1 of 3 items was not sent. Item 1: The text is empty',
			description: expect.stringMatching(/^Enter a text.*\[permanent, INPUT\]<br>\nThe other items were sent/s),
			context: { itemIndex: 1 },
		});
	});

	test('Continue: the failed item carries the error, in its place and paired', async () => {
		const bot = world[platform]();
		const run = await runNode(items, { ...bot.node, parameters, onError: 'continueRegularOutput' });
		const output = outputOf(run, 'Node');
		expect(output.map(({ json }) => json.status)).toEqual(['sent', 'failed', 'sent']);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(output[1]!.json.error).toEqual({
			message: 'The text is empty',
			fix: expect.stringMatching(/Enter a text/),
			class: 'permanent',
			code: 'INPUT',
			retryAt: null,
		});
	});

	test('Error output: the failed item leaves there with its original JSON, class, code and retryAt', async () => {
		const bot = world[platform]();
		const run = await runWorkflow({
			nodes: [
				{ name: 'Items', type: 'items', parameters: { items } },
				{ name: 'Node', ...bot.node, parameters, onError: 'continueErrorOutput' },
				{ name: 'Good', type: 'end' },
				{ name: 'Bad', type: 'end' },
			],
			connections: [
				['Items', 'Node'],
				['Node', 0, 'Good'],
				['Node', 1, 'Bad'],
			],
		});
		expect(outputOf(run, 'Good').map(({ json }) => json.status)).toEqual(['sent', 'sent']);
		const bad = outputOf(run, 'Bad');
		expect(bad.map(({ json }) => json)).toEqual([
			{
				text: '',
				id: 'b',
				error: expect.objectContaining({ class: 'permanent', code: 'INPUT', retryAt: null, message: 'The text is empty' }),
			},
		]);
		expect(bot.texts()).toEqual(['first', 'third']);
	});

	test('Retry on Fail sends only what was not accepted', async () => {
		const bot = world[platform]();
		// The second of three calls is refused once.
		const run = runNode(items.map(({ id }) => ({ text: id })), {
			...bot.node,
			parameters: { resource: 'message', operation: 'sendText', text: '={{ $json.text }}', options: { overLimit: 'fail' } } as never,
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 5,
		});
		const unsubscribe = world.sandbox.subscribe((event) => {
			if (event.type !== 'message') return;
			unsubscribe();
			world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', body: { code: 9499, errcode: 400013, msg: 'Bad Request', errmsg: 'x' } });
		});
		expect((await run).data.resultData.error).toBeUndefined();
		expect(bot.texts()).toEqual(['a', 'c', 'b']);
		expect(world.sandbox.calls({ token: bot.token })).toHaveLength(4);
		expect(outputOf(await run, 'Node').map(({ json }) => json.status)).toEqual(['sent', 'sent', 'sent']);
	});

	test('the Stop button ends a wait, and nothing more is sent', async () => {
		const bot = world[platform]();
		const many = Array.from({ length: 60 }, (_, n) => ({ text: `${n}` }));
		const run = await runNode(many, {
			...bot.node,
			parameters: { resource: 'message', operation: 'sendText', text: '={{ $json.text }}', options: { maxWait: 3600 } } as never,
		}, {
			onStart: (stop) => {
				const unsubscribe = world.sandbox.subscribe((event) => {
					if (event.type !== 'message' || bot.received().length < 3) return;
					unsubscribe();
					stop();
				});
			},
		});
		expect(run.status).toBe('canceled');
		await new Promise((resolve) => setTimeout(resolve, 100));
		const sent = bot.received().length;
		expect(sent).toBeGreaterThanOrEqual(3);
		expect(sent).toBeLessThan(10);
	});

	test('a missing credential and a failing expression are clear errors of the item', async () => {
		const bot = world[platform]();
		const missing = await runNode([{}], { type: bot.node.type, parameters });
		expect(missing.data.resultData.error?.message).toMatch(/credentials/);
		const failing = await runNode([{ ok: true }, { ok: false }], {
			...bot.node,
			parameters: { resource: 'message', operation: 'sendText', text: '={{ $json.ok ? "fine" : $json.no.such.path }}' } as never,
			onError: 'continueRegularOutput',
		});
		expect(outputOf(failing, 'Node').map(({ json }) => json.status)).toEqual(['sent', 'failed']);
		expect(bot.texts()).toEqual(['fine']);
	});
});
