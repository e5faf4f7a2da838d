import { finishStreaming as finish } from '../../../../lib/feishu/api/cards';
import { textParameter } from '../../../../lib/n8n/parameters';
import { shown } from '../../fields';
import type { FeishuRequest } from '../../platform';
import { cardIdField, inTurn } from './inTurn';

export const finishStreaming: FeishuRequest = {
	option: {
		name: 'Finish Streaming',
		value: 'finishStreaming',
		action: 'Finish streaming a card',
		description: 'End a streaming card: it takes no more text, can be forwarded, and its buttons work',
	},

	form: [
		cardIdField,
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			default: '',
			placeholder: 'e.g. Report is ready',
			description: 'What the list of chats shows of the card; empty to leave it as it is',
		},
	],

	run: (tools) =>
		inTurn(tools, async (change) => {
			const { context, item, request } = tools;
			const answer = await request(finish(change, textParameter(context, 'summary', item)));
			return shown(tools, answer, () => ({ card_id: change.card, sequence: change.sequence }));
		}),
};
