import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../../lib/inputError';
import { textParameter } from '../../lib/n8n/parameters';
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
