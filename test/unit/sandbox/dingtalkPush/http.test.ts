import { createHash } from 'node:crypto';
import AES from 'crypto-js/aes';
import Hex from 'crypto-js/enc-hex';
import Base64 from 'crypto-js/enc-base64';
import Latin1 from 'crypto-js/enc-latin1';
import NoPadding from 'crypto-js/pad-nopadding';
import { DINGTALK_SAMPLES } from '../../../../sandbox/dingtalk/push/samples';
import { cardHeaders, robotHeaders } from '../../../../sandbox/dingtalk/push/http';
import { decrypted, encrypted, sealSignature } from '../../../../sandbox/dingtalk/push/sealing';
import type { App, Sandbox } from '../../../../sandbox';
import { closeAll, NOW, open } from '../support';
import { callsOf, client as appClient, dingApp, newToken } from '../dingtalkApp/support';
import { aMoment, closeServers, connect, listen, settled, type Heard, type Listening } from './support';

afterEach(async () => {
	await closeAll();
	await closeServers();
});

const TOKEN = 'token123';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

/** The receiver's side, with another implementation of the cipher. */
const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');

const keyWords = (aesKey = AES_KEY) => Base64.parse(`${aesKey}=`);
const ivOf = (aesKey = AES_KEY) => Hex.parse(keyWords(aesKey).toString(Hex).slice(0, 32));

function unsealed(encrypt: string, aesKey = AES_KEY): { text: string; owner: string; padding: number; length: number } {
	const bytes = Buffer.from(AES.decrypt(encrypt, keyWords(aesKey), { iv: ivOf(aesKey), padding: NoPadding }).toString(Latin1), 'latin1');
	const padding = bytes.at(-1)!;
	const end = 20 + bytes.readUInt32BE(16);
	return { text: bytes.subarray(20, end).toString(), owner: bytes.subarray(end, bytes.length - padding).toString(), padding, length: bytes.length };
}

function sealed(text: string, owner: string): string {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(Buffer.byteLength(text));
	const open_ = Buffer.concat([Buffer.from('0123456789abcdef'), length, Buffer.from(text), Buffer.from(owner)]);
	const pad = 32 - (open_.length % 32);
	const padded = Buffer.concat([open_, Buffer.alloc(pad, pad)]);
	return AES.encrypt(Latin1.parse(padded.toString('latin1')), keyWords(), { iv: ivOf(), padding: NoPadding }).toString();
}

const answerOf = (owner: string, word = 'success', token = TOKEN) => {
	const encrypt = sealed(word, owner);
	return { msg_signature: sha1(token, '1783610513', '123456', encrypt), timeStamp: '1783610513', nonce: '123456', encrypt };
};

const eventIn = ({ text }: Heard): Record<string, unknown> => JSON.parse(unsealed((JSON.parse(text) as { encrypt: string }).encrypt).text) as Record<string, unknown>;

async function start(): Promise<{ sandbox: Sandbox; app: App; server: Listening }> {
	const [sandbox, server] = [await open(), await listen()];
	const app = dingApp(sandbox, { push: { by: 'http', eventUrl: server.url, token: TOKEN, aesKey: AES_KEY } });
	server.answer(() => ({ body: answerOf(app.id) }));
	return { sandbox, app, server };
}

const tell = (sandbox: Sandbox, app: App, type = 'user_add_org', event: Record<string, unknown> = { userId: ['一'] }): string => sandbox.push.event({ appId: app.id, type, event });

