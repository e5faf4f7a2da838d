import { parsedText } from '../../events/body';
import { asTime } from '../../events/values';
import { sha256 } from '../../hash';
import { isObject, type JsonObject, objectOf, objectsIn } from '../../http';
import type { AppEvent, Attachment, CardClick, Chat } from '../../inbound/types';
import { InputError } from '../../inputError';
import { doerOf } from './doer';
import { personOf, str } from './values';

/** What DingTalk tells -> events of the triggers, the same over Stream and over HTTP. Nothing here throws. */

/** Topics of Stream, which stand for the kind of callback over HTTP as well. */
export const TOPICS = {
	message: '/v1.0/im/bot/messages/get',
	click: '/v1.0/card/instances/callback',
};

/** Card callback: "answer within 2 seconds" (event callback of cards). */
export const CLICK_MS = 2_000;

/**
 * What somebody has written to the robot; undefined for what is no message.
 * https://open.dingtalk.com/document/development/robot-message-type
 */
export function decodeMessage(body: JsonObject, clientId: string): AppEvent | undefined {
	const id = str(body.msgId);
	if (id === '') return undefined;
	const chat = chatOf(str(body.conversationId), body.conversationType === '2' ? 'group' : 'private', str(body.conversationTitle));
	const sessionWebhook = str(body.sessionWebhook);
	const robot = str(body.chatbotUserId);
	const others = objectsIn(body.atUsers).filter(({ dingtalkId }) => robot === '' || dingtalkId !== robot);
	return {
		platform: 'dingtalk',
		kind: 'message',
		type: TOPICS.message,
		eventId: id,
		time: asTime(body.createAt),
		appId: clientId,
		tenant: str(body.chatbotCorpId) || str(body.senderCorpId),
		sender: {
			name: str(body.senderNick),
			userId: str(body.senderStaffId),
			openId: '',
			unionId: str(body.senderUnionId),
			isBot: robot !== '' && body.senderId === robot,
		},
		...(chat && { chat }),
		text: textOf(body, others.length > 0),
		message: {
			id,
			type: str(body.msgtype),
			replyTo: '',
			threadId: '',
			mentionsBot: chat?.type !== 'group' || body.isInAtList === true,
			// Somebody from outside may have no ID that any API takes.
			mentions: others.map(({ staffId, unionId }) => personOf(str(staffId), str(unionId))).filter(({ userId, unionId }) => userId !== '' || unionId !== ''),
			attachments: attachmentsOf(body),
		},
		...(sessionWebhook !== '' && { sessionWebhook }),
		raw: body,
	};
}

/** What is said: the text, the text parts of a rich text, or what DingTalk has made out of a voice message. */
function textOf({ msgtype, text, content, isInAtList }: JsonObject, mentionsOthers: boolean): string {
	switch (msgtype) {
		case 'richText': {
			const parts = objectsIn(objectOf(content).richText).map((part) => str(part.text));
			// Unconfirmed: that a mention is a part of its own here, with a space at its end if the name has one within; in a
			// plain text DingTalk leaves that of the robot out.
			const own = isInAtList === true && !mentionsOthers ? parts.findIndex((part) => /^@(\S+|.*\s)$/.test(part)) : -1;
			return parts.filter((_, index) => index !== own).join('').trim();
		}
		case 'audio':
			return str(objectOf(content).recognition).trim();
		default:
			return str(objectOf(text).content).trim();
	}
}

function attachmentsOf({ msgtype, content }: JsonObject): Attachment[] {
	const only = objectOf(content);
	switch (msgtype) {
		case 'richText':
			return objectsIn(only.richText).flatMap((part) => attachment('image', part));
		case 'picture':
			return attachment('image', only);
		case 'audio':
		case 'video':
		case 'file':
			return attachment(msgtype, only);
		default:
			return [];
	}
}

function attachment(kind: Attachment['kind'], { downloadCode, pictureDownloadCode, fileName }: JsonObject): Attachment[] {
	const key = str(downloadCode) || str(pictureDownloadCode);
	return key === '' ? [] : [{ kind, key, name: str(fileName) }];
}

/** The spaces of the card platform. The only click in the documents says `im`, which tells nothing. */
const SPACES: Record<string, Chat['type'] | undefined> = { IM_GROUP: 'group', IM_ROBOT: 'private', IM_SINGLE: 'private' };

/** How a click came. */
export interface ClickWay {
	clientId: string;
	/** Ms since the epoch. */
	now: number;
	/** DingTalk gives a click no ID of its own: the ID of the Stream frame, or a hash of the HTTP request. */
	eventId: string;
}

/**
 * What somebody has clicked on a card; undefined for what is no click.
 * https://open.dingtalk.com/document/development/event-callback-card
 */
export function decodeClick(body: JsonObject, { clientId, now, eventId }: ClickWay): AppEvent | undefined {
	const id = str(body.outTrackId);
	if (id === '' || eventId === '') return undefined;
	const chat = chatOf(str(body.spaceId), SPACES[str(body.spaceType).toUpperCase()] ?? '', '');
	return {
		platform: 'dingtalk',
		kind: 'cardAction',
		type: TOPICS.click,
		eventId,
		time: '',
		appId: clientId,
		tenant: str(body.corpId),
		// `userIdType` is the one that the card was made with: 1 user ID, 2 union ID.
		sender: String(body.userIdType) === '2' ? personOf('', str(body.userId)) : personOf(str(body.userId), ''),
		...(chat && { chat }),
		card: { id, click: eventId, ...actionOf(body), input: undefined, answerBy: new Date(now + CLICK_MS).toISOString() },
		raw: body,
	};
}

