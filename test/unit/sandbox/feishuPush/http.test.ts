import { createHash } from 'node:crypto';
import SHA1 from 'crypto-js/sha1';
import SHA256 from 'crypto-js/sha256';
import { encrypted } from '../../../../sandbox/feishu/push/sealing';
import type { PushSettings } from '../../../../sandbox';
import { place, type Place } from '../feishuApp/support';
import { TestClient, until } from './client';
import { button, card2, closeEverything, decrypted, sentCard, TestServer, type Received } from './support';

afterEach(closeEverything);

async function listening(push: Partial<PushSettings> = {}) {
	const server = await TestServer.start();
	const at = await place({}, { push: { by: 'http', eventUrl: server.url, token: 'made-up-token', ...push } });
	return { at, server };
}

const say = ({ sandbox, app }: Place) => sandbox.push.write({ userId: 'lilei', appId: app.id, text: 'hi' });
const outcomes = ({ sandbox }: Place) => sandbox.push.pushes().map(({ outcome }) => outcome);
const settled = (at: Place, ...expected: string[]) => until(() => outcomes(at).join() === expected.join(), `${expected.join()} (${outcomes(at).join()})`);

const KEY = 'made-up-encrypt-key';

describe('the cipher', () => {
	it('is the documented one', () => {
		// "加密策略": `test key`, `P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=` -> `hello world`
		const documented = 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=';
		expect(encrypted('hello world', 'test key', Buffer.from(documented, 'base64').subarray(0, 16))).toBe(documented);
		expect(decrypted(encrypted('值班', 'k'), 'k')).toBe('值班');
	});
});

describe('an event', () => {
	it('comes in clear with the verification token', async () => {
		const { at, server } = await listening();
		say(at);
		await settled(at, 'acknowledged');
		const [{ headers, json }] = server.received as [Received];
		expect(json).toMatchObject({ schema: '2.0', header: { token: 'made-up-token', event_type: 'im.message.receive_v1' } });
		expect([headers['content-type'], headers['x-lark-signature']]).toEqual(['application/json; charset=utf-8', undefined]);
		expect(at.sandbox.push.pushes()[0]).toMatchObject({ way: 'http', status: 200, body: '{}' });
	});

	it('is encrypted and signed with an encrypt key', async () => {
		const { at, server } = await listening({ encryptKey: KEY });
		say(at);
		await settled(at, 'acknowledged');
		const [{ headers, text, json }] = server.received as [Received];
		expect(Object.keys(json)).toEqual(['encrypt']);
		expect(JSON.parse(decrypted(json.encrypt, KEY))).toMatchObject({ header: { event_type: 'im.message.receive_v1' } });
		const timestamp = headers['x-lark-request-timestamp'] as string;
		expect(timestamp).toBe(String(at.sandbox.clock.now() / 1_000));
		expect(headers['x-lark-signature']).toBe(SHA256(`${timestamp}${headers['x-lark-request-nonce'] as string}${KEY}${text}`).toString());
	});

	it('can come in the old envelope', async () => {
		const { at, server } = await listening({ oldEnvelope: true });
		const id = at.sandbox.push.event({ appId: at.app.id, type: 'contact.user.created_v3', event: { object: {} } });
		await settled(at, 'acknowledged');
		expect(server.received[0]!.json).toEqual({
			ts: expect.stringMatching(/^\d+\.\d{7}$/) as string,
			uuid: id,
			token: 'made-up-token',
			type: 'event_callback',
			event: { type: 'contact.user.created_v3', app_id: at.app.id, tenant_key: '736588c9260f175e', object: {} },
		});
	});

	it('comes again when the status is not 200, redirects included', async () => {
		const { at, server } = await listening();
		server.says('', 302);
		say(at);
		await settled(at, 'refused');
		server.says('', 500);
		at.sandbox.clock.advance(15_000);
		await settled(at, 'refused', 'refused');
		server.says('anything');
		at.sandbox.clock.advance(300_000);
		await settled(at, 'refused', 'refused', 'acknowledged');
		expect(new Set(server.received.map(({ json }) => json.header.event_id)).size).toBe(1);
	});

	it('comes again when nothing is answered within 3 s of the sandbox clock', async () => {
		const { at, server } = await listening();
		server.answer = () => {};
		say(at);
		await until(() => server.received.length === 1);
		at.sandbox.clock.advance(3_000);
		await settled(at, 'timeout');
	});

	it('waits when nobody is there', async () => {
		const { at, server } = await listening({ eventUrl: 'http://127.0.0.1:1/' });
		say(at);
		await settled(at, 'none');
		at.sandbox.changeApp(at.app.id, { push: { eventUrl: server.url } });
		at.sandbox.clock.advance(15_000);
		await settled(at, 'none', 'acknowledged');
	});

	it('goes both ways if the console says so', async () => {
		const { at, server } = await listening({ by: 'both' });
		const client = await TestClient.connect(at.sandbox, at.app);
		say(at);
		await settled(at, 'acknowledged', 'acknowledged');
		expect(server.received[0]!.json.header.event_id).toBe(client.events[0]!.header.event_id);
	});
});