describe('the seal', () => {
	it('is that of the documented sample', () => {
		const encrypt = 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==';
		const keys = { token: '123456', aesKey: '1234567890123456789012345678901234567890123', owner: 'dingsnotzck6pm5veliw' };
		expect(sealSignature(keys.token, '1614767836', 'A7Co0cJLMzIDtMMI', encrypt)).toBe('9a95a004dd16f5c307e849b994173f76aa26e5eb');
		expect(decrypted(encrypt, keys)).toBe('success');
		expect(decrypted(encrypt, { ...keys, owner: 'ding0' })).toBeUndefined();
		expect(decrypted(encrypt.slice(4), keys)).toBeUndefined();
		expect(unsealed(encrypt, keys.aesKey)).toMatchObject({ text: 'success', owner: keys.owner });
	});

	it.each(['', 'a', '很好', 'x'.repeat(31), 'x'.repeat(4_096)])('is opened by another implementation: %.10s', (text) => {
		const found = unsealed(encrypted(text, { token: '', aesKey: AES_KEY, owner: 'ding1' }));
		expect(found).toMatchObject({ text, owner: 'ding1' });
		expect(found.length % 32).toBe(0);
		expect(found.padding).toBeLessThanOrEqual(32);
		expect(decrypted(sealed(text, 'ding1'), { token: '', aesKey: AES_KEY, owner: 'ding1' })).toBe(text);
	});

	it('robots and cards are signed as documented', () => {
		expect(robotHeaders({ secret: 'appSecretExample' } as App, 1577262236757)).toMatchObject({ timestamp: '1577262236757', sign: 'XQYpwpe8WfKkOsVd/cPS4FOqEVZqbzmmQ1MjXlVZTPM=' });
		expect(cardHeaders('ACTION', 1700000000000)).toEqual({
			'x-ddpaas-signature-timestamp': '1700000000000',
			'x-ddpaas-signature': 'ZDl1TSqcOZvcWEsqqUm1kbBYI8Lv5ssEdzZ3QsjoP9c=',
		});
	});
});

