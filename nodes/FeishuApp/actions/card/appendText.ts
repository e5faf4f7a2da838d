import { streamText, TEXT_ELEMENT } from '../../../../lib/feishu/api/cards';
import { textParameter } from '../../../../lib/n8n/parameters';
import { shown } from '../../fields';
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
			displayName: 'Text So Far',
			name: 'textSoFar',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. {{ $json.text }}',
			hint: 'The platform keeps no text to add to: without this, New Text takes the place of what the card shows',
			description: 'What the card shows already, as the Append Text before it returned it (text); empty if New Text is the whole text',
		},
		{
			displayName: 'New Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. **Checking** the database ... done.',
			description: "What is added to it, in the platform's Markdown; it appears as if it was typed",
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
		inTurn(tools, async (change) => {
			const { context, item, request } = tools;
			const text = textParameter(context, 'textSoFar', item) + textParameter(context, 'text', item);
			const answer = await request(streamText(change, textParameter(context, 'elementId', item), text));
			return shown(tools, answer, () => ({ card_id: change.card, sequence: change.sequence, text }));
		}),
};
