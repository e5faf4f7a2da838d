import { randomBytes } from 'node:crypto';
import type { App } from '../../organization';
import { asObject, asText, isObject, parseJson } from '../../json';
import type { JsonObject } from '../../types';
import { idOf } from './ids';

/**
 * What goes over a Stream connection: JSON texts, with a JSON text in `data`; all values of `headers` are texts.
 * "协议描述", https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol
 */
export interface StreamFrame {
	specVersion: '1.0';
	type: FrameType;
	headers: Record<string, string>;
	data: string;
}

export type FrameType = 'SYSTEM' | 'EVENT' | 'CALLBACK';

export const EVERY_EVENT = '*';
export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** `213d841d_972_1898bb26334_70a7`: new for each attempt ("标记一次推送"). */
export const newMessageId = (): string =>
	[4, 2, 6, 2].map((bytes) => randomBytes(bytes).toString('hex')).join('_');

interface FrameInput {
	type: FrameType;
	topic: string;
	data: JsonObject;
	/** Unix ms. */
	now: number;
	headers?: Record<string, string>;
}

export const newFrame = ({ type, topic, data, now, headers }: FrameInput): StreamFrame => ({
	specVersion: '1.0',
	type,
	headers: { topic, messageId: newMessageId(), contentType: 'application/json', time: String(now), ...headers },
	data: JSON.stringify(data),
});

/** `eventUnifiedAppId` and `appId` are no Client ID but a UUID. */
export const unifiedAppId = (app: App): string => {
	const hex = idOf('app', app.id);
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** What a client answers. */
export interface Ack {
	messageId: string;
	code: number;
	/** The JSON text within, parsed; undefined when it is none. */
	data: unknown;
	raw: unknown;
}

/**
 * Undefined when it is no acknowledgement: "推送响应中 headers 必填字段如下", messageId and contentType, "目前只支持application/json".
 * https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol
 */
export function readAck(text: string): Ack | undefined {
	const raw = parseJson(text);
	if (!isObject(raw)) return undefined;
	const { messageId: id, contentType } = asObject(raw.headers);
	const messageId = asText(id);
	if (messageId === '' || contentType !== 'application/json') return undefined;
	return { messageId, code: Number(raw.code), data: parseJson(asText(raw.data)), raw };
}
