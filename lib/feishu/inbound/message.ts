import { parsedText } from '../../events/body';
import { objectOf, objectsIn, type JsonObject } from '../../http';
import type { AppEvent, Chat, ChatMessage, Person } from '../../inbound/types';
import { contentOf } from './content';
import { personOf, textOf, timeOf } from './values';

/** What a message adds to an event. */
export type MessagePart = Pick<AppEvent, 'kind' | 'eventId' | 'time' | 'sender' | 'chat' | 'text' | 'message'>;

/** How the platform writes "everybody" in a text. It mentions no bot in particular. */
const EVERYBODY = '@_all';

interface Mention {
	/** `@_user_1`: what stands for it in the text. */
	key: string;
	name: string;
	person?: Person;
	isOwnBot: boolean;
	mayBeOwnBot: boolean;
}

/**
 * "Receive message" (im.message.receive_v1). Repeats of a message may have event IDs of their own: "if you need
 * idempotency, use the message_id, do not rely on the event_id".
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/receive
 */
export function messageOf(event: JsonObject, botOpenId: string): MessagePart {
	const sender = objectOf(event.sender);
	const message = objectOf(event.message);
	const mentions = objectsIn(message.mentions).map((mention) => mentionOf(mention, botOpenId));
	const type = textOf(message.message_type);
	const { text, attachments } = contentOf(type, objectOf(parsedText(message.content)));
	const chat = chatOf(message.chat_id, message.chat_type);
	return {
		kind: 'message',
		eventId: textOf(message.message_id),
		time: timeOf(message.create_time),
		sender: personOf(sender.sender_id, { isBot: sender.sender_type === 'bot' || sender.sender_type === 'app' }),
		chat,
		text: withNames(text, mentions),
		message: {
			id: textOf(message.message_id),
			type,
			replyTo: textOf(message.parent_id),
			threadId: textOf(message.thread_id),
			mentionsBot: chat?.type === 'private' || mentions.some(({ mayBeOwnBot }) => mayBeOwnBot),
			mentions: mentions.flatMap(({ person, isOwnBot }) => (person && !isOwnBot ? [person] : [])),
			attachments,
		},
	};
}

/**
 * As long as nobody knows the bot's open ID, any bot that is mentioned is taken for it. Whose type is not told may be it,
 * so that no message to the bot is missed, but may as well be somebody else, whose name is not to be lost.
 */
function mentionOf({ key, name, id, mentioned_type: type }: JsonObject, botOpenId: string): Mention {
	const isBot = type === 'bot';
	const person = personOf(id, { name: textOf(name), isBot });
	const isOwnBot = botOpenId === '' ? isBot : person?.openId === botOpenId;
	const mayBeOwnBot = isOwnBot || (botOpenId === '' && type !== 'user' && key !== EVERYBODY);
	return { key: textOf(key), name: textOf(name), person, isOwnBot, mayBeOwnBot };
}

/** `@_user_1 hello @_user_2` -> `hello @Tom`: with the names of those who are mentioned, without the bot. */
function withNames(text: string, mentions: Mention[]): string {
	const byKey = new Map(mentions.map((mention) => [mention.key, mention]));
	return text
		.replace(/(@_user_\d{1,9}|@_all\b)( ?)/g, (written, key: string, space: string) => {
			const mention = byKey.get(key);
			if (mention?.isOwnBot) return '';
			const name = mention?.name || (key === EVERYBODY ? 'all' : '');
			return name === '' ? written : `@${name}${space}`;
		})
		.trim();
}

/** The platform tells of few chats whether they are groups. */
export function chatOf(id: unknown, type: unknown, name: unknown = ''): Chat | undefined {
	if (textOf(id) === '') return undefined;
	return { id: textOf(id), type: type === 'p2p' || type === 'private' ? 'private' : type === 'group' ? 'group' : '', name: textOf(name) };
}

/** The message event of version 1.0, which no document describes any more: flat, the text with tags. */
export function oldMessageOf(event: JsonObject): MessagePart {
	const type = textOf(event.msg_type);
	const { text, attachments } = contentOf(type, { ...event, text: event.text_without_at_bot ?? event.text });
	const message: ChatMessage = {
		id: textOf(event.open_message_id),
		type,
		replyTo: textOf(event.parent_id),
		threadId: '',
		mentionsBot: event.is_mention === true,
		mentions: [],
		attachments,
	};
	return {
		kind: 'message',
		eventId: message.id,
		time: '',
		sender: personOf(event),
		chat: chatOf(event.open_chat_id, event.chat_type),
		text: text.replace(/<at\b[^<>]{0,500}>([^<>]{0,500})<\/at>/g, '$1').trim(),
		message,
	};
}
