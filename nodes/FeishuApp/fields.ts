import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { entriesOf, type Paged } from '../../lib/feishu/pages';
import type { JsonObject } from '../../lib/http';
import { InputError } from '../../lib/inputError';
import { momentOf } from '../../lib/localTime';
import { textParameter } from '../../lib/n8n/parameters';
import { isSimplified } from '../shared/app';
import { readLimit } from '../shared/lists';
import type { Tools } from './platform';

/** Fields that several operations have. */

export const messageIdField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. om_dc13264520392913993dd051dba21dcf',
	description: 'ID of the message (om_...), as Send Message returns it',
};

export function readMessageId({ context, item }: Tools): string {
	const id = textParameter(context, 'messageId', item).trim();
	if (/^om_\w+$/.test(id)) return id;
	throw new InputError(
		id === '' ? 'The message ID is empty' : `"${id.slice(0, 100)}" is not a message ID`,
		'Enter the ID of a message (om_...): Send Message returns it as messageId, and so do the triggers.',
	);
}

/** As many entries of a list as the item wants. */
export const readList = (tools: Tools, paged: Paged): Promise<JsonObject[]> => entriesOf(tools.request, paged, readLimit(tools));

/** A moment in ms since the epoch, in the workflow's time zone if it names none; undefined if the field is empty. Throws an InputError for what is no time. */
export function readTime({ context, item }: Tools, name: string): number | undefined {
	// What n8n's $now gives becomes a text in quotes.
	const given = textParameter(context, name, item).trim().replace(/^"|"$/g, '');
	if (given === '') return undefined;
	const time = momentOf(given, context.getTimezone());
	if (!Number.isNaN(time)) return time;
	throw new InputError(`"${given.slice(0, 100)}" is not a time`, 'Enter a date and time, for example 2026-11-20T08:00:00Z.');
}

/** What the platform says of something, or what most people want to know of it. */
export const shown = (tools: Tools, raw: JsonObject, simple: (raw: JsonObject) => JsonObject): IDataObject =>
	(isSimplified(tools) ? simple(raw) : raw) as IDataObject;