describe('an event', () => {
	it('comes sealed, in a signed request', async () => {
		const { sandbox, app, server } = await start();
		const eventId = tell(sandbox, app);
		expect(await settled(sandbox, 1)).toMatchObject([{ eventId, way: 'http', outcome: 'acknowledged', status: 200 }]);
		const [{ method, url, headers, text }] = server.heard as [Heard];
		expect([method, url.pathname, url.searchParams.get('from'), headers['content-type']]).toEqual(['POST', '/callback', 'test', 'application/json']);
		const { encrypt, ...rest } = JSON.parse(text) as { encrypt: string };
		expect(rest).toEqual({});
		const { signature, msg_signature, timestamp, nonce } = Object.fromEntries(url.searchParams);
		expect(timestamp).toBe(String(NOW));
		expect(signature).toBe(sha1(TOKEN, timestamp!, nonce!, encrypt));
		expect(msg_signature).toBe(signature);
		expect(unsealed(encrypt).owner).toBe(app.id);
		expect(eventIn(server.heard[0]!)).toEqual({ EventType: 'user_add_org', EventTime: NOW, CorpId: app.corpId, BizId: String(NOW), eventId, userId: ['一'] });
	});

	it.each([
		['robot_msg_read', ['UnionId', 'OperatTime', 'RobotCode', 'OpenConversationId', 'UserId', 'ProcessQueryKey']],
		['todo_task_delete', ['UnionIdList', 'taskId']],
		['chat_quit', ['timeStamp', 'chatId', 'corpId', 'operatorUnionId', 'openConversationId', 'operator']],
	])('%s has the documented names', async (type, names) => {
		const { sandbox, app, server } = await start();
		tell(sandbox, app, type, DINGTALK_SAMPLES[type]);
		await settled(sandbox, 1);
		expect(Object.keys(eventIn(server.heard[0]!)).slice(5).sort()).toEqual([...names].sort());
	});

	it('has an eventId but where the page shows none, and one of its own where the page shows that', async () => {
		const { sandbox, app, server } = await start();
		const bodyOf = async (type: string, count: number) => {
			const eventId = tell(sandbox, app, type, DINGTALK_SAMPLES[type]);
			await settled(sandbox, count);
			return { eventId, body: eventIn(server.heard[count - 1]!) };
		};
		const leave = await bodyOf('leave_quota_update', 1);
		expect(leave.body).toEqual({ EventType: 'leave_quota_update', EventTime: NOW, CorpId: app.corpId, BizId: String(NOW), ...DINGTALK_SAMPLES.leave_quota_update });
		const room = await bodyOf('meetingroom_room_info', 2);
		expect(room.body).toEqual({ EventType: 'meetingroom_room_info', ...DINGTALK_SAMPLES.meetingroom_room_info });
		const release = await bodyOf('inner_app_release', 3);
		expect(release.body.eventId).toBe(DINGTALK_SAMPLES.inner_app_release!.eventId);
		expect(release.eventId).not.toBe(release.body.eventId);
	});

	it.each([
		['nothing', () => ({ body: '' })],
		['the word in plain', () => ({ body: 'success' })],
		['another word', (id: string) => ({ body: answerOf(id, 'ok') })],
		['another signature', (id: string) => ({ body: answerOf(id, 'success', 'other') })],
		['the name of another app', () => ({ body: answerOf('ding0') })],
		['an error', (id: string) => ({ status: 500, body: answerOf(id) })],
	])('is refused by the answer: %s', async (_name, answer: (id: string) => { status?: number; body: unknown }) => {
		const { sandbox, app, server } = await start();
		server.answer(() => answer(app.id));
		tell(sandbox, app);
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'refused' }]);
	});

	it('is tried three times, and then listed among the failed', async () => {
		const { sandbox, app, server } = await start();
		server.answer(() => undefined);
		tell(sandbox, app);
		for (const ms of [2_499, 1, 10_000, 2_500, 30_000, 2_500, 3_600_000]) {
			await aMoment();
			sandbox.clock.advance(ms);
		}
		await aMoment();
		expect(sandbox.push.pushes().map(({ at, outcome }) => [at - NOW, outcome])).toEqual([
			[0, 'timeout'],
			[12_500, 'timeout'],
			[45_000, 'timeout'],
		]);
		expect(new Set(server.heard.map((one) => eventIn(one).eventId)).size).toBe(1);
		const token = await newToken(sandbox, app);
		const list = () => callsOf(sandbox, token).call(`/call_back/get_call_back_failed_result?access_token=${token}`, undefined, 'GET');
		expect((await list()).json).toEqual({
			errcode: 0,
			errmsg: 'ok',
			failed_list: [{ user_add_org: { callbackData: { userId: ['一'] }, corpid: app.corpId }, call_back_tag: 'user_add_org', event_time: NOW }],
			has_more: false,
		});
		expect((await list()).json).toMatchObject({ failed_list: [] });
	});

	it('that has arrived at the second attempt is not listed', async () => {
		const { sandbox, app, server } = await start();
		server.answer(() => ({ status: 503, body: '' }));
		tell(sandbox, app, 'bpms_instance_change', {});
		await settled(sandbox, 1);
		server.answer(() => ({ body: answerOf(app.id) }));
		sandbox.clock.advance(10_000);
		expect((await settled(sandbox, 2)).map(({ outcome }) => outcome)).toEqual(['refused', 'acknowledged']);
		const token = await newToken(sandbox, app);
		expect((await callsOf(sandbox, token).call(`/call_back/get_call_back_failed_result?access_token=${token}`, undefined, 'GET')).json).toMatchObject({ failed_list: [] });
	});

	it.each([
		['address', { eventUrl: '' }],
		['key', { aesKey: 'short' }],
		['token', { token: '' }],
	])('goes nowhere without a usable %s', async (_name, push) => {
		const { sandbox, app, server } = await start();
		sandbox.changeApp(app.id, { push });
		tell(sandbox, app);
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
		expect(server.heard).toEqual([]);
	});

	it('goes both ways where both are set up, and only the one that failed is repeated', async () => {
		const { sandbox, app, server } = await start();
		sandbox.changeApp(app.id, { push: { by: 'both' } });
		const stream = await connect(sandbox, app);
		server.answer(() => ({ status: 500, body: '' }));
		const eventId = tell(sandbox, app);
		expect((await stream.next()).headers.eventId).toBe(eventId);
		await settled(sandbox, 2);
		sandbox.clock.advance(10_000);
		await settled(sandbox, 3);
		expect(sandbox.push.pushes().map(({ way, attempt }) => `${way} ${attempt}`)).toEqual(['connection 1', 'http 1', 'http 2']);
	});

	it('does not follow a redirection, and nobody answering is a refusal', async () => {
		const { sandbox, app, server } = await start();
		server.answer(() => ({ status: 302, body: '' }));
		tell(sandbox, app);
		await settled(sandbox, 1);
		sandbox.changeApp(app.id, { push: { eventUrl: 'http://127.0.0.1:1/' } });
		tell(sandbox, app);
		expect(await settled(sandbox, 2)).toMatchObject([{ outcome: 'refused', status: 302 }, { outcome: 'refused' }]);
	});
});

