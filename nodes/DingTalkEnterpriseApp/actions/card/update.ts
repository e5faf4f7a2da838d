import type { IDataObject } from 'n8n-workflow';
import { cardAnswer, cardUpdate } from '../../../../lib/dingtalk/api/cards';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { cardIdField, inTurn, keepsOthers, otherVariablesField, readCardId, readVariables, variableFields } from './fields';

export const update: DingTalkRequest = {
	option: { name: 'Update', value: 'update', action: 'Update a card', description: 'Change the variables of a card wherever it is shown' },

	form: [cardIdField, ...variableFields, otherVariablesField],

	run: async (tools) => {
		const outTrackId = readCardId(tools);
		const call = cardUpdate({ outTrackId, keepOthers: keepsOthers(tools), ...readVariables(tools) });
		const answer = cardAnswer(await inTurn(tools, outTrackId, () => tools.request(call)));
		return (isSimplified(tools) ? { messageId: outTrackId, updated: true } : answer) as IDataObject;
	},
};
