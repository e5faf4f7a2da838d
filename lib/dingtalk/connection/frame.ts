import type { Frame } from '../../connection/types';
import { parsedText } from '../../events/body';
import { isObject, type JsonObject } from '../../http';

/**
 * The frames of Stream: JSON as text, with more JSON in it as text.
 * https://opensource.dingtalk.com/developerpedia/docs/learn/stream/protocol
 */
export interface ServerFrame {
	/** `SYSTEM`, `EVENT`, `CALLBACK`. */
	type: string;
	headers: Record<string, string>;
	/** As it came: a ping wants it back. */
	text: string;
	data: JsonObject;
}

/** Nothing that DingTalk pushes is nearly as long, in UTF-16 units. */
const LONGEST = 4 * 1024 * 1024;

/** Reads a frame; what makes no sense of it is a problem in words. */
export function parseFrame(frame: Frame): ServerFrame | { problem: string } {
	if (typeof frame !== 'string') return { problem: 'it is not text' };
	if (frame.length > LONGEST) return { problem: `it is longer than ${LONGEST / 1024 / 1024} MB` };
	const outer = parseObject(frame);
	if (!outer) return { problem: 'it is no JSON object' };
	const { type, data } = outer;
	const headers = textsOf(outer.headers ?? outer.header);
	if (typeof type !== 'string' || headers.topic === undefined) return { problem: 'it has no type or no topic' };
	const text = typeof data === 'string' ? data : JSON.stringify(data ?? {});
	const inner = parseObject(text);
	return inner ? { type, headers, text, data: inner } : { problem: 'its data is no JSON object' };
}

/** Answers a frame: 200 done, 404 unknown topic, 500 failed. */
export function answerTo({ headers }: ServerFrame, data: JsonObject | string, code: 200 | 404 | 500 = 200): string {
	return JSON.stringify({
		code,
		message: { 200: 'OK', 404: 'not found', 500: 'internal error' }[code],
		headers: { messageId: headers.messageId ?? '', contentType: 'application/json' },
		data: typeof data === 'string' ? data : JSON.stringify(data),
	});
}

function parseObject(text: string): JsonObject | undefined {
	const value = parsedText(text);
	return isObject(value) ? value : undefined;
}

/** The documents call the time a number; in their samples it is a text like all others. */
const textsOf = (headers: unknown): Record<string, string> =>
	isObject(headers)
		? Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [])))
		: {};
