import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botJson } from '../../../../lib/feishu/botJson';
import { jsonParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';

export const sendJson: BotOperation<BotMessage> = {
	option: {
		name: 'Send JSON',
		value: 'sendJson',
		action: 'Send a message as JSON',
		description: 'Send a message or a card that you have as JSON, for example from the card builder',
	},

	form: [
		{
			displayName: 'Message (JSON)',
			name: 'messageJson',
			type: 'json',
			required: true,
			default: '{\n  "msg_type": "text",\n  "content": {\n    "text": ""\n  }\n}',
			typeOptions: { rows: 8 },
			hint: 'The signature is added by the node. Mention tags in the JSON ring people.',
			description:
				'The whole body with <code>msg_type</code> and <code>content</code> or <code>card</code>, or a card alone as the card builder copies it (structure 1.0 or 2.0)',
		},
	],

	build: (context, item, { keywords }) => [botJson(jsonParameter(context, 'messageJson', item), keywords)],
};
