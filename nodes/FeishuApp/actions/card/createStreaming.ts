import { cardIdOf, createStreamingCard, streamingCard, textElementOf } from '../../../../lib/feishu/api/cards';
import { HEADER_COLORS } from '../../../../lib/feishu/cardParts';
import { jsonParameter, optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { colorField } from '../../../shared/larkCard';
import { shown } from '../../fields';
import type { FeishuRequest, Tools } from '../../platform';

export const createStreaming: FeishuRequest = {
	option: {
		name: 'Create Streaming',
		value: 'createStreaming',
		action: 'Create a streaming card',
		description: 'Create a card whose text can grow while people look at it; send it with Message > Send',
	},

	form: [
		{
			displayName:
				'Send the card once with Message > Send (Card by ID), let its text grow with Append Text, and end it with Finish Streaming within 10 minutes. Needs the scope cardkit:card:write.',
			name: 'streamingNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Specify Card',
			name: 'specifyCard',
			type: 'options',
			default: 'fields',
			description: 'How to enter the card',
			options: [
				{ name: 'Using Fields Below', value: 'fields', description: 'A title and one text' },
				{ name: 'Using JSON', value: 'json', description: 'A card of schema 2.0 with an element_id on its text' },
			],
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Looking into incident 4711',
			description: 'Heading of the card; without it the card has no colour',
			displayOptions: { show: { specifyCard: ['fields'] } },
		},
		{ ...colorField, displayOptions: { show: { specifyCard: ['fields'] } } },
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. One moment ...',
			description: "What the card shows at first, in the platform's Markdown; may be empty",
			displayOptions: { show: { specifyCard: ['fields'] } },
		},
		{
			displayName: 'Card (JSON)',
			name: 'cardJson',
			type: 'json',
			required: true,
			default: '{\n  "body": {\n    "elements": [\n      { "tag": "markdown", "content": "", "element_id": "text" }\n    ]\n  }\n}',
			description: 'A card of schema 2.0; the text that is to grow needs an element_id. Streaming is switched on by itself.',
			displayOptions: { show: { specifyCard: ['json'] } },
		},
	],

	run: async (tools) => {
		const card = readCard(tools);
		const answer = await tools.request(createStreamingCard(card));
		const cardId = cardIdOf(answer);
		return shown(tools, answer, () => ({ card_id: cardId, element_id: textElementOf(card) ?? null }));
	},
};

function readCard({ context, item }: Tools) {
	if (optionParameter(context, 'specifyCard', item, ['fields', 'json']) === 'json') return jsonParameter(context, 'cardJson', item);
	return streamingCard({
		title: textParameter(context, 'title', item),
		color: optionParameter(context, 'color', item, [...HEADER_COLORS]),
		text: textParameter(context, 'text', item),
	});
}
