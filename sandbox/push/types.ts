import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { App, Person } from '../organization';
import type { Group, JsonObject, Message } from '../types';

/** How an app hears of events and clicks, as it is set up in the developer console. */
export interface PushSettings {
	/** Over its long connection, to its addresses, or (what the consoles warn of) both. */
	by: 'connection' | 'http' | 'both';
	/** What it subscribed to; null = everything. Clicks on cards are always told. */
	events: string[] | null;
	/** Where events go over HTTP. */
	eventUrl: string;
	/** Feishu and Lark: where clicks on cards go; empty = `eventUrl`. */
	cardUrl: string;
	/** Feishu and Lark: the old card callback, `card.action.trigger_v1`, goes to `cardUrl` as well. */
	oldCardCallback: boolean;
	/** DingTalk: where messages to the robot go over HTTP. */
	robotUrl: string;
	/** Feishu and Lark: the verification token; DingTalk: the token of the signature. */
	token: string;
	/** Feishu and Lark: empty = not encrypted. */
	encryptKey: string;
	/** DingTalk: 43 characters. */
	aesKey: string;
	/** Feishu and Lark: events in the old envelope, version 1.0. */
	oldEnvelope: boolean;
}

export const PUSH_DEFAULTS: PushSettings = {
	by: 'connection',
	events: null,
	eventUrl: '',
	cardUrl: '',
	oldCardCallback: false,
	robotUrl: '',
	token: '',
	encryptKey: '',
	aesKey: '',
	oldEnvelope: false,
};

/** Somebody writes something. */
export interface Writing {
	userId: string;
	/** In this group; otherwise to `appId` in private. */
	groupId?: string;
	appId?: string;
	text?: string;
	/** Who is mentioned: app IDs and userIds; `all`. */
	mentions?: string[];
	/** A file instead of text. */
	file?: { kind: 'image' | 'file' | 'audio' | 'video'; name: string; contentType: string; bytes: Buffer };
	/** The message that is answered. */
	replyTo?: string;
	/** The platform's own type and content for what has no field here (`post`, `richText`, ...). */
	raw?: { type: string; content: JsonObject };
}

/** Somebody clicks what a card offers. */
export interface Click {
	messageId: string;
	userId: string;
	/** What was clicked: the `control` of a part of the message's view. */
	control: string;
	/** What else was filled in or chosen, by name. */
	form?: Record<string, unknown>;
	/** What was chosen, where the control is a list or a date. */
	option?: string | string[];
}

/** What who clicked sees of it. */
export interface ClickOutcome {
	toast?: { type: string; content: string };
	/** The card has been changed by the answer. */
	updated: boolean;
	/** What the client shows when no usable answer came: `200341`, ...; `reset`: the sandbox has forgotten it meanwhile. */
	error?: string;
	/** As the message is after it. */
	message: Message;
}

export type PushWay = 'connection' | 'http';

/** One attempt to tell an app of something. */
export interface Push {
	id: string;
	appId: string;
	/** The platform's own identity of the event. */
	eventId: string;
	/** The platform's name of what happened. */
	type: string;
	way: PushWay;
	/** 1 = the first. */
	attempt: number;
	/** Unix ms on the sandbox clock. */
	at: number;
	/** `pending` until it is known; `none`: no client was connected. */
	outcome: 'pending' | 'acknowledged' | 'refused' | 'timeout' | 'none';
	/** HTTP status, or the code of the acknowledging frame. */
	status?: number;
	/** What was answered. */
	body?: unknown;
	/** The connection that was chosen. */
	socketId?: string;
	/** The message that it tells of, or on which it tells of a click. */
	messageId?: string;
}

export interface SocketInfo {
	id: string;
	appId: string;
	/** Unix ms on the sandbox clock. */
	openedAt: number;
}

