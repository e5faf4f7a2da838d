import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { toast, TOAST_TYPES, type ClickAnswer } from '../../lib/feishu/inbound/answers';
import { optionParameter, textParameter } from '../../lib/n8n/parameters';

/** The short message that whoever clicks a card sees above the chat. */
export const toastFields: INodeProperties[] = [
	{
		displayName: 'Toast',
		name: 'toast',
		type: 'string',
		default: '',
		placeholder: 'e.g. Approved',
		description: 'Short message that whoever has clicked sees for a moment; empty for none',
	},
	{
		displayName: 'Toast Type',
		name: 'toastType',
		type: 'options',
		default: 'info',
		description: 'The symbol in front of the message',
		displayOptions: { hide: { toast: [''] } },
		options: [
			{ name: 'Error', value: 'error' },
			{ name: 'Info', value: 'info' },
			{ name: 'Success', value: 'success' },
			{ name: 'Warning', value: 'warning' },
		],
	},
];

/** Nothing if there is none. */
export function readToast(context: Pick<IExecuteFunctions, 'getNodeParameter'>, item: number): Pick<ClickAnswer, 'toast'> {
	const text = textParameter(context, 'toast', item).trim();
	return text === '' ? {} : toast(optionParameter(context, 'toastType', item, [...TOAST_TYPES]), text);
}
