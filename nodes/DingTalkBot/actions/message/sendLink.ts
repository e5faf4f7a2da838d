import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botLink } from '../../../../lib/dingtalk/botLink';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { linkFields, readLink } from '../../../shared/dingTalkMessageForm';
import { openLinksIn, openLinksInField } from './fields';

export const sendLink: BotOperation<BotMessage> = {
	option: {
		name: 'Send Link',
		value: 'sendLink',
		action: 'Send a link',
		description: 'Send a tile with title, text and picture that opens a web page',
	},

	form: [
		...linkFields("DingTalk can't mention anybody in a link message; Markdown messages can"),
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
			...readLink(context, item),
			pictureUrl: textParameter(context, 'pictureUrl', item),
			openLinksIn: openLinksIn(context, item),
			keywords,
			language,
		}),
	],
};
