import { randomInt } from 'node:crypto';
import type { EndpointWorld } from '../../answer';
import type { JsonObject } from '../../types';
import type { Card, CallbackRoute } from './cardRecord';
import { TEMPLATES, type CardTemplate } from './cardTemplates';
import type { Ticket } from '../push/gateway';
import type { WorkTask } from './work';

export interface Token {
	value: string;
	appId: string;
	/** What the app had been granted when it asked for the token last; null = everything. */
	scopes: string[] | null;
	/** Unix ms. */
	expiresAt: number;
}

/** What a robot sent with one call. */
export interface Sending {
	/** processQueryKey */
	key: string;
	appId: string;
	/** Of a group; absent when it went to people. */
	openConversationId?: string;
	messageIds: string[];
	/** Unix ms. */
	at: number;
}

export interface Ding {
	id: string;
	appId: string;
	messageIds: string[];
}

/** The reply address that comes with a message to the robot. */
export interface Session {
	id: string;
	appId: string;
	groupId: string;
	/** Unix ms. */
	expiresAt: number;
}

/** A file that somebody sent to the robot. */
export interface Download {
	code: string;
	appId: string;
	fileKey: string;
	/** Unix ms. */
	expiresAt: number;
}

/** What the platform keeps besides chats and people. */
export interface DingtalkState {
	/** Every token ever issued, by its value. */
	tokens: Map<string, Token>;
	sendings: Map<string, Sending>;
	dings: Map<string, Ding>;
	/** DING messages by SMS or phone that the organization has left; null = without end. */
	dingsLeft: number | null;
	sessions: Map<string, Session>;
	/** By downloadCode. */
	downloads: Map<string, Download>;
	/** How many more messages of robots these people will not get. */
	flowControlled: Map<string, number>;
	tasks: Map<number, WorkTask>;
	templates: Map<string, CardTemplate>;
	cards: Map<string, Card>;
	callbackRoutes: Map<string, CallbackRoute>;
	groupTemplates: Set<string>;
	/** Every ticket for a Stream connection ever issued, by its value. */
	tickets: Map<string, Ticket>;
	/** Which of several clients of one app gets a push: an index. */
	choose(count: number): number;
	/** Events that could not be pushed over HTTP, oldest first. */
	failedEvents: FailedEvent[];
}

export interface FailedEvent {
	appId: string;
	type: string;
	data: JsonObject;
	/** Unix ms. */
	at: number;
}

export const stateOf = (world: EndpointWorld): DingtalkState =>
	world.state('dingtalk', () => ({
		tokens: new Map(),
		sendings: new Map(),
		dings: new Map(),
		dingsLeft: null,
		sessions: new Map(),
		downloads: new Map(),
		flowControlled: new Map(),
		tasks: new Map(),
		templates: new Map(TEMPLATES.map((template) => [template.id, template])),
		cards: new Map(),
		callbackRoutes: new Map(),
		groupTemplates: new Set(),
		tickets: new Map(),
		choose: (count) => randomInt(count),
		failedEvents: [],
	}));
