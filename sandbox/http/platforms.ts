import type { Request, Response } from 'express';
import type { Answer, CallBase, PlatformRequest, Result } from '../answer';
import { dingtalkAppEndpoint, dingtalkCaller } from '../dingtalk/app/endpoint';
import { dingtalkEndpoint, dingtalkToken, isDingtalkPath } from '../dingtalk/endpoint';
import { faultAnswer, strikesBefore, type FaultBook } from '../faults';
import { feishuAppEndpoint, feishuCaller } from '../feishu/app/endpoint';
import { feishuEndpoint, feishuToken } from '../feishu/endpoint';
import { connectionEndpoint, endpointCaller, ENDPOINT_PATH } from '../feishu/push/endpoint';
import { isObject, parseJson } from '../json';
import type { App } from '../organization';
import type { Fault, FaultKind, Platform } from '../types';
import type { World } from '../world';
import { readBody } from './body';
import { readMultipart } from './multipart';
import type { Timers } from './timers';

export const isPlatformPath = (path: string): boolean => path.startsWith('/open-apis/') || path === ENDPOINT_PATH || isDingtalkPath(path);

export interface PlatformOptions {
	world: World;
	faults: FaultBook;
	timers: Timers;
	/** Real milliseconds every answer takes at least. */
	latencyMs: () => number;
}

/** Answers the two platforms' endpoints, faults included, and keeps a record of every call. */
export function platformHandler({ world, faults, timers, latencyMs }: PlatformOptions) {
	return async (request: Request, response: Response): Promise<void> => {
		const incoming = await read(request);
		if (!incoming) return;
		const { platform, token, app, endpoint } = addressee(incoming, world);
		const base: CallBase = {
			method: incoming.method,
			path: maskedPath(incoming.url, token),
			platform,
			token,
			appId: app?.id ?? null,
			requestBody: recorded(incoming),
		};
		const record = (result: Partial<Result>, answer: Answer | undefined, fault?: Fault): void =>
			world.addCall({
				...base,
				id: world.nextId('call'),
				at: world.now(),
				status: answer?.status ?? null,
				responseBody: Buffer.isBuffer(answer?.body) ? `(${answer.body.length} bytes)` : (answer?.body ?? null),
				outcome: fault && fault.kind !== 'delay' ? 'faulted' : (result.outcome ?? 'faulted'),
				...(result.check && { check: result.check }),
				...(fault && { fault: fault.kind }),
				...(result.message && { messageId: result.message.id }),
			});
		const answerLater = (ms: number, answer: Answer): void =>
			timers.after(ms, () => send(response, answer, platform, world.now()));

		const target = { token, platform, appId: app?.id ?? null, method: incoming.method, path: incoming.url.pathname };
		const before = faults.find(target, strikesBefore);
		if (before) {
			faults.use(before);
			const answer = faultAnswer(before, platform, incoming.url.pathname);
			record({}, answer, before);
			if (answer) answerLater(latencyMs(), answer);
			else timers.after(latencyMs(), () => hangUp(request));
			return;
		}

		const result = endpoint(incoming, world);
		const after = faults.find(target, (kind) => strikesAfter(kind, result));
		if (after) faults.use(after);
		switch (after?.kind) {
			case 'timeoutAfterAccept':
				// No answer: the connection stays open until the client gives up or the sandbox closes.
				return record(result, undefined, after);
			case 'resetAfterAccept':
				record(result, undefined, after);
				return timers.after(latencyMs(), () => hangUp(request));
			case 'truncatedBody':
				record(result, result.answer, after);
				return timers.after(latencyMs(), () => sendHalf(response, result.answer, platform, world.now()));
			default:
				record(result, result.answer, after);
				return answerLater(latencyMs() + (after?.delayMs ?? 0), result.answer);
		}
	};
}

/** Files only by their names and sizes, secrets not at all. */
function recorded({ form, text }: PlatformRequest): unknown {
	if (!form) return withoutSecrets(parseJson(text)) ?? text.slice(0, 4_096);
	return { ...form.fields, ...Object.fromEntries(form.files.map(({ field, name, bytes }) => [field, `${name} (${bytes.length} bytes)`])) };
}

