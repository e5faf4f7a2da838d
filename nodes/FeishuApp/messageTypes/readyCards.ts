/** Cards that were made elsewhere: in the card builder, by hand, by Create Streaming. */
import { appCardJson, cardEntity as cardEntityMessage } from '../../../lib/feishu/appMessage';
import { botTemplate } from '../../../lib/feishu/botReferences';
import { jsonParameter, textParameter } from '../../../lib/n8n/parameters';
import { cardTemplateForm, readCardTemplate } from '../../shared/larkCardTemplate';
import type { MessageType } from './types';

export const cardTemplate: MessageType = {
	option: { name: 'Card Template', value: 'cardTemplate', description: "A card that was made and published in the platform's card builder" },

	form: [
		{
			displayName: 'The template must be published in the card builder, and this app must be allowed there to use it',
			name: 'templateNotice',
			type: 'notice',
			default: '',
		},
		...cardTemplateForm,
	],

	read: ({ context, item }, medium) => botTemplate(readCardTemplate(context, item), [], medium),
};

export const cardJson: MessageType = {
	option: { name: 'Card (JSON)', value: 'cardJson', description: 'A card that you have as JSON, structure 1.0 or 2.0' },

	form: [
		{
			displayName: 'Card (JSON)',
			name: 'cardJson',
			type: 'json',
			required: true,
			default: '{\n  "schema": "2.0",\n  "body": {\n    "elements": []\n  }\n}',
			typeOptions: { rows: 8 },
			hint: 'At most 30 KB and 200 elements. Mention tags in the JSON ring people.',
			description: 'The card as the card builder copies it',
		},
	],

	read: ({ context, item }, medium) => appCardJson(jsonParameter(context, 'cardJson', item), medium),
};

export const cardEntity: MessageType = {
	option: { name: 'Card by ID', value: 'cardEntity', description: 'A card that was created before (Card > Create Streaming)' },

	form: [
		{
			displayName: 'Card ID',
			name: 'cardId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 7371713483664506900',
			description: 'ID (card_id) that Card > Create Streaming returned. A card can be sent once.',
		},
	],

	read: ({ context, item }) => cardEntityMessage(textParameter(context, 'cardId', item)),
};
