import { cardAnswer, cardUpdate } from '../../../../lib/dingtalk/api/cards';
import { clickAnswer } from '../../../../lib/dingtalk/inbound/answers';
import { rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import { answerByField, clickField, clickNotice, respond } from '../../../shared/respondToClick';
import type { DingTalkRequest } from '../../platform';
import { cardIdField, inTurn, keepsOthers, otherVariablesField, readCardId, rowValues, sharedRows, valueColumns, variableRows } from './fields';

const ownRows = variableRows(
	{
		displayName: 'Variables for Who Clicked',
		name: 'clickerVariables',
		placeholder: 'Add Variable',
		description: 'What only the person who clicked sees; the variable must be set to private in the card template',
	},
	valueColumns('hasVoted'),
);

export const respondToClick: DingTalkRequest = {
	option: {
		name: 'Respond to Click',
		value: 'respondToClick',
		action: 'Respond to a click on a card',
		description: 'Answer somebody who has clicked a card: change its variables for everybody, or for that person',
	},

	form: [
		clickNotice(2),
		clickField('Which click is answered: card.click of the trigger'),
		{ ...cardIdField, default: '={{ $json.card.id }}', description: 'The card that was clicked: card.id of the trigger' },
		{
			displayName: 'Clicked By',
			name: 'clickedBy',
			type: 'string',
			default: '={{ $json.sender.userId }}',
			description: 'User ID of the person who clicked, as the trigger brings it',
		},
		sharedRows,
		ownRows,
		otherVariablesField,
		answerByField,
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const [outTrackId, keepOthers] = [readCardId(tools), keepsOthers(tools)];
		const values = rowValues(rowsParameter(context, 'variables.variable', item));
		const own = rowValues(rowsParameter(context, 'clickerVariables.variable', item));
		const [hasShared, hasOwn] = [values, own].map((given) => Object.keys(given).length > 0);
		const privateValues = hasOwn ? { [textParameter(context, 'clickedBy', item).trim()]: own } : {};
		const update = async () => cardAnswer(await inTurn(tools, outTrackId, () => request(cardUpdate({ outTrackId, keepOthers, values, privateValues }))));
		return await respond(tools, {
			click: textParameter(context, 'click', item).trim(),
			answer: clickAnswer({ values, privateValues: own, keepOthers }),
			update: hasShared || hasOwn ? update : undefined,
			// Only who has clicked gets to see the answer, also what of it is for everybody.
			...(hasShared && { besides: update }),
			lost: [],
			warnings: [],
		});
	},
};