const withoutSecrets = (body: unknown): unknown =>
	isObject(body) ? Object.fromEntries(Object.entries(body).map(([name, value]) => [name, /secret$/i.test(name) ? '****' : value])) : body;

/** `delay` strikes every request, the others only what was accepted (or would have been, but for its msgUuid). */
const strikesAfter = (kind: FaultKind, { outcome }: Result): boolean =>
	!strikesBefore(kind) && (kind === 'delay' || outcome !== 'refused');

async function read(request: Request): Promise<PlatformRequest | undefined> {
	try {
		const { size, text, bytes } = await readBody(request);
		const contentType = request.headers['content-type'] ?? '';
		return {
			method: request.method,
			url: new URL(`http://sandbox${request.url}`),
			contentType,
			headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
			form: await readMultipart(contentType, bytes),
			size,
			text,
			remoteAddress: request.socket.remoteAddress ?? '',
		};
	} catch {
		request.socket.destroy();
		return undefined;
	}
}

interface Addressee {
	platform: Platform;
	/** Of a group's bot. */
	token: string | null;
	/** Who calls with an access token, or asks for one. */
	app?: App;
	endpoint(request: PlatformRequest, world: World): Result;
}

/** The platform is known from the path, its brand (Feishu or Lark) from the bot's token or the app. */
function addressee(request: PlatformRequest, world: World): Addressee {
	const { url } = request;
	if (isDingtalkPath(url.pathname)) {
		if (url.pathname === '/robot/send') return { platform: 'dingtalk', token: dingtalkToken(url) || null, endpoint: dingtalkEndpoint };
		return { platform: 'dingtalk', token: null, app: dingtalkCaller(request, world), endpoint: dingtalkAppEndpoint };
	}
	if (url.pathname === ENDPOINT_PATH) {
		const app = endpointCaller(request, world);
		return { platform: app?.platform === 'lark' ? 'lark' : 'feishu', token: null, app, endpoint: connectionEndpoint };
	}
	const token = feishuToken(url.pathname);
	if (token !== undefined) return { platform: world.bot(token)?.platform === 'lark' ? 'lark' : 'feishu', token, endpoint: feishuEndpoint };
	const app = feishuCaller(request, world);
	return { platform: app?.platform === 'lark' ? 'lark' : 'feishu', token: null, app, endpoint: feishuAppEndpoint };
}

const mask = (value: string): string => `${value.slice(0, 4)}****`;

function maskedPath(url: URL, token: string | null): string {
	const masked = new URL(url);
	for (const name of ['access_token', 'sign', 'appsecret']) {
		const value = masked.searchParams.get(name);
		if (value) masked.searchParams.set(name, mask(value));
	}
	const path = masked.pathname + masked.search;
	return token === null ? path : path.replace(`/hook/${token}`, `/hook/${mask(token)}`);
}

function prepare(response: Response, answer: Answer, platform: Platform, now: number): Buffer {
	const isText = typeof answer.body === 'string';
	const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(isText ? (answer.body as string) : JSON.stringify(answer.body));
	const json = platform === 'dingtalk' ? 'application/json' : 'application/json; charset=utf-8';
	response.statusCode = answer.status;
	response.setHeader('date', new Date(now).toUTCString());
	response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : json);
	response.setHeader('content-length', body.length);
	for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
	return body;
}

function send(response: Response, answer: Answer, platform: Platform, now: number): void {
	if (!response.destroyed) response.end(prepare(response, answer, platform, now));
}

/** Node can reset a plain connection only; one with TLS ends without an answer. */
function hangUp({ socket }: Request): void {
	if ('encrypted' in socket) socket.destroy();
	else socket.resetAndDestroy();
}

/** Promises the whole body, sends half of it and hangs up. */
function sendHalf(response: Response, answer: Answer, platform: Platform, now: number): void {
	if (response.destroyed) return;
	const body = prepare(response, answer, platform, now);
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroySoon());
}
