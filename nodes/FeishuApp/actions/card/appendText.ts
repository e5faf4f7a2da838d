import { streamText, TEXT_ELEMENT } from '../../../../lib/feishu/api/cards';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { FeishuRequest } from '../../platform';
import { cardIdField, inTurn } from './inTurn';

export const appendText: FeishuRequest = {
	option: {
		name: 'Append Text',
		value: 'appendText',
		action: 'Append text to a card',
		description: 'Let the text of a streaming card grow: what is new in it appears as if it was typed',
	},

	form: [
		cardIdField,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. **Checking** the database ... done.',
			hint: 'The whole text so far: if it begins with what the card shows, only the rest is typed; otherwise it is replaced',
			description: "The text so far, in the platform's Markdown",
		},
		{
			displayName: 'Element ID',
			name: 'elementId',
			type: 'string',
			default: TEXT_ELEMENT,
			description: 'The text in the card that grows, as Create Streaming returns it (element_id)',
		},
	],

	run: (tools) =>
		inTurn(tools, async (card, sequence) => {
			const { context, item, request } = tools;
			const element = textParameter(context, 'elementId', item);
			await request(streamText(card, element, textParameter(context, 'text', item), sequence));
			return { card_id: card, sequence };
		}),
};
