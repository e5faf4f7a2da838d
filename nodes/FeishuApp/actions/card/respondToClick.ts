import { updateClickedCard } from '../../../../lib/feishu/api/cards';
import { cardAnswer } from '../../../../lib/feishu/inbound/answers';
import { textParameter } from '../../../../lib/n8n/parameters';
import { answerByField, clickField, clickNotice, respond } from '../../../shared/respondToClick';
import { CARD_TYPES, contentForm, readContent, type Types } from '../../messageTypes';
import type { FeishuRequest, Tools } from '../../platform';
import { readToast, toastFields } from '../../toast';

/** Offered beside the cards: the card stays as it is. */
const unchanged: Types[number] = {
	option: { name: 'Unchanged', value: 'unchanged', description: 'The card stays as it is' },
	form: [],
	read: () => ({ body: { msg_type: 'interactive' }, warnings: [] }),
};
const TYPES: Types = [unchanged, ...CARD_TYPES];

export const respondToClick: FeishuRequest = {
	option: {
		name: 'Respond to Click',
		value: 'respondToClick',
		action: 'Respond to a click on a card',
		description: 'Answer somebody who has clicked a card, with a toast, a new card, or both',
	},

	form: [
		clickNotice(3),
		clickField('Which click is answered: card.click of the trigger. It is good for 30 minutes and two updates.'),
		...toastFields,
		...contentForm(TYPES, { displayName: 'New Card', description: 'The card as everybody sees it after the click, of the same schema as before' }),
		answerByField,
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const { body, warnings } = await readContent(tools, TYPES);
		const toast = readToast(context, item);
		const update = body.card && (() => request(updateClickedCard(click(tools), body, [])));
		const lost = toast.toast ? ['The toast was not shown: it came after the platform had stopped waiting for an answer.'] : [];
		return await respond(tools, { click: click(tools), answer: { ...toast, ...(body.card && cardAnswer(body.card)) }, update, lost, warnings });
	},
};

const click = ({ context, item }: Tools): string => textParameter(context, 'click', item).trim();
