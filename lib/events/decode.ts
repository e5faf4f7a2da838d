import { isObject, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { parsedText } from './body';
import { alertmanager } from './sources/alertmanager';
import { appEvent } from './sources/appEvent';
import { debezium } from './sources/debezium';
import { json } from './sources/json';
import { outbox } from './sources/outbox';
import { ownEvent } from './sources/ownEvent';
import { postgresTrigger } from './sources/postgresTrigger';
import type { Reception, Source, SubscriptionEvent } from './types';

/** In the order of asking; `json` takes everything that is left. */
const sources: Source[] = [alertmanager, debezium, outbox, postgresTrigger, json];

/** What a body is not, and the way out, by the source that was asked for. */
const refusals = {
	auto: [
		'Source is Automatic, and the body is not a JSON object or a list of objects',
		'Send a JSON object with the header Content-Type: application/json.',
	],
	alertmanager: [
		'Source is Alertmanager, and the body is not an Alertmanager notification: groupKey or alerts is missing',
		'Set Source to Automatic or Any JSON, or let Alertmanager send its own body (webhook_configs).',
	],
	debezium: [
		'Source is Debezium, and the body is not a change event: op or source.connector is missing',
		'Set Source to Automatic or Any JSON, or let Debezium send its whole envelope as JSON (no unwrap transformation, no CloudEvents).',
	],
	json: [
		'Source is Any JSON, and the body is not a JSON object or a list of objects',
		'Send a JSON object with the header Content-Type: application/json.',
	],
	outbox: [
		'Source is Outbox Row, and the body is not a row of the outbox table: event_id, table_name, operation, or both old_row and new_row are missing',
		'Set Source to Automatic or Any JSON, or send the rows with all columns of the outbox table.',
	],
} satisfies Record<string, [message: string, fix: string]>;

export type SourceName = keyof typeof refusals;

/** A body from outside -> its events; throws an {@link InputError} when it isn't what `source` says. */
export function decodeBody(body: unknown, source: SourceName, reception: Partial<Reception> = {}): SubscriptionEvent[] {
	const decoder = sources.find(({ name, recognises }) => (source === 'auto' || name === source) && recognises(body));
	if (!decoder) {
		const [message, fix] = refusals[source];
		throw new InputError(message, fix);
	}
	return decoder.decode(body as never, { receivedAt: 0, snapshotRows: false, ...reception });
}

/**
 * The events of an n8n item: of our own triggers, of n8n's Webhook node (the event is in `body`), of n8n's Kafka
 * Trigger (in `message`), of n8n's Postgres Trigger, a row that a database node has read, or any JSON.
 */
export function decodeItem(item: JsonObject): SubscriptionEvent[] {
	const own = [ownEvent, appEvent].find(({ recognises }) => recognises(item));
	if (own) return own.decode(item as never, { receivedAt: 0, snapshotRows: false });
	return decodeBody(carried(item), 'auto');
}

/** What another trigger has wrapped. */
function carried(item: JsonObject): unknown {
	if (isObject(item.headers) && isObject(item.query) && 'body' in item) return item.body;
	if (typeof item.topic !== 'string' || !('message' in item)) return item;
	// The Kafka Trigger parses messages only on demand.
	const message = parsedText(item.message ?? null);
	// Any other message is told of with its topic.
	return debezium.recognises(message) ? message : item;
}
