import type { CheckName, Switches } from './checks';
import type { Files } from './files';
import type { App, Organization, Person } from './organization';
import type { Bot, Call, Group, GroupChange, GroupInput, Message, Outcome, Platform } from './types';

/** An HTTP answer. A string or a buffer is sent as it is, anything else as JSON. */
export interface Answer {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

/** A request to a platform endpoint. */
export interface PlatformRequest {
	method: string;
	/** Path and query as received. */
	url: URL;
	contentType: string;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The parts of a multipart body. */
	form?: MultipartForm;
	/** Bytes of the raw body. */
	size: number;
	/** The body as text; empty when it is no UTF-8 or too large to keep. */
	text: string;
	remoteAddress: string;
}

export interface MultipartForm {
	fields: Record<string, string>;
	files: Array<{ field: string; name: string; contentType: string; bytes: Buffer }>;
}

/** What became of a request. */
export interface Result {
	answer: Answer;
	outcome: Exclude<Outcome, 'faulted'>;
	check?: CheckName;
	message?: Message;
}

/** One check: refuses with an answer, or lets pass. */
export type Step<Context> = readonly [CheckName, (context: Context) => Answer | undefined];

/** The first refusal of the checks that are switched on, in order. */
export function firstRefusal<Context>(
	steps: ReadonlyArray<Step<Context>>,
	context: Context,
	switches: Switches,
): Result | undefined {
	for (const [check, refuse] of steps) {
		const answer = switches.isOn(check) ? refuse(context) : undefined;
		if (answer) return { answer, outcome: 'refused', check };
	}
	return undefined;
}

/** The parts of a message an endpoint decides on; the world adds the rest. */
export type NewMessage = Pick<Message, 'msgType' | 'body' | 'text' | 'title' | 'mentions' | 'msgUuid' | 'view'>;

export type AppMessage = NewMessage & Pick<Message, 'replyTo' | 'threadId' | 'batchId' | 'viewOf'>;

/** What the endpoints need of the sandbox. */
export interface EndpointWorld {
	readonly switches: Switches;
	/** Unix ms. */
	now(): number;
	readonly organization: Organization;
	readonly files: Files;
	/** Where the platforms are reached, with the path prefix. */
	baseUrl(): string;
	nextId(prefix: string): string;
	/** What an endpoint keeps between requests: made once per key, forgotten at a reset. */
	state<State>(key: string, make: () => State): State;
	bot(token: string): Bot | undefined;
	group(id: string): Group | undefined;
	rate(token: string): RateBook;
	/** The message a DingTalk robot sent under this msgUuid in the last `windowMs`. */
	sentUnder(token: string, msgUuid: string, windowMs: number): Message | undefined;
	deliver(bot: Bot, message: NewMessage): Message;
	/** The groups and direct chats of a platform. */
	groups(platform: Platform): Group[];
	addGroup(input: GroupInput): Group;
	/** Members, apps, name, ...; also for what somebody does to a group meanwhile. */
	changeGroup(id: string, change: GroupChange): Group;
	/** The chat of one person with an app's bot; it begins with the first message. */
	directChat(app: App, person: Person): Group;
	/** A message of an app's bot, also of one that is a reply. */
	deliverFrom(app: App, group: Group, message: AppMessage): Message;
	/** What a person has written in a chat. */
	writtenBy(person: Person, group: Group, message: AppMessage): Message;
	/** The messages of one group, or all, oldest first. */
	messages(groupId?: string): Message[];
	message(id: string): Message | undefined;
	/** Edited, recalled, read, ... */
	changeMessage(id: string, change: Partial<Message>): Message;
}

/** The sliding windows of one bot, or of whatever else has a limit. */
export interface RateBook {
	/** Messages in the last `windowMs`. */
	within(windowMs: number): number;
	/** Counts one message. */
	take(): void;
	/** Until fewer than `limit` messages lie in the last `windowMs`, ms; 0 = they do. */
	freeIn(windowMs: number, limit: number): number;
	blocked(): boolean;
	block(ms: number): void;
}

/** A call as far as the endpoint does not know it. */
export type CallBase = Pick<Call, 'method' | 'path' | 'platform' | 'token' | 'appId' | 'requestBody'>;
