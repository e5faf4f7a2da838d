import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sharedState } from '../../../lib/n8n/state';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { Executions } from '../../support/engine/trigger';
import { moment, until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate, pass, serve } = useTriggers(world);

test('T3 expression fails', async () => {
	const AES = 'x'.repeat(43);
	const app = dingTalkApp(world, { push: { by: 'http', token: 'madeuptoken', aesKey: AES } }, { pushToken: 'madeuptoken', pushAesKey: AES });
	const parameters: any = { events: ['*'], options: { download: true, maxAttachment: "={{ $now.toMillis() < 0 ? 1 : 'x' }}" } };
	const served = await serve({ trigger: { type: 'dingTalkEnterpriseAppWebhookTrigger', credential: app.node.credential, parameters } });
	const seen: any[] = [];
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			seen.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
			response.writeHead(500).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	world.sandbox.changeApp(app.app.id, { push: { eventUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` } } as never);
	world.sandbox.push.event({ appId: app.app.id, type: 'chat_update_title', event: {} });
	await until(() => seen.length > 0);
	const { path, body } = seen[0];
	const send = async (p: string) => {
		const a = await fetch(new URL(p, served.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array(body), signal: AbortSignal.timeout(1500) }).catch((e) => ({ status: String(e), text: async () => '' }) as never);
		return [a.status, (await a.text()).slice(0, 150)];
	};
	process.on('unhandledRejection', () => {});
	console.log('T3', await send(path), await send(path));
	server.close();
});

test('T4 boundary', async () => {
	const AES = 'x'.repeat(43);
	const { dingTalkCallback } = await import('../../../lib/dingtalk/inbound/callback');
	const { encrypt, pushSignature } = await import('../../../lib/dingtalk/inbound/crypto');
	const { ReplayGuard } = await import('../../../lib/events/authentication');
	const clock = { now: () => 1763725543999, elapsed: () => 0, sleep: async () => {} };
	const replays = new ReplayGuard(clock, 3600_000);
	const settings = { clientId: 'ding1', clientSecret: 's', pushToken: 'token', pushAesKey: AES, cardCallbackSecret: '', corpId: '', trigger: 't' };
	const encrypted = encrypt(JSON.stringify({ EventType: 'chat_update_title', EventTime: 1, eventId: 'e1' }), 'ding1', Buffer.from(AES + '=', 'base64'));
	const [timestamp, nonce] = ['1763725543999', 'abc'];
	const msg_signature = pushSignature('token', timestamp, nonce, encrypted);
	const rawBody = Buffer.from(JSON.stringify({ encrypt: encrypted }));
	const given = (timestamp: string, nonce: string) => dingTalkCallback({ headers: {}, rawBody, query: { timestamp, nonce, msg_signature } } as never, settings, clock as never, replays);
	console.log('T4', Object.keys(given(timestamp, nonce)), given(timestamp, nonce), Object.keys(given('1763725543', '999abc')));
});

test('T2 two apps', async () => {
	const cred = { verificationToken: 'made-up-token' };
	const a = feishuApp(world, {}, cred);
	const b = feishuApp(world, { push: { by: 'http', token: 'made-up-token' } } as never, cred);
	const person = a.person({ userId: 'lilei' });
	const group = a.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }], apps: [a.app.id, b.app.id] } as never);
	const first = await activate({ trigger: { type: 'feishuAppTrigger', credential: a.node.credential, parameters: { events: ['message'] } }, workflowId: 'w' });
	const served = await serve({ trigger: { type: 'feishuAppWebhookTrigger', credential: b.node.credential, parameters: { events: ['message'] } }, workflowId: 'w' });
	world.sandbox.changeApp(b.app.id, { push: { eventUrl: served.url } } as never);
	world.sandbox.push.write({ userId: person.userId, text: 'hi', groupId: group.id, mentions: [a.app.id, b.app.id] } as never);
	await moment(500);
	console.log('T2', first.items.map((i: any) => [i.appId, i.eventId]), served.items.map((i: any) => [i.appId, i.eventId]), world.sandbox.push.pushes().map((p: any) => [p.appId, p.outcome]));
});

test('T5 flood', async () => {
	const app = feishuApp(world, {}, { verificationToken: 'made-up-token', appSecret: 'wrong' });
	const served = await serve({ trigger: { type: 'feishuAppWebhookTrigger', credential: app.node.credential, parameters: { events: ['message'] } } });
	for (let n = 0; n < 20; n++) await fetch(served.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x":1}' });
	console.log('T5 calls', world.sandbox.calls().length);
});
