import type { JsonObject } from '../http';

/** Somebody, as far as the platform tells of them; what it does not tell is empty. */
export interface Person {
	name: string;
	/** The ID that the organization gave: Feishu's user ID, DingTalk's `userid` (`staffId`). */
	userId: string;
	/** Feishu and Lark: by which this app knows the person. */
	openId: string;
	unionId: string;
	/** A bot, not a person. */
	isBot: boolean;
}

export interface Chat {
	/** `oc_...`; DingTalk: the openConversationId of a group, or the conversationId of a private chat. */
	id: string;
	/** Empty where the platform does not tell it: clicks on Feishu's cards. */
	type: 'group' | 'private' | '';
	/** Empty where the platform does not tell it. */
	name: string;
}

/** Something in a message that can be downloaded. */
export interface Attachment {
	kind: 'image' | 'file' | 'audio' | 'video';
	/** Feishu and Lark: the file key; DingTalk: the downloadCode. */
	key: string;
	/** Empty if it has none. */
	name: string;
	/** Of the binary field that it was downloaded into. */
	field?: string;
	/** Why it was not downloaded. */
	problem?: string;
}

export interface ChatMessage {
	id: string;
	/** The platform's own name: `text`, `post`, `richText`, ... */
	type: string;
	/** The message that it answers; empty if it answers none. */
	replyTo: string;
	threadId: string;
	/** Whether it is meant for this app's bot: it mentions it, or is in a private chat. */
	mentionsBot: boolean;
	/** Whom else it mentions. */
	mentions: Person[];
	attachments: Attachment[];
}

/** What somebody clicked, and what they had filled in. */
export interface CardClick {
	/** The ID of the card's message (Feishu, Lark) or its outTrackId (DingTalk). */
	id: string;
	/** By which the answer finds the click. Feishu and Lark: its token, with which the card can be updated for 30 minutes. */
	click: string;
	/** The name of the button or field; DingTalk: the action ID. */
	action: string;
	/** What the card's maker has put behind the button. */
	value: JsonObject;
	/** What was filled in, by the names of the fields. */
	form: JsonObject;
	/** What was chosen or typed in a field that stands alone. */
	input: unknown;
	/** Until when the platform waits for the answer: ISO 8601. */
	answerBy: string;
}

/** What a trigger of an app puts out: the same whichever way it came. */
export interface AppEvent {
	platform: 'feishu' | 'lark' | 'dingtalk';
	kind: 'message' | 'cardAction' | 'event';
	/** The platform's own name: `im.message.receive_v1`, `user_add_org`; DingTalk's messages and clicks: the topic of its callback. */
	type: string;
	/** The same for every delivery of one event, whichever way it comes; for DingTalk's few without an ID over HTTP, each way has its own. */
	eventId: string;
	/** When it happened, ISO 8601; empty if the platform does not tell. */
	time: string;
	/** App ID or Client ID; empty if the platform does not tell. */
	appId: string;
	/** The organization: `tenant_key` or CorpId. */
	tenant: string;
	/** Who wrote, clicked, or did it. */
	sender?: Person;
	chat?: Chat;
	/** Of a message: what is said, without the mention of the bot. */
	text?: string;
	message?: ChatMessage;
	/** DingTalk: where a message can be answered for about 90 minutes; it is a secret of the conversation. */
	sessionWebhook?: string;
	card?: CardClick;
	/** Of anything else: what the platform tells of it, in its own words, the same whichever way it came. */
	data?: JsonObject;
	/** As it came, decrypted. */
	raw: JsonObject;
}

/** What a workflow wants to hear. */
export interface Wants {
	/** `message`, `cardAction`, the platform's own names, or `*` for everything. */
	events: string[];
	/** IDs of chats; empty = all. What has no chat is not held back. */
	chats: string[];
	/** Any ID of people; empty = everybody. What has no sender is not held back. */
	senders: string[];
	/** Of messages in groups, those that mention the bot. */
	mentionedOnly: boolean;
	/** Not what a bot has written. */
	ignoreBots: boolean;
}

/** Whether a workflow wants to hear of it. */
export function isWanted(event: AppEvent, wants: Wants): boolean {
	const { kind, type, sender, chat, message } = event;
	const names = kind === 'event' ? ['*', type] : ['*', type, kind];
	if (!names.some((name) => wants.events.includes(name))) return false;
	if (chat && wants.chats.length > 0 && !wants.chats.includes(chat.id)) return false;
	if (sender && wants.senders.length > 0 && ![sender.userId, sender.openId, sender.unionId].some((id) => id !== '' && wants.senders.includes(id))) return false;
	if (message && wants.mentionedOnly && chat?.type === 'group' && !message.mentionsBot) return false;
	return !(message && wants.ignoreBots && sender?.isBot);
}
