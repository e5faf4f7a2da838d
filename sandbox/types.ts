import type { CheckName } from './checks';
import type { MessageView } from './view';

/** A Lark bot and a Feishu bot answer alike; only the brand of the group differs. */
export type Platform = 'feishu' | 'lark' | 'dingtalk';

export type JsonObject = Record<string, unknown>;

/** What a bot may do. Counts are messages, times are milliseconds, sizes are bytes of the raw request body. */
export interface Limits {
	/** Messages in any 1,000 ms; null = no such limit (DingTalk). */
	perSecond: number | null;
	/** Messages in any 60,000 ms. */
	perMinute: number;
	/** How long a bot stays blocked after it went over `perMinute`, ms; 0 = no block (Feishu, Lark). */
	blockMs: number;
	/** Largest request body, bytes. */
	bodyBytes: number;
	/** How long a `msgUuid` is remembered, ms; 0 = never (Feishu and Lark have none). */
	msgUuidWindowMs: number;
}

export interface Member {
	name: string;
	/** Feishu and Lark: `ou_...`. */
	openId?: string;
	/** DingTalk userId. */
	userId?: string;
	/** DingTalk mobile number. */
	mobile?: string;
}

export interface GroupInput {
	platform: Platform;
	name: string;
	id?: string;
	/** Default true. */
	allowAtAll?: boolean;
	members?: Member[];
	/** IDs of the apps whose bots are in it. */
	apps?: string[];
}

export interface Group {
	id: string;
	platform: Platform;
	name: string;
	allowAtAll: boolean;
	members: Member[];
	/** IDs of the apps whose bots are in it. */
	apps?: string[];
	/** Not a group: one person and one app. */
	direct?: { userId: string };
	/** Nothing can be sent to it any more. */
	dissolved?: boolean;
}

export type GroupChange = Partial<Omit<Group, 'id' | 'platform' | 'direct'>>;

export interface BotInput {
	groupId: string;
	name: string;
	/** Made up when absent. */
	token?: string;
	/** Switches the signature check on. */
	secret?: string;
	/** At most 10; switches the keyword check on. */
	keywords?: string[];
	/** At most 10 addresses or ranges; switches the IP check on. */
	allowedIps?: string[];
	limits?: Partial<Limits>;
}

export interface Bot {
	token: string;
	groupId: string;
	platform: Platform;
	name: string;
	/** The full URL of this bot on this sandbox. */
	webhookUrl: string;
	secret?: string;
	keywords: string[];
	allowedIps: string[];
	limits: Limits;
	disabled: boolean;
}

/** Somebody the message really notifies. */
export interface Mention {
	type: 'user' | 'all';
	/** The id the sender used (open_id, userId, mobile number), or `all`. */
	id: string;
	name: string;
}

export interface Message {
	id: string;
	groupId: string;
	platform: Platform;
	/** Name of the bot; of the person, if `from` is given. */
	bot: string;
	/** The userId of the person who wrote it. */
	from?: string;
	/** The app that sent it; absent for the bot of a group. */
	appId?: string;
	/** Unix time in ms on the sandbox clock. */
	sentAt: number;
	/** `msg_type` (Feishu, Lark) or `msgtype` (DingTalk). */
	msgType: string;
	/** The request body as sent, without timestamp and sign. */
	body: JsonObject;
	/** Everything a reader sees in the message, as plain text. */
	text: string;
	/** What the chat list and the notification show instead of the text (DingTalk titles). */
	title?: string;
	mentions: Mention[];
	/** DingTalk `msgUuid`. */
	msgUuid?: string;
	/** The same content, taken apart for the chat page. */
	view: MessageView;
	/** What some see instead, by userId: a DingTalk card has variables for one person, a Feishu card need not be shared. */
	viewOf?: Record<string, MessageView>;
	/** The message that it answers. */
	replyTo?: string;
	/** The thread that it belongs to (Feishu: `omt_...`). */
	threadId?: string;
	/** The batch that it was sent with (Feishu: `bm-...`). */
	batchId?: string;
	/** What has happened to it since, Unix ms on the sandbox clock. */
	editedAt?: number;
	/** How often it was edited. */
	edits?: number;
	recalledAt?: number;
	/** How urgently people were told of it: `app`, `sms`, `phone`. */
	urgent?: string;
	pinned?: boolean;
	/** The app that pinned it, and when. */
	pin?: { by: string; at: number };
	/** Emoji types, with the app or person who reacted, and when. */
	reactions?: Array<{ id: string; emoji: string; by: string; at?: number }>;
	/** userIds of those who have read it. */
	readBy?: string[];
	/** When each of them did, Unix ms on the sandbox clock. */
	readAt?: Record<string, number>;
}

export type Outcome = 'accepted' | 'refused' | 'faulted' | 'duplicate';

export interface Call {
	id: string;
	/** Unix time in ms on the sandbox clock. */
	at: number;
	method: string;
	/** Path and query with token and signature masked. */
	path: string;
	platform: Platform;
	token: string | null;
	/** The app that called. */
	appId: string | null;
	/** Parsed JSON, or the raw text when it is none. */
	requestBody: unknown;
	/** HTTP status; null when no answer was given. */
	status: number | null;
	/** Parsed JSON or text as sent; null when no answer was given. */
	responseBody: unknown;
	outcome: Outcome;
	/** The check that refused. */
	check?: CheckName;
	/** The kind of the fault that struck. */
	fault?: FaultKind;
	/** The message this call created or, for a duplicate, repeated. */
	messageId?: string;
}

export interface CallFilter {
	token?: string;
	appId?: string;
	groupId?: string;
	platform?: Platform;
	outcome?: Outcome;
	check?: CheckName;
}

export const FAULT_KINDS = [
	'delay',
	'status',
	'reset',
	'timeoutAfterAccept',
	'resetAfterAccept',
	'truncatedBody',
	'body',
	'throttle',
	'html',
	'refuse',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultInput {
	/** Which requests it strikes; everything when absent. */
	match?: { token?: string; platform?: Platform; appId?: string; method?: string; /** The path begins so. */ path?: string };
	/** How often; default 1. */
	times?: number;
	kind: FaultKind;
	/** `delay`: real milliseconds before the (normal) answer. */
	delayMs?: number;
	/** HTTP status of `status`, `body`, `html` and `throttle`. */
	status?: number;
	/** Body of `status` and `body`: text as is, anything else as JSON. */
	body?: unknown;
	/** `throttle` and `refuse`: the platform's code to answer with; a text in DingTalk's new API. */
	code?: number | string;
	headers?: Record<string, string>;
}

export interface Fault extends FaultInput {
	id: string;
	/** How often it will still strike. */
	times: number;
}

export type SandboxEvent =
	/** A new one, or one that has changed. */
	| { type: 'message'; message: Message }
	| { type: 'call'; call: Call }
	/** Groups, bots, checks, faults or the clock changed. */
	| { type: 'state' }
	| { type: 'reset' };

export type SandboxListener = (event: SandboxEvent) => void;
