import type { INodeProperties } from 'n8n-workflow';
import { botPost } from '../../../lib/feishu/botPost';
import { readRichText, richTextForm } from '../../shared/larkRichText';
import { imageKeyField } from './image';
import { idOf, mentionFields, readMentions } from './mentions';
import type { MessageType } from './types';

const person: INodeProperties = {
	displayName: 'Person',
	name: 'openId',
	type: 'string',
	default: '',
	placeholder: 'e.g. li.lei@example.com or ou_1f2e3d4c',
	description: 'Email address, mobile number, open ID or user ID of the person to mention at this place',
};

export const richText: MessageType = {
	option: { name: 'Rich Text', value: 'post', description: 'A title, texts, links, pictures and mentions in one message' },

	form: [...richTextForm({ imageKey: imageKeyField, person }), ...mentionFields],

	read: async (tools, medium) => {
		const { title, parts } = readRichText(tools.context, tools.item);
		const [mentions, ...found] = await Promise.all([
			readMentions(tools),
			...parts.map(async (part) => (part.type === 'mention' ? { ...part, openId: await idOf(tools, part.openId ?? '') } : part)),
		]);
		return botPost({ title, parts: found, ...mentions, keywords: [], language: tools.language, medium });
	},
};
