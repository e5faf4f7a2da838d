import type { IExecuteFunctions } from 'n8n-workflow';
import { asText } from '../../lib/events/values';
import { splitList } from '../../lib/notification/keyword';

/** A text field of one item; an expression without a value gives an empty text, not the word "undefined". */
export const textParameter = (context: IExecuteFunctions, name: string, item: number): string =>
	asText(context.getNodeParameter(name, item, ''));

/** A field that holds several values, separated by commas; an expression may also give a list. */
export function listParameter(context: IExecuteFunctions, name: string, item: number): string[] {
	const value: unknown = context.getNodeParameter(name, item, '');
	return splitList(Array.isArray(value) ? value.map(asText).join(',') : asText(value));
}
