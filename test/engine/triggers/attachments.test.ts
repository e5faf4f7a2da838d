import type { AppEvent } from '../../../lib/inbound/types';
import { itemWithFiles } from '../../../lib/n8n/attachments';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { Executions } from '../../support/engine/trigger';
import { until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate, passing, serve } = useTriggers(world);

const PLATFORMS = [
	{ platform: 'feishu', name: 'feishuApp', addApp: feishuApp, credential: { verificationToken: 'made-up' }, push: { token: 'made-up' }, otherwise: 'Download From Message' },
	{ platform: 'dingtalk', name: 'dingTalkEnterpriseApp', addApp: dingTalkApp, credential: {}, push: {}, otherwise: 'Download Received File' },
];

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe.each(PLATFORMS)('$platform: Download Attachments', ({ name, addApp, credential, push, otherwise }) => {
	function open(options = {}) {
		const app = addApp(world, { push }, credential);
		const person = app.person({ userId: 'lilei' });
		const trigger = { credential: app.node.credential, parameters: { events: ['message'], options: { download: true, ...options } } };
		const write = (bytes: Buffer) =>
			world.sandbox.push.write({ userId: person.userId, appId: app.app.id, file: { kind: 'image', name: 'screen.png', contentType: 'image/png', bytes } });
		return { app, write, byConnection: { trigger: { ...trigger, type: `${name}Trigger` } }, byHttp: { trigger: { ...trigger, type: `${name}WebhookTrigger` } } };
	}

	test('a picture comes along in a binary field, over the connection', async () => {
		const { byConnection, write } = open();
		const { started } = await activate(byConnection);
		write(PIXEL);
		await until(() => started.length === 1);
		const [item] = started;
		expect(item!.json).toMatchObject({ message: { attachments: [{ kind: 'image', key: expect.any(String), field: 'attachment_0' }] } });
		expect(item!.binary!.attachment_0).toMatchObject({ data: PIXEL.toString('base64'), mimeType: 'image/png' });
	});

	test('and by HTTP', async () => {
		const { app, byHttp, write } = open();
		const { started, url } = await serve(byHttp);
		world.sandbox.changeApp(app.app.id, { push: { by: 'http', eventUrl: url, robotUrl: url } });
		write(PIXEL);
		await until(() => started.length === 1);
		expect(started[0]!.binary!.attachment_0!.data).toBe(PIXEL.toString('base64'));
	});

	test('one that takes too long stays where it is: the item says why, and how to get it', async () => {
		const { byConnection, write } = open();
		const { started } = await activate(byConnection);
		// Of real time: longer than a busy machine takes to let 2 seconds pass.
		world.sandbox.setLatency(1_000);
		write(PIXEL);
		await passing(until(() => started.length === 1));
		const [item] = started;
		expect(item!.json).toMatchObject({ message: { attachments: [{ key: expect.any(String), problem: expect.stringContaining('within 2 seconds') }] } });
		expect(JSON.stringify(item!.json)).toContain(otherwise);
		expect(item!.binary).toEqual({});
	});

	test('so does one that is too large', async () => {
		const { byConnection, write } = open({ maxAttachment: 1 });
		const { started } = await activate(byConnection);
		write(Buffer.concat([PIXEL, Buffer.alloc(1024 * 1024)]));
		await until(() => started.length === 1);
		expect(started[0]!.json).toMatchObject({ message: { attachments: [{ problem: expect.stringContaining('more than 1 MB') }] } });
	});

	test('and one that the platform does not give', async () => {
		const { app, byConnection, write } = open();
		const { started } = await activate(byConnection);
		world.sandbox.changeApp(app.app.id, { scopes: ['im:message.p2p_msg:readonly'] });
		write(PIXEL);
		await until(() => world.sandbox.push.pushes().some(({ outcome }) => outcome !== 'pending'));
		expect(started).toHaveLength(1);
		expect(started[0]!.json).toMatchObject({ message: { attachments: [{ problem: expect.stringMatching(/\. [A-Z]/) }] } });
	});

	test("n8n's new engine takes no files: the event comes without them, and says so", async () => {
		const { byConnection, write } = open();
		const executions = new Executions();
		executions.isEngine2 = true;
		const { started } = await activate({ ...byConnection, executions });
		write(PIXEL);
		await until(() => started.length === 1);
		expect(started[0]!.binary).toBeUndefined();
		expect(started[0]!.json).toMatchObject({ message: { attachments: [{ problem: expect.stringContaining('takes no files') }] } });
	});
});

test('of a heap of pictures the first 20 come along, and the others say how to get them', async () => {
	const attachments = Array.from({ length: 25 }, (_, index) => ({ kind: 'image' as const, key: `img_${index}`, name: '' }));
	const event = { eventId: 'om_1', message: { id: 'om_1', attachments } } as unknown as AppEvent;
	const fetch = jest.fn(async () => ({ bytes: PIXEL, fileName: 'screen.png', contentType: 'image/png' }));
	const prepare = async (bytes: Buffer) => ({ data: bytes.toString('base64'), mimeType: 'image/png' });
	const item = await itemWithFiles(event, { fetch, prepare, maxBytes: 1024, otherwise: 'Get it by its key.' }, world.clock);
	expect(fetch).toHaveBeenCalledTimes(20);
	expect(Object.keys(item.binary!)).toHaveLength(20);
	const { message } = item.json as unknown as AppEvent;
	expect(message!.attachments.filter(({ problem }) => problem === 'It is not one of the first 20. Get it by its key.')).toHaveLength(5);
});
