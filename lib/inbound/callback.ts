import type { InboundRequest } from '../events/authentication';
import { parseJson } from '../events/body';
import { isObject, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { utf8 } from '../utf8';
import type { AppEvent } from './types';

/**
 * How far the time of a signed request may be off, in ms: what DingTalk documents for its robots ("more than an hour" is
 * to be refused). Feishu documents none.
 */
export const CALLBACK_WINDOW_MS = 60 * 60 * 1000;

/** Far more than the platforms send, in bytes. */
const MOST_BYTES = 1024 * 1024;

/** A request that is not to be believed, or can't be read. */
export class Refusal extends Error {
	constructor(
		readonly status: 400 | 401 | 413,
		message: string,
	) {
		super(message);
	}
}

export const notAuthorized = (why: string): Refusal => new Refusal(401, `Not authorized: ${why}`);

/** Reads a request of a platform; what is refused, or no usable input, comes out as a refusal. */
export function reading(request: CallbackRequest, read: () => Callback): Callback {
	try {
		if (request.rawBody.length > MOST_BYTES) throw new Refusal(413, 'The body has more than 1 MB, which no event has');
		return read();
	} catch (error) {
		if (error instanceof Refusal) return { refused: { status: error.status, message: error.message } };
		if (error instanceof InputError) return { refused: { status: 400, message: `${error.message}. ${error.fix}` } };
		throw error;
	}
}

/** Throws a {@link Refusal} or an {@link InputError}. */
export function objectIn(body: Buffer): JsonObject {
	const value = utf8(body) === undefined ? undefined : parseJson(body);
	if (isObject(value)) return value;
	throw new Refusal(400, 'The body is not a JSON object in UTF-8. Send it as the platform does');
}

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
