import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botPost } from '../../../../lib/feishu/botPost';
import { rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { imageKeyField, mentionFields, readMentions } from '../../../shared/larkForm';

export const sendRichText: BotOperation<BotMessage> = {
	option: {
		name: 'Send Rich Text',
		value: 'sendRichText',
		action: 'Send a rich text',
		description: 'Send a title, texts, links, pictures and mentions in one message',
	},

	form: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Release 2.4',
			description: 'Heading of the message; may be empty',
		},
		{
			displayName: 'Parts',
			name: 'parts',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			default: { part: [{ type: 'text', text: '' }] },
			placeholder: 'Add Part',
			description:
				'What the message consists of. Texts, links and mentions follow each other on one line, without a space in between; a picture has a line of its own.',
			options: [
				{
					name: 'part',
					displayName: 'Part',
					values: [
						{
							displayName: 'Type',
							name: 'type',
							type: 'options',
							default: 'text',
							options: [
								{ name: 'Image', value: 'image' },
								{ name: 'Line Break', value: 'lineBreak' },
								{ name: 'Link', value: 'link' },
								{ name: 'Mention', value: 'mention' },
								{ name: 'Text', value: 'text' },
							],
						},
						{
							displayName: 'Text',
							name: 'text',
							type: 'string',
							typeOptions: { rows: 2 },
							default: '',
							placeholder: 'e.g. The release is out',
							description: 'What the chat shows; markup in it is shown as it is. A link without a text shows its address.',
							displayOptions: { show: { type: ['text', 'link'] } },
						},
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/releases/2.4',
							displayOptions: { show: { type: ['link'] } },
						},
						{
							displayName: 'Open ID',
							name: 'openId',
							type: 'string',
							default: '',
							placeholder: 'e.g. ou_1f2e3d4c',
							description: 'Open ID of the group member to mention at this place',
							displayOptions: { show: { type: ['mention'] } },
						},
						{ ...imageKeyField, displayOptions: { show: { type: ['image'] } } },
					],
				},
			],
		},
		...mentionFields,
	],

	build: (context, item, { keywords, language }) => [
		botPost({
			title: textParameter(context, 'title', item),
			parts: rowsParameter(context, 'parts.part', item),
			...readMentions(context, item),
			keywords,
			language,
		}),
	],
};
