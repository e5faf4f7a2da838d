import { isObject, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { alertmanager } from './sources/alertmanager';
import { json } from './sources/json';
import { ownEvent } from './sources/ownEvent';
import { postgresTrigger } from './sources/postgresTrigger';
import type { Source, SubscriptionEvent } from './types';

/** In the order of asking; `json` takes everything that is left. */
const sources: Source[] = [alertmanager, postgresTrigger, json];

export type SourceName = 'auto' | 'alertmanager' | 'json';

/** A body from outside -> its events; throws an {@link InputError} when it isn't what `source` says. */
export function decodeBody(body: unknown, source: SourceName, receivedAt = 0): SubscriptionEvent[] {
	const decoder = sources.find(({ name, recognises }) => (source === 'auto' || name === source) && recognises(body));
	if (!decoder) {
		throw new InputError(
			source === 'alertmanager'
				? 'The body is not an Alertmanager notification: groupKey or alerts is missing'
				: 'The body is not a JSON object or a list of objects',
			source === 'alertmanager'
				? 'Set Source to Automatic or Any JSON, or let Alertmanager send its own body (webhook_configs).'
				: 'Send a JSON object with the header Content-Type: application/json.',
		);
	}
	return decoder.decode(body as never, receivedAt);
}

/**
 * The events of an n8n item: of our own triggers, of n8n's Webhook node (the event is in `body`), of n8n's
 * Postgres Trigger, or of any JSON.
 */
export function decodeItem(item: JsonObject): SubscriptionEvent[] {
	if (ownEvent.recognises(item)) return ownEvent.decode(item as never, 0);
	const isWebhook = isObject(item.headers) && isObject(item.query) && 'body' in item;
	return decodeBody(isWebhook ? item.body : item, 'auto');
}
