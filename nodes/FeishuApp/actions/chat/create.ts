import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { CHAT_FIELDS, createChat, type NewChat } from '../../../../lib/feishu/api/chats';
import { dataOf } from '../../../../lib/feishu/appClient';
import { idempotencyKey } from '../../../../lib/delivery/idempotencyKey';
import { listParameter, optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { runId } from '../../../../lib/n8n/sendItems';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { findPerson } from '../../people';
import type { FeishuRequest, Tools } from '../../platform';
import { isLookedUp, membersByField, readPeopleBy } from './membersBy';

export const create: FeishuRequest = {
	option: { name: 'Create', value: 'create', action: 'Create a chat', description: 'Create a group with the bot in it' },

	form: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Incident 4711',
			hint: 'Needs the scope im:chat:create or im:chat',
			description: 'Name of the group, at most 60 characters',
		},
		membersByField('How the members and the owner are named', { withBots: false }),
		{
			displayName: 'Members',
			name: 'members',
			type: 'string',
			default: '',
			placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706, or li.lei@example.com',
			description: 'At most 50 people, named as chosen above, separated by commas; an expression may give a list',
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
					placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706, or li.lei@example.com',
					description: 'The person who owns the group, named as chosen in Members By; without it the bot does. The bot becomes a manager.',
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
		const chat = dataOf(await tools.request(createChat(keyed(tools.context, tools.item, await readChat(tools)))));
		return (isSimplified(tools) ? picked(chat, CHAT_FIELDS) : chat) as IDataObject;
	},
};

async function readChat(tools: Tools): Promise<Omit<NewChat, 'key'>> {
	const { context, item } = tools;
	const by = readPeopleBy(tools);
	const idOf = async (value: string) => (isLookedUp(by) ? await findPerson(tools, by, value) : value);
	const owner = textParameter(context, 'additionalFields.owner', item).trim();
	const more = (name: string) => `additionalFields.${name}`;
	return {
		name: textParameter(context, 'name', item),
		description: textParameter(context, more('description'), item),
		isPublic: optionParameter(context, more('chatType'), item, ['private', 'public']) === 'public',
		isTopics: optionParameter(context, more('messageForm'), item, ['chat', 'thread']) === 'thread',
		owner: owner === '' ? '' : await idOf(owner),
		members: await Promise.all(listParameter(context, 'members', item).map(idOf)),
		bots: listParameter(context, more('bots'), item),
		idType: isLookedUp(by) ? 'open_id' : by,
	};
}

/** A retry of the same item makes no second group. */
const keyed = (context: IExecuteFunctions, item: number, chat: Omit<NewChat, 'key'>): NewChat => ({
	...chat,
	key: idempotencyKey(runId(context), item, 0, { ...chat }),
});
