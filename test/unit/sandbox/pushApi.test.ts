import type { Message, Push, Sandbox } from '../../../sandbox';
import { answerOf, closeAll, NOW, open, send } from './support';

let sandbox: Sandbox;
let api: string;

beforeEach(async () => {
	sandbox = await open();
	api = `${sandbox.url}/sandbox/api/push`;
});
afterEach(closeAll);

const ask = async <Answer>(path: string) => (await send(api + path, { method: 'GET' })).json as Answer;
const tell = async (path: string, body: unknown = {}) => answerOf(await send(api + path, { body }));
const written = async (body: object) => (await tell('/write', body)) as [number, Message];

/** A group with a person and an app that hears what mentions it, or everything. */
function chat(platform: 'feishu' | 'dingtalk') {
	const app = sandbox.addApp({ platform, name: 'Duty' });
	const person = sandbox.addPerson({ platform, name: 'Wang Fang', userId: 'wangfang' });
	const group = sandbox.addGroup({ platform, name: 'Ops', apps: [app.id], members: [{ name: person.name, userId: person.userId }] });
	return { app, person, group, from: { userId: person.userId, groupId: group.id } };
}

describe.each(['feishu', 'dingtalk'] as const)('what people write on %s', (platform) => {
	it('is a message of theirs, and apps are told of it', async () => {
		const { app, group, from } = chat(platform);
		const [status, message] = await written({ ...from, text: '你好 👋', mentions: [app.id] });
		expect([status, message.from, message.bot, message.groupId]).toEqual([200, 'wangfang', 'Wang Fang', group.id]);
		expect(message.text).toBe('@Duty 你好 👋');
		expect(await ask('/pushes')).toMatchObject([{ appId: app.id, way: 'connection', attempt: 1, at: NOW, outcome: 'none', messageId: message.id }]);
	});

	it('is a file, byte by byte', async () => {
		const { app } = chat(platform);
		const bytes = Buffer.from([0, 255, 10, 13, 128]);
		const file = { kind: 'file', name: '日志.bin', contentType: 'application/x-test', base64: bytes.toString('base64') };
		const [, { view }] = await written({ userId: 'wangfang', appId: app.id, file });
		expect(view).toMatchObject({ kind: 'file', fileKind: 'file', name: '日志.bin' });
		expect(sandbox.file(view.kind === 'file' ? view.key : '')).toMatchObject({ name: '日志.bin', contentType: 'application/x-test', bytes });
	});

	it('may be large', async () => {
		const { app } = chat(platform);
		const base64 = Buffer.alloc(3 * 1024 * 1024).toString('base64');
		const [status] = await written({ userId: 'wangfang', appId: app.id, file: { kind: 'file', name: 'a.bin', base64 } });
		expect(status).toBe(200);
	});

	it('begins a private chat with an app', async () => {
		const { app, group } = chat(platform);
		const [, message] = await written({ userId: 'wangfang', appId: app.id, text: 'hi' });
		expect(message.groupId).not.toBe(group.id);
		expect(sandbox.state().groups.find(({ id }) => id === message.groupId)).toMatchObject({ direct: { userId: 'wangfang' }, apps: [app.id] });
	});
});

describe('what apps are told', () => {
	it('is listed by app, type and outcome, and the latest ones alone if that is asked for', async () => {
		const { app } = chat('feishu');
		const ids: string[] = [];
		for (const type of ['contact.user.created_v3', 'contact.user.deleted_v3', 'contact.user.created_v3']) {
			const [status, { eventId }] = (await tell('/event', { appId: app.id, type, event: { object: {} } })) as [number, { eventId: string }];
			expect(status).toBe(200);
			ids.push(eventId);
		}
		const listed = async (query: string) => (await ask<Push[]>(`/pushes?${query}`)).map(({ eventId }) => eventId);
		expect(await listed('')).toEqual(ids);
		expect(await listed('type=contact.user.created_v3')).toEqual([ids[0], ids[2]]);
		expect(await listed(`appId=${app.id}&outcome=none&last=2`)).toEqual(ids.slice(1));
		expect(await listed('outcome=acknowledged')).toEqual([]);
	});

	it('is told again', async () => {
		const { app } = chat('dingtalk');
		const [, { eventId }] = (await tell('/event', { appId: app.id, type: 'user_add_org', event: {} })) as [number, { eventId: string }];
		expect(await tell('/redeliver', { eventId })).toEqual([200, { ok: true }]);
		expect(await ask('/pushes')).toMatchObject([{ eventId, attempt: 1 }, { eventId, attempt: 2 }]);
		expect(await tell('/redeliver', { eventId: 'nothing' })).toEqual([400, { error: 'Nothing was pushed as nothing' }]);
	});

	it('goes nowhere without connections and addresses', async () => {
		const { app } = chat('feishu');
		expect(await ask('/sockets')).toEqual([]);
		expect(await ask(`/sockets?appId=${app.id}`)).toEqual([]);
		expect(await tell('/checkUrl', { appId: app.id })).toMatchObject([200, { ok: false }]);
	});

	it('can be disturbed', async () => {
		const { app } = chat('dingtalk');
		for (const [path, body] of Object.entries({ faults: { appId: app.id, kind: 'drop', times: 2 }, partBytes: { bytes: 100 }, clientConfig: { PingInterval: 5 }, ping: { appId: app.id } })) {
			expect(await tell(`/${path}`, body)).toEqual([200, { ok: true }]);
		}
	});
});

