import { updateClickedCard } from '../../../../lib/feishu/api/cards';
import { listParameter, textParameter } from '../../../../lib/n8n/parameters';
import { CARD_TYPES, contentForm, readContent } from '../../messageTypes';
import { shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const updateByToken: FeishuRequest = {
	option: {
		name: 'Update by Token',
		value: 'updateByToken',
		action: 'Update a card by token',
		description: 'Change a card that somebody has clicked, within 30 minutes and at most twice',
	},

	form: [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.card.click }}',
			description: 'Token of the click (c-...), as a trigger brings it in card.click. It is good for 30 minutes and two updates.',
		},
		...contentForm(CARD_TYPES),
		{
			displayName: 'Readers',
			name: 'readers',
			type: 'string',
			default: '',
			placeholder: 'e.g. ou_5ad573a6411d72b8305fda3a9c15, ou_84aad35d084aa403a838cf73ee18467',
			description:
				'Open IDs of those who are to see the change, only for a card of schema 1.0 that is not shared ("update_multi": false); empty for everybody',
		},
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const { body, warnings } = await readContent(tools, CARD_TYPES);
		const answer = await request(updateClickedCard(textParameter(context, 'token', item), body, listParameter(context, 'readers', item)));
		return shown(tools, answer, () => ({ updated: true, warnings }));
	},
};
