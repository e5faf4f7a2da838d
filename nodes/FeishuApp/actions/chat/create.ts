import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { CHAT_FIELDS, createChat, type NewChat } from '../../../../lib/feishu/api/chats';
import { dataOf } from '../../../../lib/feishu/appClient';
import { idempotencyKey } from '../../../../lib/delivery/idempotencyKey';
import { listParameter, optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { runId } from '../../../../lib/n8n/sendItems';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import type { FeishuRequest } from '../../platform';

export const create: FeishuRequest = {
	option: { name: 'Create', value: 'create', action: 'Create a chat', description: 'Create a group with the bot in it' },

	form: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Incident 4711',
			description: 'Name of the group, at most 60 characters',
		},
		{
			displayName: 'Members',
			name: 'members',
			type: 'string',
			default: '',
			placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706, ou_84aad35d084aa403a838cf73ee18467',
			description: 'Open IDs (ou_...) of at most 50 people, separated by commas; User > Find gets them from emails or mobile numbers',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Bots',
					name: 'bots',
					type: 'string',
					default: '',
					placeholder: 'e.g. cli_a10fbf7e94b8d01d',
					description: 'App IDs (cli_...) of at most 5 other apps whose bots join, separated by commas',
				},
				{
					displayName: 'Description',
					name: 'description',
					type: 'string',
					default: '',
					description: 'What the group is for, at most 100 characters',
				},
				{
					displayName: 'Messages',
					name: 'messageForm',
					type: 'options',
					default: 'chat',
					description: 'How the group shows its messages',
					options: [
						{ name: 'One After the Other', value: 'chat' },
						{ name: 'In Topics', value: 'thread' },
					],
				},
				{
					displayName: 'Owner',
					name: 'owner',
					type: 'string',
					default: '',
					placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706',
					description: 'Open ID (ou_...) of the person who owns the group; without it the bot does. The bot becomes a manager.',
				},
				{
					displayName: 'Type',
					name: 'chatType',
					type: 'options',
					default: 'private',
					description: 'Who can join the group; a public one needs a name',
					options: [
						{ name: 'Private', value: 'private', description: 'Members join by invitation' },
						{ name: 'Public', value: 'public', description: 'Everybody in the organization can find and join it' },
					],
				},
			],
		},
	],

	run: async (tools) => {
		const chat = dataOf(await tools.request(createChat(keyed(tools.context, tools.item, readChat(tools.context, tools.item)))));
		return (isSimplified(tools) ? picked(chat, CHAT_FIELDS) : chat) as IDataObject;
	},
};

function readChat(context: IExecuteFunctions, item: number): Omit<NewChat, 'key'> {
	const more = (name: string) => `additionalFields.${name}`;
	return {
		name: textParameter(context, 'name', item),
		description: textParameter(context, more('description'), item),
		isPublic: optionParameter(context, more('chatType'), item, ['private', 'public']) === 'public',
		isTopics: optionParameter(context, more('messageForm'), item, ['chat', 'thread']) === 'thread',
		owner: textParameter(context, more('owner'), item).trim(),
		members: listParameter(context, 'members', item),
		bots: listParameter(context, more('bots'), item),
		idType: 'open_id',
	};
}

/** A retry of the same item makes no second group. */
const keyed = (context: IExecuteFunctions, item: number, chat: Omit<NewChat, 'key'>): NewChat => ({
	...chat,
	key: idempotencyKey(runId(context), item, 0, { ...chat }),
});