describe('what people do to a message', () => {
	it('is told by the message', async () => {
		const { from } = chat('feishu');
		const [, { id: messageId }] = await written({ ...from, text: 'hi' });
		const reaction = { messageId, userId: 'wangfang', emoji: 'OK' };
		expect(await tell('/react', reaction)).toMatchObject([200, { id: messageId, reactions: [{ emoji: 'OK', by: 'wangfang' }] }]);
		expect(await tell('/react', { ...reaction, undo: true })).toMatchObject([200, { reactions: [] }]);
		expect(await tell('/recall', { messageId })).toMatchObject([200, { id: messageId, recalledAt: NOW }]);
	});
});

describe('mistakes', () => {
	const text = { text: 'hi' };
	it.each([
		['/write', {}, 'groupId or appId must say where it is written'],
		['/write', { userId: 'wangfang', groupId: 'oc_nowhere', ...text }, 'No such group: oc_nowhere'],
		['/write', { userId: 'wangfang', appId: 'cli_nobody', ...text }, 'No such app: cli_nobody'],
		['/write', { groupId: 'ops', ...text }, 'userId must be a text'],
		['/write', { userId: 'nobody', groupId: 'ops', ...text }, 'Nobody has the userId nobody on feishu'],
		['/write', { userId: 'wangfang', groupId: 'ops' }, 'text, file or raw must say what is written'],
		['/write', { userId: 'wangfang', groupId: 'ops', text: 5 }, 'text must be a text'],
		['/write', { userId: 'wangfang', groupId: 'ops', ...text, mentions: 'all' }, 'mentions must be a list'],
		['/write', { userId: 'wangfang', groupId: 'ops', file: 'a.txt' }, 'file must be an object'],
		['/write', { userId: 'wangfang', groupId: 'ops', file: { kind: 'exe', name: 'a', base64: 'aGk=' } }, 'file.kind must be one of image, file, audio, video'],
		['/write', { userId: 'wangfang', groupId: 'ops', file: { kind: 'file', name: 'a' } }, 'file.base64 must be a text'],
		['/write', { userId: 'wangfang', groupId: 'ops', raw: { type: 'post' } }, 'raw.content must be an object'],
		['/click', { messageId: 'om_0', userId: 'wangfang', control: '1' }, 'No such message: om_0'],
		['/click', { messageId: 'om_0', userId: 'wangfang' }, 'control must be a text'],
		['/click', { messageId: 'om_0', userId: 'wangfang', control: '1', form: [] }, 'form must be an object'],
		['/event', { appId: 'cli_duty', type: 'x' }, 'event must be an object'],
		['/faults', { appId: 'cli_duty', kind: 'fire' }, expect.stringMatching(/^kind must be one of drop, /)],
		['/faults', { appId: 'cli_duty', kind: 'drop', times: 'often' }, 'Not a number: often'],
		['/faults', { appId: 'cli_nobody', kind: 'drop' }, 'No such app: cli_nobody'],
		['/partBytes', {}, 'Not a number: undefined'],
		['/checkUrl', {}, 'appId must be a text'],
		['/clientConfig', { PongInterval: 5 }, expect.stringMatching(/^name must be one of ReconnectCount, /)],
		['/react', { messageId: 'om_0', userId: 'wangfang' }, 'emoji must be a text'],
		['/recall', { messageId: 'om_0' }, 'No such message: om_0'],
	])('%s %j is refused', async (path, body, error) => {
		sandbox.addApp({ platform: 'feishu', id: 'cli_duty', name: 'Duty' });
		sandbox.addPerson({ platform: 'feishu', name: 'Wang Fang', userId: 'wangfang' });
		sandbox.addGroup({ platform: 'feishu', id: 'ops', name: 'Ops', apps: ['cli_duty'], members: [{ name: 'Wang Fang', userId: 'wangfang' }] });
		expect(await tell(path, body)).toEqual([400, { error }]);
		expect(sandbox.messages()).toEqual([]);
	});
});
