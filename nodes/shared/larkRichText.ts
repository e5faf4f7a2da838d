import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { BotPost } from '../../lib/feishu/botPost';
import { rowsParameter, textParameter } from '../../lib/n8n/parameters';

/**
 * A rich text as a user composes it.
 *
 * @param own the fields of a part that bots and apps have different ones of: a picture's key (`imageKey`) and somebody
 * to mention (`openId`)
 */
export const richTextForm = (own: { imageKey: INodeProperties; person: INodeProperties }): INodeProperties[] => [
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
						{ ...own.person, displayOptions: { show: { type: ['mention'] } } },
					{ ...own.imageKey, displayOptions: { show: { type: ['image'] } } },
				],
			},
		],
	},
];

export const readRichText = (context: IExecuteFunctions, item: number): Pick<BotPost, 'title' | 'parts'> => ({
	title: textParameter(context, 'title', item),
	parts: rowsParameter(context, 'parts.part', item),
});
