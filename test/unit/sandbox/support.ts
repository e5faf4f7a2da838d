import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { startSandbox, type Bot, type BotInput, type Group, type GroupInput, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { dingtalkSign, feishuSign } from '../../../sandbox/signatures';

export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	json: unknown;
}

export interface Sent {
	method?: string;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

/** One HTTP request without any helper in between; rejects when the connection breaks. */
export function send(url: string, { method = 'POST', body, headers = {}, signal }: Sent = {}): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const payload = body === undefined ? undefined : Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
		const type = payload === undefined ? {} : { 'content-type': 'application/json' };
		const request = httpRequest(url, { method, headers: { ...type, ...headers }, agent: false, signal }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: asJson(text) });
			});
		});
		request.on('error', reject);
		request.end(payload);
	});
}

function asJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Status and body of an answer, to compare with the documented ones. */
export const answerOf = ({ status, json, text }: Reply): unknown => [status, json ?? text];

/** A fixed point in time, Unix ms. */
export const NOW = 1_800_000_000_000;

const running: Sandbox[] = [];

/** A sandbox whose clock stands still; closed by `closeAll`. */
export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox(options);
	sandbox.clock.freeze();
	sandbox.clock.set(NOW);
	running.push(sandbox);
	return sandbox;
}

export async function closeAll(): Promise<void> {
	await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
}

export const FEISHU_OK = [200, { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }];
export const DING_OK = [200, { errcode: 0, errmsg: 'ok' }];

export interface Place {
	group: Group;
	bot: Bot;
}

export function feishuBot(sandbox: Sandbox, bot: Partial<BotInput> = {}, group: Partial<GroupInput> = {}): Place {
	const made = sandbox.addGroup({
		platform: 'feishu',
		name: '值班群',
		members: [
			{ name: '李雷', openId: 'ou_lilei' },
			{ name: '韩梅梅', openId: 'ou_hanmeimei' },
		],
		...group,
	});
	return { group: made, bot: sandbox.addBot({ groupId: made.id, name: '告警', ...bot }) };
}

export function dingBot(sandbox: Sandbox, bot: Partial<BotInput> = {}, group: Partial<GroupInput> = {}): Place {
	const made = sandbox.addGroup({
		platform: 'dingtalk',
		name: '值班群',
		members: [
			{ name: '王芳', userId: 'wangfang', mobile: '13800000001' },
			{ name: '陈晨', userId: 'chenchen', mobile: '13800000002' },
		],
		...group,
	});
	return { group: made, bot: sandbox.addBot({ groupId: made.id, name: '告警', ...bot }) };
}

export const feishuText = (text: string): Record<string, unknown> => ({ msg_type: 'text', content: { text } });
export const dingText = (content: string): Record<string, unknown> => ({ msgtype: 'text', text: { content } });
export const card = (elements: unknown[], rest: Record<string, unknown> = {}): Record<string, unknown> => ({
	msg_type: 'interactive',
	card: { ...rest, elements },
});

/** A body signed for Feishu or Lark at `at` (Unix ms). */
export function feishuSigned(body: Record<string, unknown>, secret: string, at = NOW): Record<string, unknown> {
	const timestamp = String(Math.floor(at / 1_000));
	return { timestamp, sign: feishuSign(timestamp, secret), ...body };
}

/** A DingTalk webhook URL signed at `at` (Unix ms). */
export const dingSigned = (url: string, secret: string, at = NOW): string =>
	`${url}&timestamp=${at}&sign=${encodeURIComponent(dingtalkSign(String(at), secret))}`;
