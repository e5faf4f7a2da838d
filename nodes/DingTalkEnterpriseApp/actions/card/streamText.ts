import type { IDataObject } from 'n8n-workflow';
import { cardAnswer, cardStream } from '../../../../lib/dingtalk/api/cards';
import { idempotencyKey } from '../../../../lib/delivery/idempotencyKey';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { runId } from '../../../../lib/n8n/sendItems';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { cardIdField, inTurn, readCardId } from './fields';

export const streamText: DingTalkRequest = {
	option: {
		name: 'Stream Text',
		value: 'streamText',
		action: 'Stream text into a card',
		description: 'Show a text on an AI card while it grows, such as the answer of a language model',
	},

	form: [
		cardIdField,
		{
			displayName: 'Variable',
			name: 'key',
			type: 'string',
			required: true,
			default: 'content',
			description: 'The variable of the AI card template that is set to streaming',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.text }}',
			description: 'At most 1 KB at a time; a text of more than 3 KB in all is shown late',
		},
		{
			displayName: 'Text Is',
			name: 'textIs',
			type: 'options',
			default: 'full',
			description: 'Whether the card shows this text alone, or behind what it shows already',
			options: [
				{ name: 'The Next Part', value: 'part', description: 'It is added to what the card shows. Not for variables that are shown as Markdown.' },
				{ name: 'The Whole Text so Far', value: 'full', description: 'It replaces what the card shows. Markdown needs this.' },
			],
		},
		{
			displayName: 'After This',
			name: 'state',
			type: 'options',
			default: 'more',
			description: 'What the card shows about its text',
			options: [
				{ name: 'It Failed', value: 'failed', description: 'The card shows that the text could not be written' },
				{ name: 'More Comes', value: 'more', description: 'The card shows that the text is being written' },
				{ name: 'The Text Is Finished', value: 'finished', description: 'The card shows its buttons' },
			],
		},
	],

	run: async (tools) => {
		const { context, item } = tools;
		const text = {
			outTrackId: readCardId(tools),
			key: textParameter(context, 'key', item).trim(),
			content: textParameter(context, 'text', item),
			isFull: optionParameter(context, 'textIs', item, ['full', 'part']) === 'full',
			state: optionParameter(context, 'state', item, ['more', 'finished', 'failed']),
		};
		const call = cardStream(text, idempotencyKey(runId(context), item, 0, text));
		const answer = cardAnswer(await inTurn(tools, text.outTrackId, () => tools.request(call)));
		return (isSimplified(tools) ? { messageId: text.outTrackId, state: text.state } : answer) as IDataObject;
	},
};
