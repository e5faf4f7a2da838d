import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botFeedCard } from '../../../../lib/dingtalk/botFeedCard';
import { rowsParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { openLinksIn, openLinksInField } from './fields';

export const sendFeedCard: BotOperation<BotMessage> = {
	option: {
		name: 'Send Feed Card',
		value: 'sendFeedCard',
		action: 'Send a feed card',
		description: 'Send a list of links, each with title and picture',
	},

	form: [
		{
			displayName: 'Links',
			name: 'links',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			required: true,
			default: {},
			placeholder: 'Add Link',
			description: 'At least one; they are shown in this order',
			options: [
				{
					name: 'link',
					displayName: 'Link',
					values: [
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							default: '',
							placeholder: 'e.g. Report of the week',
							description: 'What stands beside the picture',
						},
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/report',
							description: 'The page that a click opens',
						},
						{
							displayName: 'Picture URL',
							name: 'pictureUrl',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/report.png',
							description: 'Address of a picture that everyone can load from the internet. DingTalk does not take a link without one.',
						},
					],
				},
			],
		},
		openLinksInField,
	],

	build: (context, item, { keywords }) => [
		botFeedCard({
			links: rowsParameter(context, 'links.link', item).map(({ title = '', url = '', pictureUrl = '' }) => ({ title, url, pictureUrl })),
			openLinksIn: openLinksIn(context, item),
			keywords,
		}),
	],
};