export const SOCKET_FAULTS = [
	/** Closes the connection without a word before the next push. */
	'drop',
	/** Closes it between the first and the second part of the next push. */
	'dropBetweenParts',
	/** From now on nothing is sent and nothing is read, while the connection stays open. */
	'halfOpen',
	/** The parts of the next push come in reverse order. */
	'reverseParts',
	/** Each part of the next push comes twice. */
	'repeatParts',
	/** The parts of the next push tell different totals. */
	'wrongTotal',
	/** A frame that can't be read, before the next push. */
	'malformed',
	/** A frame whose payload is no JSON, before the next push. */
	'notJson',
	/** The platform hangs up as it announces it (DingTalk: SYSTEM disconnect), right now. */
	'disconnect',
	/** The next push is sent twice at once. */
	'duplicate',
	/** The next acknowledgement is not read: the push is repeated. */
	'loseAck',
] as const;
export type SocketFaultKind = (typeof SOCKET_FAULTS)[number];

export interface SocketFaultInput {
	appId: string;
	kind: SocketFaultKind;
	/** How often; default 1. */
	times?: number;
}

/** Whether the address answers as it should, and what it answered. */
export interface UrlCheck {
	ok: boolean;
	/** HTTP status; absent when no answer came. */
	status?: number;
	body?: unknown;
}

/** Intervals are seconds; a negative count is "for ever". */
export interface ClientConfig {
	ReconnectCount: number;
	ReconnectInterval: number;
	/** The first attempt comes after a random part of it. */
	ReconnectNonce: number;
	PingInterval: number;
}

/** What an app is told, besides the platform's own controls: the same for all platforms. */
export interface PushControl {
	/** What somebody writes; apps that hear it are told. */
	write(writing: Writing): Message;
	/** What somebody clicks; resolves with what they see then. */
	click(click: Click): Promise<ClickOutcome>;
	/** Any event of the platform, by its own name; returns its identity. */
	event(input: { appId: string; type: string; event: JsonObject }): string;
	/** Repeats what was pushed under this identity, as if it had not been acknowledged. */
	redeliver(eventId: string): void;
	/** The connections that are open. */
	sockets(appId?: string): SocketInfo[];
	/** Every attempt, oldest first. */
	pushes(filter?: Partial<Pick<Push, 'appId' | 'eventId' | 'messageId' | 'type' | 'way' | 'outcome'>>): Push[];
	addSocketFault(fault: SocketFaultInput): void;
	/** Tests where events go over HTTP, as the button in the developer console does. */
	checkUrl(appId: string): Promise<UrlCheck>;
	/** The platform's own ping over every connection of the app (DingTalk); besides those that it sends by itself. */
	ping(appId: string): void;
	/** How long, in bytes, a push may be before it is sent in parts (Feishu and Lark); 0 = as long as it wants. */
	setPartBytes(bytes: number): void;
	/** What clients are told about pings and connecting anew (Feishu and Lark): with the address, and with every pong. */
	setClientConfig(config: Partial<ClientConfig>): void;
	/** Somebody puts an emoji on a message, or (`undo`) takes it off again. */
	react(reaction: { messageId: string; userId: string; emoji: string; undo?: boolean }): Message;
	/** Whoever wrote a message takes it back. */
	recall(messageId: string): Message;
}

/** How one platform (Feishu and Lark are one) tells apps of what happens. */
export interface PushPlatform {
	/** Takes over an upgrade to a WebSocket at one of its addresses; false = not one of them. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
	write(writing: Writing, person: Person, group: Group): Message;
	click(click: Click, message: Message, person: Person): Promise<ClickOutcome>;
	/** Returns its identity. */
	event(app: App, type: string, event: JsonObject): string;
	sockets(): SocketInfo[];
	/** A fault has been added to the book: one that strikes right now does. */
	faultAdded?(app: App): void;
	checkUrl?(app: App): Promise<UrlCheck>;
	ping?(app: App): void;
	setPartBytes?(bytes: number): void;
	setClientConfig?(config: Partial<ClientConfig>): void;
	/** Hangs up on everybody. */
	clear(): void;
}
