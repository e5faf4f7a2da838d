import { shareChat as shareChatMessage, shareUser as shareUserMessage } from '../../../lib/feishu/appMessage';
import { textParameter } from '../../../lib/n8n/parameters';
import { idOf } from './mentions';
import type { MessageType } from './types';

export const shareChat: MessageType = {
	option: { name: 'Share Chat', value: 'shareChat', description: 'The card of a group, by which people can join it for 7 days' },

	form: [
		{
			displayName: 'Chat ID to Share',
			name: 'sharedChatId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. oc_f5b1a7eb27ae2c7b6adc2a74faf339ff',
			description: 'ID of the group to share; the bot must be in it',
		},
	],

	read: ({ context, item }) => shareChatMessage(textParameter(context, 'sharedChatId', item)),
};

export const shareUser: MessageType = {
	option: { name: 'Share User', value: 'shareUser', description: 'The card of a person' },

	form: [
		{
			displayName: 'Person to Share',
			name: 'sharedPerson',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. li.lei@example.com or ou_1f2e3d4c',
			description: 'Email address, mobile number or open ID of the person whose card it is',
		},
	],

	read: async (tools) => shareUserMessage(await idOf(tools, textParameter(tools.context, 'sharedPerson', tools.item))),
};
