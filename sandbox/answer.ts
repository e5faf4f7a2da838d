import type { CheckName, Switches } from './checks';
import type { Bot, Call, Group, Message, Outcome } from './types';

/** An HTTP answer. A string body is sent as it is, anything else as JSON. */
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
	/** Bytes of the raw body. */
	size: number;
	/** The body as text; empty when it is no UTF-8 or too large to keep. */
	text: string;
	remoteAddress: string;
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

/** What the endpoints need of the sandbox. */
export interface EndpointWorld {
	readonly switches: Switches;
	/** Unix ms. */
	now(): number;
	bot(token: string): Bot | undefined;
	group(id: string): Group | undefined;
	rate(token: string): RateBook;
	/** The message a DingTalk robot sent under this msgUuid in the last `windowMs`. */
	sentUnder(token: string, msgUuid: string, windowMs: number): Message | undefined;
	deliver(bot: Bot, message: NewMessage): Message;
}

/** The sliding windows of one bot. */
export interface RateBook {
	/** Messages in the last `windowMs`. */
	within(windowMs: number): number;
	/** Counts one message. */
	take(): void;
	blocked(): boolean;
	block(ms: number): void;
}

/** A call as far as the endpoint does not know it. */
export type CallBase = Pick<Call, 'method' | 'path' | 'platform' | 'token' | 'requestBody'>;
