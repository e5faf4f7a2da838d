import type { InboundRequest } from '../events/authentication';
import type { JsonObject } from '../http';
import type { AppEvent } from './types';

/**
 * How far the time of a signed request may be off, in ms: what DingTalk documents for its robots ("more than an hour" is
 * to be refused). Feishu documents none.
 */
export const CALLBACK_WINDOW_MS = 60 * 60 * 1000;

/** What has become of an HTTP request of a platform. */
export type Callback =
	/** Not from the platform, or not readable. */
	| { refused: { status: 400 | 401 | 413; message: string } }
	/** A check of the address: answered, and nobody need know. */
	| { reply: JsonObject | string }
	| {
			event: AppEvent;
			/** The body that says that it is taken; with the answer to a click, if there is one. */
			reply(answer?: JsonObject): JsonObject | string;
			/** To be called when it could not be stored: the same request may come again. */
			release(): void;
	  };

export interface CallbackRequest extends InboundRequest {
	/** Parameters of the address. */
	query: Record<string, string | undefined>;
}
