import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botChat } from '../../../../lib/feishu/botReferences';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';

export const shareChat: BotOperation<BotMessage> = {
	option: {
		name: 'Share Chat',
		value: 'shareChat',
		action: 'Share a chat',
		description: 'Send the card of another group, through which people can join it',
	},

	form: [
		{
			displayName: 'Chat ID',
			name: 'chatId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. oc_f5b1a7eb27ae2c7b6adc2a74faf339ff',
			description: "ID of the group to share. It stands at the end of that group's settings.",
		},
	],

	build: (context, item, { keywords }) => [botChat(textParameter(context, 'chatId', item), keywords)],
};
