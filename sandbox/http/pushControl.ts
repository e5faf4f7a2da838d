import { asText, isObject } from '../json';
import { SOCKET_FAULTS, type Click, type Push, type PushControl, type SocketFaultKind, type Writing } from '../push/types';
import type { JsonObject } from '../types';
import { filled, list, numberIn, OK, optional } from './fields';

const FILE_KINDS = ['image', 'file', 'audio', 'video'] as const;
const CLIENT_CONFIG = ['ReconnectCount', 'ReconnectInterval', 'ReconnectNonce', 'PingInterval'] as const;

/** What people do and apps are told of, by the last part of the path. */
export const PUSH_CALLS: Record<string, (push: PushControl, body: JsonObject) => unknown> = {
	checkUrl: (push, { appId }) => push.checkUrl(filled('appId', appId)),
	click: (push, body) => push.click(clickOf(body)),
	clientConfig: (push, body) => {
		push.setClientConfig(Object.fromEntries(Object.entries(body).map(([name, value]) => [oneOf('name', name, CLIENT_CONFIG), numberIn(value)])));
		return OK;
	},
	event: (push, { appId, type, event }) => ({ eventId: push.event({ appId: filled('appId', appId), type: filled('type', type), event: object('event', event) }) }),
	faults: (push, { appId, kind, times }) => {
		push.addSocketFault({ appId: filled('appId', appId), kind: oneOf<SocketFaultKind>('kind', kind, SOCKET_FAULTS), times: optional(times, numberIn) });
		return OK;
	},
	partBytes: (push, { bytes }) => {
		push.setPartBytes(numberIn(bytes));
		return OK;
	},
	ping: (push, { appId }) => {
		push.ping(filled('appId', appId));
		return OK;
	},
	react: (push, { messageId, userId, emoji, undo }) =>
		push.react({ messageId: filled('messageId', messageId), userId: filled('userId', userId), emoji: filled('emoji', emoji), undo: undo === true }),
	recall: (push, { messageId }) => push.recall(filled('messageId', messageId)),
	redeliver: (push, { eventId }) => {
		push.redeliver(filled('eventId', eventId));
		return OK;
	},
	write: (push, body) => push.write(writingOf(body)),
};

/** Every attempt that fits the query, without its answer; `last`: only so many, the latest ones. */
export function pushesOf(push: PushControl, query: URLSearchParams): Push[] {
	const { last, ...filter } = Object.fromEntries(query);
	const found = push.pushes(filter);
	return last === undefined ? found : found.slice(-Math.max(1, numberIn(last)));
}

function writingOf({ userId, groupId, appId, text, mentions, file, replyTo, raw }: JsonObject): Writing {
	if (groupId === undefined && appId === undefined) throw new Error('groupId or appId must say where it is written');
	const writing: Writing = {
		userId: filled('userId', userId),
		groupId: optional(groupId, asText),
		appId: optional(appId, asText),
		text: optional(text, (value) => filled('text', value)),
		mentions: optional(mentions, (value) => list('mentions', value)),
		file: optional(file, (value) => fileOf(object('file', value))),
		replyTo: optional(replyTo, asText),
		raw: optional(raw, (value) => rawOf(object('raw', value))),
	};
	if ([writing.text, writing.file, writing.raw].every((content) => content === undefined)) throw new Error('text, file or raw must say what is written');
	return writing;
}

const fileOf = ({ kind, name, contentType, base64 }: JsonObject): Writing['file'] => ({
	kind: oneOf('file.kind', kind, FILE_KINDS),
	name: filled('file.name', name),
	contentType: asText(contentType) || 'application/octet-stream',
	bytes: Buffer.from(filled('file.base64', base64), 'base64'),
});

const rawOf = ({ type, content }: JsonObject): Writing['raw'] => ({ type: filled('raw.type', type), content: object('raw.content', content) });

const clickOf = ({ messageId, userId, control, form, option }: JsonObject): Click => ({
	messageId: filled('messageId', messageId),
	userId: filled('userId', userId),
	control: filled('control', control),
	form: optional(form, (value) => object('form', value)),
	option: optional(option, (value) => (Array.isArray(value) ? list('option', value) : asText(value))),
});

function object(name: string, value: unknown): JsonObject {
	if (!isObject(value)) throw new Error(`${name} must be an object`);
	return value;
}

function oneOf<Value extends string>(name: string, value: unknown, values: readonly Value[]): Value {
	const found = values.find((one) => one === value);
	if (found === undefined) throw new Error(`${name} must be one of ${values.join(', ')}`);
	return found;
}
