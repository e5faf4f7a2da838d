import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botLink } from '../../../../lib/dingtalk/botLink';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { openLinksIn, openLinksInField } from './fields';

export const sendLink: BotOperation<BotMessage> = {
	option: {
		name: 'Send Link',
		value: 'sendLink',
		action: 'Send a link',
		description: 'Send a tile with title, text and picture that opens a web page',
	},

	form: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Report of the week',
			description: 'First line of the tile',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. 1,204 orders, 3% more than last week',
			hint: "DingTalk can't mention anybody in a link message; use Send Markdown for that",
			description: 'Plain text below the title; the chat shows its first lines',
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			required: true,
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
			description: 'Address of a picture that everyone can load from the internet; leave empty for none',
		},
		openLinksInField,
	],

	build: (context, item, { keywords, language }) => [
		botLink({
			title: textParameter(context, 'title', item),
			text: textParameter(context, 'text', item),
			url: textParameter(context, 'url', item),
			pictureUrl: textParameter(context, 'pictureUrl', item),
			openLinksIn: openLinksIn(context, item),
			keywords,
			language,
		}),
	],
};
