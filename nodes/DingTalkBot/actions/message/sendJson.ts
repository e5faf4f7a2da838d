import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botJson } from '../../../../lib/dingtalk/botJson';
import { jsonParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';

export const sendJson: BotOperation<BotMessage> = {
	option: {
		name: 'Send JSON',
		value: 'sendJson',
		action: 'Send a message as JSON',
		description: 'Send a message that you have as JSON, as DingTalk documents it',
	},

	form: [
		{
			displayName: 'Message (JSON)',
			name: 'messageJson',
			type: 'json',
			required: true,
			default: '{\n  "msgtype": "markdown",\n  "markdown": {\n    "title": "",\n    "text": ""\n  }\n}',
			typeOptions: { rows: 8 },
			hint: 'The signature is added by the node',
			description:
				'The whole message: <code>msgtype</code> and the object that it names, with <code>at</code> if you like. Whom <code>at</code> names has to stand in the text as @... too.',
		},
	],

	build: (context, item, { keywords }) => [botJson(jsonParameter(context, 'messageJson', item), keywords)],
};
