import type { EndpointWorld, Result } from '../../answer';
import type { JsonObject } from '../../types';

/** What the app part remembers between requests. Times are Unix ms on the sandbox clock. */
export interface AppState {
	/** By token. */
	tokens: Map<string, IssuedToken>;
	/** What was sent, created or forwarded under a uuid. */
	uuids: Map<string, { at: number; result: Result }>;
	/** By `bm-...`. */
	batches: Map<string, Batch>;
	/** By card ID. */
	cards: Map<string, CardEntity>;
	/** What the card of a message is for some readers alone: by message and userId. */
	cardsOf: Map<string, Record<string, JsonObject>>;
	/** By `c-...`. */
	cardTokens: Map<string, CardToken>;
	/** Messages of one app on one day (UTC) through batch sending: `app day`. */
	batchedToday: Map<string, number>;
	/** Messages that somebody was told of urgently, by userId. */
	urgent: Map<string, Set<string>>;
}

export interface IssuedToken {
	appId: string;
	expiresAt: number;
}

export interface Batch {
	id: string;
	appId: string;
	sentAt: number;
	messageIds: string[];
	recalled: boolean;
}

export interface CardEntity {
	id: string;
	appId: string;
	createdAt: number;
	card: JsonObject;
	/** Of the last operation. */
	sequence: number;
	uuids: Set<string>;
	/** Since when text can be streamed into it; undefined = it can't. */
	streamingSince?: number;
	/** The message that it was sent in. */
	messageId?: string;
}

export interface CardToken {
	appId: string;
	messageId: string;
	issuedAt: number;
	uses: number;
}

export const stateOf = (world: EndpointWorld): AppState =>
	world.state('feishuApp', () => ({
		tokens: new Map(),
		uuids: new Map(),
		batches: new Map(),
		cards: new Map(),
		cardsOf: new Map(),
		cardTokens: new Map(),
		batchedToday: new Map(),
		urgent: new Map(),
	}));