describe('the check of an address', () => {
	const echo = (received: Received, key = '') => ({ challenge: key === '' ? (received.json.challenge as string) : (JSON.parse(decrypted(received.json.encrypt, key)) as { challenge: string }).challenge });

	it.each(['', KEY])('is passed by who repeats the challenge (key: %j)', async (key) => {
		const { at, server } = await listening({ encryptKey: key });
		server.answer = (received, response) => response.end(JSON.stringify(echo(received, key)));
		expect(await at.sandbox.push.checkUrl(at.app.id)).toMatchObject({ ok: true, status: 200 });
		const [{ headers, json }] = server.received as [Received];
		expect(key === '' ? json : JSON.parse(decrypted(json.encrypt, key))).toEqual({ challenge: expect.stringMatching(/./) as string, token: 'made-up-token', type: 'url_verification' });
		expect(headers['x-lark-signature']).toBeUndefined();
		expect(at.sandbox.push.pushes()).toEqual([]);
	});

	it('is not passed otherwise', async () => {
		const { at, server } = await listening();
		server.says({});
		expect(await at.sandbox.push.checkUrl(at.app.id)).toMatchObject({ ok: false, status: 200 });
		server.answer = (received, response) => void response.writeHead(201).end(JSON.stringify(echo(received)));
		expect(await at.sandbox.push.checkUrl(at.app.id)).toMatchObject({ ok: false, status: 201 });
		server.answer = () => {};
		const checking = at.sandbox.push.checkUrl(at.app.id);
		await until(() => server.received.length === 3);
		at.sandbox.clock.advance(1_000);
		expect(await checking).toEqual({ ok: false });
	});
});

describe('a click', () => {
	const clicked = async (push: Partial<PushSettings> = {}) => {
		const { at, server } = await listening(push);
		const sentOne = await sentCard(at, card2(button({ go: 1 })));
		return { at, server, ...sentOne, go: () => sentOne.click('body.elements.0') };
	};

	it('goes to the address of cards, encrypted and signed like events', async () => {
		const cards = await TestServer.start();
		const { server, go } = await clicked({ cardUrl: cards.url, encryptKey: KEY });
		expect(await go()).toMatchObject({ updated: false });
		expect(server.received).toEqual([]);
		const [{ headers, json, text }] = cards.received as [Received];
		expect(JSON.parse(decrypted(json.encrypt, KEY))).toMatchObject({ schema: '2.0', header: { event_type: 'card.action.trigger' } });
		const signed = `${headers['x-lark-request-timestamp'] as string}${headers['x-lark-request-nonce'] as string}${KEY}${text}`;
		expect(headers['x-lark-signature']).toBe(SHA256(signed).toString());
	});

	it('is told once, and shows why it failed', async () => {
		const { at, server, go } = await clicked();
		server.says({}, 500);
		expect(await go()).toMatchObject({ updated: false, error: '200671' });
		server.says('', 307);
		expect(await go()).toMatchObject({ error: '200671' });
		server.says('not json');
		expect(await go()).toMatchObject({ error: '200672' });
		server.answer = (_, response) => void response.destroy();
		expect(await go()).toMatchObject({ error: '200342' });
		server.answer = () => {};
		const late = go();
		await until(() => server.received.length === 5);
		at.sandbox.clock.advance(3_000);
		expect(await late).toMatchObject({ error: '200341' });
		at.sandbox.clock.advance(100_000_000);
		await new Promise((resolve) => setTimeout(resolve, 40));
		expect(server.received).toHaveLength(5);
		for (const [eventUrl, error] of [['', '200340'], ['http://127.0.0.1:1/', '200342'], ['http://nobody.invalid/', '200343']] as const) {
			at.sandbox.changeApp(at.app.id, { push: { eventUrl } });
			expect(await go()).toMatchObject({ error });
		}
	});

	it('is told by the old callback as well, in clear, signed with the verification token', async () => {
		const cards = await TestServer.start();
		const { at, server, go, id } = await clicked({ by: 'connection', cardUrl: cards.url, oldCardCallback: true, encryptKey: KEY });
		const client = await TestClient.connect(at.sandbox, at.app);
		cards.says({ toast: { type: 'success', content: 'Done' }, config: { update_multi: true }, schema: '2.0', body: { elements: [] } });
		expect(await go()).toMatchObject({ toast: { type: 'success', content: 'Done' }, updated: true });
		expect(server.received).toEqual([]);
		const [{ headers, json, text }] = cards.received as [Received];
		const { token } = client.events[0]!.event;
		expect(json).toEqual({
			open_id: expect.stringMatching(/^ou_lilei/) as string,
			user_id: 'lilei',
			open_message_id: id,
			tenant_key: '736588c9260f175e',
			token,
			action: { value: { go: 1 }, tag: 'button' },
		});
		const signed = `${headers['x-lark-request-timestamp'] as string}${headers['x-lark-request-nonce'] as string}made-up-token${text}`;
		expect(headers['x-lark-signature']).toBe(SHA1(signed).toString());
		expect(headers['x-lark-signature']).toBe(createHash('sha1').update(signed).digest('hex'));
	});

	it('keeps the refresh token until a click has been answered', async () => {
		const { server, go } = await clicked({ by: 'connection', oldCardCallback: true });
		const refresh = () => server.received.at(-1)!.headers['x-refresh-token'];
		server.says({}, 500);
		await go();
		const first = refresh();
		server.says({});
		await go();
		expect(refresh()).toBe(first);
		await go();
		expect(refresh()).not.toBe(first);
	});
});
