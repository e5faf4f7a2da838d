import type { INodeProperties } from 'n8n-workflow';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botPost } from '../../../../lib/feishu/botPost';
import type { BotOperation } from '../../../shared/bot';
import { imageKeyField, mentionFields, readMentions } from '../../../shared/larkForm';
import { readRichText, richTextForm } from '../../../shared/larkRichText';

const person: INodeProperties = {
	displayName: 'Open ID',
	name: 'openId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ou_1f2e3d4c',
	description: 'Open ID of the group member to mention at this place',
};

export const sendRichText: BotOperation<BotMessage> = {
	option: {
		name: 'Send Rich Text',
		value: 'sendRichText',
		action: 'Send a rich text',
		description: 'Send a title, texts, links, pictures and mentions in one message',
	},

	form: [...richTextForm({ imageKey: imageKeyField, person }), ...mentionFields],

	build: (context, item, { keywords, language }) => [
		botPost({ ...readRichText(context, item), ...readMentions(context, item), keywords, language }),
	],
};
