import { sha256 } from '../../hash';
import { isObject, type JsonObject, objectOf } from '../../http';
import type { AppEvent } from '../../inbound/types';
import { clickOf, oldClickOf } from './click';
import { doerOf } from './doer';
import { chatOf, messageOf, oldMessageOf } from './message';
import { textOf, timeOf } from './values';

export interface DecodeContext {
	platform: 'feishu' | 'lark';
	/** By which a mention of this app's bot is known; empty if that could not be found out. */
	botOpenId: string;
	/** In ms since the epoch. */
	now: number;
}

/** What came, as far as it is the same for all events. */
interface Told {
	type: string;
	eventId: string;
	/** Since the epoch, in whichever unit. */
	at: unknown;
	appId: string;
	tenant: string;
	event: JsonObject;
	raw: JsonObject;
}

export const CLICK = 'card.action.trigger';
export const OLD_CLICK = 'card.action.trigger_v1';

/**
 * What an envelope tells, decrypted: version 2.0, version 1.0, or the old card callback, which has none. Undefined for
 * what is no event. Never throws: what is missing, or is something else than documented, is empty.
 * https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM
 */
export function decodeEvent(envelope: JsonObject, context: DecodeContext): AppEvent | undefined {
	const told = newEvent(envelope) ?? oldEvent(envelope) ?? oldClick(envelope);
	if (!told) return undefined;
	const { type, eventId, at, appId, tenant, raw } = told;
	const { kind, eventId: own, time, ...part } = partOf(told, context);
	return {
		platform: context.platform,
		kind,
		type,
		// Not even what has no identity is lost: the same content is the same event.
		eventId: own || eventId || sha256(JSON.stringify(envelope)),
		time: time || timeOf(at),
		appId,
		tenant,
		...part,
		raw,
	};
}

/** What is peculiar to a type. */
function partOf({ type, event }: Told, { botOpenId, now }: DecodeContext): Partial<AppEvent> & Pick<AppEvent, 'kind'> {
	switch (type) {
		case 'im.message.receive_v1':
			return messageOf(event, botOpenId);
		case 'message':
			return oldMessageOf(event);
		case CLICK:
			return clickOf(event, now);
		case OLD_CLICK:
			return oldClickOf(event, now);
		default:
			return { kind: 'event', sender: doerOf(type, event), chat: chatOf(event.chat_id ?? event.open_chat_id, chatType(type, event), chatName(type, event)), data: event };
	}
}

/** `{"schema": "2.0", "header": {...}, "event": {...}}` */
function newEvent(envelope: JsonObject): Told | undefined {
	const { header, event } = envelope;
	if (!isObject(header) || textOf(header.event_type) === '') return undefined;
	return {
		type: textOf(header.event_type),
		eventId: textOf(header.event_id),
		at: header.create_time,
		appId: textOf(header.app_id),
		tenant: textOf(header.tenant_key),
		event: objectOf(event),
		raw: { ...envelope, header: withoutToken(header) },
	};
}

/** `{"ts": "...", "uuid": "...", "token": "...", "type": "event_callback", "event": {"type": "...", ...}}` */
function oldEvent(envelope: JsonObject): Told | undefined {
	const { type, uuid, ts, event } = envelope;
	if (type !== 'event_callback' || !isObject(event) || textOf(event.type) === '') return undefined;
	return {
		type: textOf(event.type),
		eventId: textOf(uuid),
		at: ts,
		appId: textOf(event.app_id),
		tenant: textOf(event.tenant_key),
		event,
		raw: withoutToken(envelope),
	};
}

/** The verification token is a secret between the platform and the app. */
function withoutToken(object: JsonObject): JsonObject {
	const shown = { ...object };
	delete shown.token;
	return shown;
}

/** Whether a body is the old card callback: flat, and its token is the click's. */
export const isOldClick = ({ header, type, action, open_message_id: message }: JsonObject): boolean =>
	header === undefined && type === undefined && isObject(action) && typeof message === 'string';

function oldClick(body: JsonObject): Told | undefined {
	if (!isOldClick(body)) return undefined;
	return { type: OLD_CLICK, eventId: textOf(body.token), at: undefined, appId: '', tenant: textOf(body.tenant_key), event: body, raw: body };
}

const chatType = (type: string, { chat_type: told }: JsonObject): unknown => (type.includes('p2p_chat') ? 'p2p' : type.startsWith('im.chat.') ? 'group' : told);

/** Of a group's own events; when its settings change, the name is one of them. */
const chatName = (type: string, { name, after_change: after }: JsonObject): unknown => (type.startsWith('im.chat.') ? (name ?? objectOf(after).name) : '');
