import type { Request, Response } from 'express';
import type { Answer, CallBase, PlatformRequest, Result } from '../answer';
import { dingtalkEndpoint, dingtalkToken, isDingtalkPath } from '../dingtalk/endpoint';
import { faultAnswer, strikesBefore, type FaultBook } from '../faults';
import { feishuEndpoint, feishuToken } from '../feishu/endpoint';
import { parseJson } from '../json';
import type { Fault, FaultKind, Platform } from '../types';
import type { World } from '../world';
import { readBody } from './body';
import type { Timers } from './timers';

export const isPlatformPath = (path: string): boolean => path.startsWith('/open-apis/') || isDingtalkPath(path);

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
		const { platform, token } = addressee(incoming, world);
		const base: CallBase = {
			method: incoming.method,
			path: maskedPath(incoming.url, token),
			platform,
			token,
			requestBody: parseJson(incoming.text) ?? incoming.text.slice(0, 4_096),
		};
		const record = (result: Partial<Result>, answer: Answer | undefined, fault?: Fault): void =>
			world.addCall({
				...base,
				id: world.nextId('call'),
				at: world.now(),
				status: answer?.status ?? null,
				responseBody: answer?.body ?? null,
				outcome: fault && fault.kind !== 'delay' ? 'faulted' : (result.outcome ?? 'faulted'),
				...(result.check && { check: result.check }),
				...(fault && { fault: fault.kind }),
				...(result.message && { messageId: result.message.id }),
			});
		const answerLater = (ms: number, answer: Answer): void =>
			timers.after(ms, () => send(response, answer, platform, world.now()));

		const before = faults.find(token, platform, strikesBefore);
		if (before) {
			faults.use(before);
			const answer = faultAnswer(before, platform);
			record({}, answer, before);
			if (answer) answerLater(latencyMs(), answer);
			else timers.after(latencyMs(), () => request.socket.resetAndDestroy());
			return;
		}

		const endpoint = platform === 'dingtalk' ? dingtalkEndpoint : feishuEndpoint;
		const result = endpoint(incoming, world);
		const after = faults.find(token, platform, (kind) => strikesAfter(kind, result));
		if (after) faults.use(after);
		switch (after?.kind) {
			case 'timeoutAfterAccept':
				// No answer: the connection stays open until the client gives up or the sandbox closes.
				return record(result, undefined, after);
			case 'resetAfterAccept':
				record(result, undefined, after);
				return timers.after(latencyMs(), () => request.socket.resetAndDestroy());
			case 'truncatedBody':
				record(result, result.answer, after);
				return timers.after(latencyMs(), () => sendHalf(response, result.answer, platform, world.now()));
			default:
				record(result, result.answer, after);
				return answerLater(latencyMs() + (after?.delayMs ?? 0), result.answer);
		}
	};
}

/** `delay` strikes every request, the others only what was accepted (or would have been, but for its msgUuid). */
const strikesAfter = (kind: FaultKind, { outcome }: Result): boolean =>
	!strikesBefore(kind) && (kind === 'delay' || outcome !== 'refused');

async function read(request: Request): Promise<PlatformRequest | undefined> {
	try {
		const { size, text } = await readBody(request);
		return {
			method: request.method,
			url: new URL(`http://sandbox${request.originalUrl}`),
			contentType: request.headers['content-type'] ?? '',
			size,
			text,
			remoteAddress: request.socket.remoteAddress ?? '',
		};
	} catch {
		request.socket.destroy();
		return undefined;
	}
}

/** The platform is known from the path, its brand (Feishu or Lark) from the token. */
function addressee({ url }: PlatformRequest, world: World): { platform: Platform; token: string | null } {
	if (isDingtalkPath(url.pathname)) return { platform: 'dingtalk', token: dingtalkToken(url) || null };
	const token = feishuToken(url.pathname) ?? null;
	const bot = token === null ? undefined : world.bot(token);
	return { platform: bot?.platform === 'lark' ? 'lark' : 'feishu', token };
}

const mask = (value: string): string => `${value.slice(0, 4)}****`;

function maskedPath(url: URL, token: string | null): string {
	const masked = new URL(url);
	for (const name of ['access_token', 'sign']) {
		const value = masked.searchParams.get(name);
		if (value) masked.searchParams.set(name, mask(value));
	}
	const path = masked.pathname + masked.search;
	return token === null ? path : path.replace(`/hook/${token}`, `/hook/${mask(token)}`);
}

function prepare(response: Response, answer: Answer, platform: Platform, now: number): Buffer {
	const isText = typeof answer.body === 'string';
	const body = Buffer.from(isText ? (answer.body as string) : JSON.stringify(answer.body));
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

/** Promises the whole body, sends half of it and hangs up. */
function sendHalf(response: Response, answer: Answer, platform: Platform, now: number): void {
	if (response.destroyed) return;
	const body = prepare(response, answer, platform, now);
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroySoon());
}