describe('the check of the address', () => {
	it('is the event check_url', async () => {
		const { sandbox, app, server } = await start();
		expect(await sandbox.push.checkUrl(app.id)).toMatchObject({ ok: true, status: 200 });
		expect(eventIn(server.heard[0]!)).toEqual({ EventType: 'check_url' });
		expect(sandbox.push.pushes()).toEqual([]);
	});

	it('fails by a wrong answer, and without an address', async () => {
		const { sandbox, app, server } = await start();
		server.answer(() => ({ body: 'success' }));
		expect(await sandbox.push.checkUrl(app.id)).toEqual({ ok: false, status: 200, body: 'success' });
		sandbox.changeApp(app.id, { push: { eventUrl: '' } });
		expect(await sandbox.push.checkUrl(app.id)).toMatchObject({ ok: false });
	});
});

describe('a message to the robot', () => {
	const robot = async () => {
		const [sandbox, server] = [await open(), await listen()];
		const app = await appClient(sandbox, { push: { by: 'http', robotUrl: server.url } });
		return { sandbox, server, app: app.app, write: () => sandbox.push.write({ userId: 'wangfang', appId: app.app.id, text: 'hi' }) };
	};

	it('comes in plain, with a signed time', async () => {
		const { sandbox, server, app, write } = await robot();
		const message = write();
		expect(await settled(sandbox, 1)).toMatchObject([{ way: 'http', outcome: 'acknowledged', status: 200 }]);
		const [{ method, url, headers, text }] = server.heard as [Heard];
		expect([method, url.search, headers['content-type'], headers.timestamp]).toEqual(['POST', '?from=test', 'application/json; charset=utf-8', String(NOW)]);
		expect(headers.sign).toBe(robotHeaders(app, NOW).sign);
		expect(JSON.parse(text)).toMatchObject({ msgId: message.id, text: { content: 'hi' }, robotCode: app.robotCode, msgtype: 'text' });
	});

	it.each([
		['an error', { status: 500, body: '' }, 'refused'],
		['silence', undefined, 'timeout'],
	])('is not repeated after %s', async (_name, answer, outcome) => {
		const { sandbox, server, write } = await robot();
		server.answer(() => answer);
		write();
		await aMoment();
		for (const ms of [2_500, 10_000, 30_000]) {
			sandbox.clock.advance(ms);
			await aMoment();
		}
		expect(sandbox.push.pushes()).toMatchObject([{ attempt: 1, outcome }]);
	});

	it('goes nowhere without an address', async () => {
		const { sandbox, app, write } = await robot();
		sandbox.changeApp(app.id, { push: { robotUrl: '' } });
		write();
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
	});
});

it('what is under way is given up when the sandbox is reset', async () => {
	const { sandbox, app, server } = await start();
	server.answer(() => undefined);
	tell(sandbox, app);
	await aMoment();
	sandbox.reset();
	await aMoment();
	sandbox.clock.advance(60_000);
	await aMoment();
	expect(sandbox.push.pushes()).toEqual([]);
	expect(server.heard).toHaveLength(1);
});
