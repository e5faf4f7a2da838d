import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asText, asTime } from '../values';
import { asRow, rowEvent, rowFields, tableName, type RowChange } from './rows';

/**
 * What Debezium's connectors for relational databases emit ("data change events" in the documentation of each),
 * bare or as the `payload` beside a `schema`: `{op, before, after, source: {connector, name, db, schema, table, ...},
 * ts_ms}`. Batching senders post a list of them. `null` is a tombstone: it follows a deleted row and says nothing new.
 */
export const debezium: Source = {
	name: 'debezium',
	recognises: (body) => (Array.isArray(body) ? body.length > 0 && body.every(isMessage) : isMessage(body)),
	decode: (body: unknown, { snapshotRows }) =>
		(Array.isArray(body) ? body : [body]).map(payloadOf).flatMap((payload) => {
			if (isSchemaChange(payload)) return isSnapshot(payload) ? [] : [schemaChange(payload)];
			return isChange(payload) && (payload.op !== 'r' || snapshotRows) ? [change(payload)] : [];
		}),
};

const OPERATIONS = new Map([
	['c', 'INSERT'],
	['u', 'UPDATE'],
	['d', 'DELETE'],
	// A row that was there before Debezium came.
	['r', 'READ'],
	['t', 'TRUNCATE'],
	// What PostgreSQL's pg_logical_emit_message() put into the log.
	['m', 'MESSAGE'],
]);

interface Change extends JsonObject {
	op: string;
	source: JsonObject;
}

interface SchemaChange extends JsonObject {
	ddl: unknown;
	source: JsonObject;
}

const payloadOf = (message: unknown): unknown =>
	isObject(message) && 'schema' in message && 'payload' in message ? message.payload : message;

function isMessage(message: unknown): boolean {
	const payload = payloadOf(message);
	return payload === null || isChange(payload) || isSchemaChange(payload) || isSignOfLife(payload) || isTransaction(payload);
}

const isFromConnector = (payload: unknown): payload is JsonObject & { source: JsonObject } =>
	isObject(payload) && isObject(payload.source) && typeof payload.source.connector === 'string';

const isChange = (payload: unknown): payload is Change =>
	isFromConnector(payload) && typeof payload.op === 'string' && OPERATIONS.has(payload.op);

const isSchemaChange = (payload: unknown): payload is SchemaChange => isFromConnector(payload) && !('op' in payload) && 'ddl' in payload;

const isSnapshot = ({ source }: SchemaChange): boolean => !['', 'false'].includes(asText(source.snapshot));

/** A heartbeat. */
const isSignOfLife = (payload: unknown): boolean =>
	isObject(payload) && typeof payload.ts_ms === 'number' && Object.keys(payload).every((name) => /^ts_[mun]s$/.test(name));

/** Where a transaction begins or ends. */
const isTransaction = (payload: unknown): boolean =>
	isObject(payload) && (payload.status === 'BEGIN' || payload.status === 'END') && 'id' in payload && 'event_count' in payload;

function change(payload: Change): SubscriptionEvent {
	const { op, source, message } = payload;
	const row: RowChange = {
		operation: OPERATIONS.get(op)!,
		database: asText(source.db),
		schema: asText(source.schema),
		table: asText(source.table),
		before: toldColumns(payload.before),
		after: toldColumns(payload.after),
	};
	const told = event(payload, row, [op, payload.before, payload.after, message]);
	return isObject(message) ? { ...told, fields: rowFields(message) } : told;
}

function schemaChange(payload: SchemaChange): SubscriptionEvent {
	const { source, ddl } = payload;
	const row: RowChange = {
		operation: 'DDL',
		database: asText(payload.databaseName ?? source.db),
		schema: asText(payload.schemaName ?? source.schema),
		table: asText(source.table),
	};
	return { ...event(payload, row, [ddl]), summary: asText(ddl) };
}

function event(payload: Change | SchemaChange, row: RowChange, content: unknown[]): SubscriptionEvent {
	const { source } = payload;
	const told = rowEvent(row);
	const dedupeKey = keyOf(source, content);
	const id = identity(row);
	return {
		...emptyEvent(),
		...told,
		labels: { ...told.labels, connector: asText(source.connector), server: asText(source.name) },
		source: 'debezium',
		startsAt: asTime(source.ts_ms) || asTime(payload.ts_ms),
		subjectKey: id === '' ? dedupeKey : `debezium:${asText(source.name)}:${tableName(row)}:${id}`,
		dedupeKey,
		raw: payload,
	};
}

/** Stands for a large value that did not change and that the database therefore did not log. */
const UNAVAILABLE = '__debezium_unavailable_value';

function toldColumns(value: unknown): JsonObject | undefined {
	const row = asRow(value);
	return row && Object.fromEntries(Object.entries(row).filter(([, entry]) => entry !== UNAVAILABLE));
}

/**
 * Where a change stands in the log of its database: MySQL's binlog, PostgreSQL's LSN, SQL Server's and Db2's
 * sequence numbers, Oracle's SCN. What a connector does not have is left out.
 */
const POSITION = ['file', 'pos', 'row', 'lsn', 'commit_lsn', 'change_lsn', 'event_serial_no', 'commit_scn', 'scn', 'ssn'];

/** The same for a repeated delivery. Several rows may share a position, so the content counts as well. */
function keyOf(source: JsonObject, content: unknown[]): string {
	const position = POSITION.map((name) => asText(source[name])).filter((part) => part !== '');
	const where = position.length > 0 ? position : [asText(source.gtid), asText(source.txId), asText(source.ts_ms)];
	const hash = sha256(JSON.stringify([source.db, source.schema, source.table, ...content])).slice(0, 16);
	return ['debezium', asText(source.name), ...where, hash].join(':');
}

/** Names of columns that are a primary key by custom: the envelope does not tell which columns are one. */
function identity({ table, before, after }: RowChange): string {
	const row = after ?? before ?? {};
	const name = Object.keys(row).find((column) => ['id', 'uuid', `${table}_id`.toLowerCase()].includes(column.toLowerCase()));
	return name === undefined ? '' : asText(row[name]);
}
