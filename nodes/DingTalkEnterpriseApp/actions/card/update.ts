import type { IDataObject } from 'n8n-workflow';
import { cardAnswer, cardUpdate } from '../../../../lib/dingtalk/api/cards';
import { optionParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { cardIdField, inTurn, readCardId, readVariables, variableFields } from './fields';

export const update: DingTalkRequest = {
	option: { name: 'Update', value: 'update', action: 'Update a card', description: 'Change the variables of a card wherever it is shown' },

	form: [
		cardIdField,
		...variableFields,
		{
			displayName: 'Other Variables',
			name: 'otherVariables',
			type: 'options',
			default: 'keep',
			description: 'What becomes of variables that are not given here',
			options: [
				{ name: 'Keep', value: 'keep', description: 'They keep their values' },
				{ name: 'Remove', value: 'remove', description: 'They lose their values: the card has nothing but what is given here' },
			],
		},
	],

	run: async (tools) => {
		const outTrackId = readCardId(tools);
		const keepOthers = optionParameter(tools.context, 'otherVariables', tools.item, ['keep', 'remove']) === 'keep';
		const call = cardUpdate({ outTrackId, keepOthers, ...readVariables(tools) });
		const answer = cardAnswer(await inTurn(tools, outTrackId, () => tools.request(call)));
		return (isSimplified(tools) ? { messageId: outTrackId, updated: true } : answer) as IDataObject;
	},
};