/**
 * `content` and `value` are the same JSON as text. The parameters of the button stand in `cardPrivateData`, in older
 * documents beside it; what was filled into a form stands in their `form`.
 * https://open.dingtalk.com/document/development/form-variables
 */
function actionOf({ content, value }: JsonObject): Pick<CardClick, 'action' | 'value' | 'form'> {
	const given = [content, value].map(parsedText).find(isObject) ?? {};
	const own = objectOf(given.cardPrivateData);
	const { form, ...rest } = isObject(own.params) ? own.params : objectOf(given.params);
	const [action] = Array.isArray(own.actionIds) ? (own.actionIds as unknown[]) : [];
	return {
		action: str(action),
		value: isObject(form) || form === undefined ? rest : { ...rest, form },
		form: isObject(form) ? Object.fromEntries(Object.entries(form).map(([name, entry]) => [name, chosen(entry)])) : {},
	};
}

/** A list tells what was chosen together with its place in the list. */
const chosen = (entry: unknown): unknown => (isObject(entry) && 'index' in entry && 'value' in entry ? entry.value : entry);

/**
 * Events of apps have an ID of their own among their fields. Over HTTP it is their only one; over Stream the frame tells
 * another one as well.
 * https://open.dingtalk.com/document/development/enterprise-self-built-application-release
 */
const OWN_ID = ['inner_app_release', 'inner_app_scopes_change', 'inner_app_status_change'];

/**
 * An event over Stream: what it is stands in the headers of the frame; undefined for what is no event.
 * https://open.dingtalk.com/document/development/overview-of-event-subscription
 */
export function decodeStreamEvent(headers: Record<string, string>, data: JsonObject, clientId: string): AppEvent | undefined {
	const { eventType = '', eventId = '', eventCorpId = '', eventBornTime = '', eventUnifiedAppId = '', messageId = '' } = headers;
	const own = OWN_ID.includes(eventType) ? str(data.eventId) : '';
	const id = own || eventId || messageId;
	if (eventType === '' || id === '') return undefined;
	return eventOf({
		type: eventType,
		eventId: id,
		time: asTime(eventBornTime),
		appId: clientId,
		tenant: eventCorpId,
		data,
		raw: { eventUnifiedAppId, eventCorpId, eventType, eventId, eventBornTime, data },
	});
}

/**
 * An event over HTTP, decrypted: names of its own around the same fields, some of which begin in upper case here.
 * Undefined for what is no event.
 */
export function decodePushedEvent(event: JsonObject, clientId: string): AppEvent | undefined {
	const type = str(event.EventType);
	if (type === '') return undefined;
	return eventOf({
		type,
		// Some have no ID: `BizId` is none, but a project or a time. Unconfirmed: that a retry tells the same, word for word.
		eventId: str(event.eventId) || str(event.EventId) || sha256(JSON.stringify(event)),
		time: asTime(event.EventTime) || asTime(event.TimeStamp),
		appId: clientId,
		tenant: str(event.CorpId) || str(event.corpId),
		data: toldOf(event, OWN_ID.includes(type) ? AROUND : [...AROUND, 'eventId']),
		raw: event,
	});
}

/** What stands around an event over HTTP, beside its `eventId`. */
const AROUND = ['EventType', 'EventTime', 'EventId', 'CorpId', 'BizId'];

/** The fields that Stream tells as well, by the names that they have there. */
const toldOf = (event: JsonObject, around: string[]): JsonObject =>
	Object.fromEntries(
		Object.entries(event)
			.filter(([name]) => !around.includes(name))
			.map(([name, value]) => [name[0] === undefined ? name : name[0].toLowerCase() + name.slice(1), value]),
	);

type Told = Pick<AppEvent, 'type' | 'eventId' | 'time' | 'appId' | 'tenant' | 'raw'> & { data: JsonObject };

function eventOf({ data, ...told }: Told): AppEvent {
	const sender = doerOf(told.type, data);
	const chat = chatOf(str(data.openConversationId), told.type.startsWith('single_conversation') ? 'private' : 'group', '');
	const { raw, ...rest } = told;
	return { platform: 'dingtalk', kind: 'event', ...rest, ...(sender && { sender }), ...(chat && { chat }), data, raw };
}

/**
 * What is wrong with an event that came without what it is about: beyond the quota DingTalk tells that there is
 * something, but not what. The documents name the code `errorCode` for messages and `errCode` for events.
 * https://open.dingtalk.com/document/development/robot-message-type
 */
export function quotaProblem({ raw }: AppEvent): InputError | undefined {
	const told = [raw, objectOf(raw.data)].some(({ errorCode, errCode }) => String(errorCode ?? errCode) === '20001');
	if (!told) return undefined;
	return new InputError(
		"DingTalk leaves out what messages and events say, because the organization's quota of Stream and webhook pushes is used up (20001)",
		'Ask an administrator to buy more or an edition with more (developer console > Resource Management (资源管理)), or wait for the first day of the next month.',
	);
}

const chatOf = (id: string, type: Chat['type'], name: string): Chat | undefined => (id === '' ? undefined : { id, type, name });
