import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { Credential, WorkflowNode } from '../../host/n8nApi';

import { startWorld, type World } from './support/world';

const HOURS_LATER_MS = 2.2 * 60 * 60 * 1000;
/** Longer than n8n's preload takes to look at its file again. */
const LOOKED_AT_MS = 500;
/** A whole document, if an empty one. */
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const EVENT = { id: 'INC-7', title: 'Backup failed', severity: 'critical', summary: 'The nightly backup of orders ended with an error' };

type Step = Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & { typeVersion?: number; credential?: Credential };

const ours = (type: string) => `n8n-nodes-lark-dingtalk.${type}`;

describe('The app nodes in a real n8n', () => {
	let world: World;
	/** How far n8n's clock is ahead of ours, as its preload reads it. */
	let clockFile: string;
	const of = (type: string): Credential => world.demo.credentials.find((credential) => credential.type === type)!;

	beforeAll(async () => {
		world = await startWorld({ env: ({ userFolder }) => ({ NODE_OPTIONS: `--require=${join(__dirname, 'support', 'shiftedClock.cjs')}`, CLOCK_FILE: join(userFolder, 'clock') }) });
		clockFile = join(world.userFolder, 'clock');
		for (const credential of world.demo.credentials) await world.api.createOrUpdateCredential(credential);
	});

	afterAll(async () => await world?.close());

	/** n8n's own Webhook node and what comes behind it, one after the other; resolves with what calls it. */
	async function activate(name: string, steps: Step[]): Promise<(body: object) => Promise<void>> {
		const path = name.toLowerCase().replace(/\W+/g, '-');
		const webhook = { name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' } };
		const nodes = [webhook, ...steps].map(({ credential, typeVersion = 1, ...step }: Step) => ({
			...step,
			typeVersion,
			position: [0, 0],
			...(credential && { credentials: { [credential.type]: { id: null, name: credential.name } } }),
		}));
		const next = nodes.slice(1).map((step, index) => [nodes[index]!.name, { main: [[{ node: step.name, type: 'main', index: 0 }]] }]);
		const { id } = await world.api.createWorkflow({ name, nodes, connections: Object.fromEntries(next), settings: { executionOrder: 'v1' } });
		await world.api.activate(id, { path: `/webhook/${path}` });
		return async (body) => {
			const { status, data } = await axios.post(`${world.n8n.url}/webhook/${path}`, body, { proxy: false, validateStatus: () => true });
			if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(data)}`);
		};
	}

	const directTexts = (userId: string): string[] => {
		const chats = world.sandbox.state().groups.filter(({ direct }) => direct?.userId === userId);
		return chats.flatMap(({ id }) => world.sandbox.messages(id).map(({ text }) => text));
	};

	it.each(['feishuAppApi', 'dingTalkEnterpriseAppApi'])('says that a good %s credential works, and what is wrong with a bad one', async (type) => {
		const { data } = of(type);
		expect(await world.api.testCredential(of(type))).toMatchObject({ status: 'OK' });
		const secret = type === 'feishuAppApi' ? 'appSecret' : 'clientSecret';
		const bad = await world.api.testCredential({ name: `Bad ${type}`, type, data: { ...data, [secret]: 'made-up-and-wrong' } });
		expect(bad.status).toBe('Error');
		expect(bad.message).toMatch(/secret/i);
		expect(bad.message).not.toContain('made-up-and-wrong');
	});

	it('brings a notification to a person by email on Feishu and by mobile on DingTalk', async () => {
		const post = await activate('Notify people', [
			{
				name: 'Feishu',
				type: ours('feishuApp'),
				parameters: { resource: 'notification', operation: 'sendNotification', sendTo: 'email', emails: 'lilei@example.com', contentFrom: 'item' },
				credential: of('feishuAppApi'),
			},
			{
				name: 'DingTalk',
				type: ours('dingTalkEnterpriseApp'),
				parameters: {
					...{ resource: 'notification', operation: 'sendNotification', sendTo: 'mobile', recipients: '13800000001' },
					...{ contentFrom: 'fields', title: "={{ $('Webhook').item.json.body.title }}", summary: "={{ $('Webhook').item.json.body.summary }}" },
				},
				credential: of('dingTalkEnterpriseAppApi'),
			},
		]);
		await post(EVENT);
		for (const userId of ['lilei', 'wangfang']) {
			const [text, ...more] = directTexts(userId);
			expect(more).toEqual([]);
			expect(text).toContain(EVENT.title);
			expect(text).toContain(EVENT.summary);
		}
	});

	it('sends a PDF of the item as a file, on both platforms', async () => {
		const feishu = { resource: 'message', operation: 'send', sendTo: 'email', emails: 'hanmeimei@example.com', messageType: 'file' };
		const dingtalk = { resource: 'message', operation: 'sendToPeople', sendTo: 'mobile', recipients: '13800000002', messageType: 'file' };
		const toFile = {
			name: 'To File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'toBinary', sourceProperty: 'body.pdf', options: { fileName: 'report.pdf', mimeType: 'application/pdf' } },
		};
		const sends: Array<[string, Step]> = [
			['hanmeimei', { name: 'Send', type: ours('feishuApp'), parameters: feishu, credential: of('feishuAppApi') }],
			['chenchen', { name: 'Send', type: ours('dingTalkEnterpriseApp'), parameters: dingtalk, credential: of('dingTalkEnterpriseAppApi') }],
		];
		for (const [userId, send] of sends) {
			const post = await activate(`PDF to ${userId}`, [toFile, send]);
			await post({ pdf: Buffer.from(PDF).toString('base64') });
			const chat = world.sandbox.state().groups.find(({ direct }) => direct?.userId === userId)!;
			const [message] = world.sandbox.messages(chat.id);
			expect(message!.view).toMatchObject({ kind: 'file', name: 'report.pdf' });
			const { key } = message!.view as { key: string };
			expect(world.sandbox.file(key)!.bytes.toString()).toBe(PDF);
		}
	});

	it("n8n's HTTP Request node uses both credentials, also across the end of a token's life", async () => {
		const request = (name: string, type: string, options: object): Step => ({
			name,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { authentication: 'predefinedCredentialType', nodeCredentialType: type, ...options },
			credential: of(type),
		});
		const { url } = world.sandbox;
		const json = (body: object) => ({ method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(body) });
		const post = await activate('HTTP Request', [
			request('Feishu', 'feishuAppApi', { url: `${url}/open-apis/im/v1/chats` }),
			request('DingTalk new', 'dingTalkEnterpriseAppApi', { url: `${url}/v1.0/contact/users/search`, ...json({ queryWord: '王', offset: 0, size: 5 }) }),
			request('DingTalk old', 'dingTalkEnterpriseAppApi', { url: `${url}/topapi/v2/user/getbymobile`, ...json({ mobile: '13800000001' }) }),
		]);
		const seen = world.sandbox.calls().length;
		const made = (pattern: RegExp) => world.sandbox.calls().slice(seen).filter(({ path }) => pattern.test(path));
		await post({});
		const tokens = () => made(/accessToken|access_token\/internal/).length;
		const before = tokens();
		await writeFile(clockFile, String(HOURS_LATER_MS));
		await sleep(LOOKED_AT_MS);
		world.sandbox.clock.advance(HOURS_LATER_MS);
		await post({});
		expect(made(/chats|search|getbymobile/)).toHaveLength(6);
		// One for each app.
		expect(tokens() - before).toBe(2);
		// No token was sent that had ended.
		expect(made(/./).filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
	});
});
