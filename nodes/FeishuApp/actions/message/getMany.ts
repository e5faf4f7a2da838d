import type { INodeProperties } from 'n8n-workflow';
import { listMessages, simpleMessage } from '../../../../lib/feishu/api/messages';
import { recipientsOf } from '../../../../lib/feishu/api/recipients';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { listFields } from '../../../shared/lists';
import { readList, readTime, shown } from '../../fields';
import { chatField, readChat } from '../../methods/chats';
import type { FeishuRequest, Tools } from '../../platform';

const time = (name: string, displayName: string, description: string): INodeProperties => ({ displayName, name, type: 'dateTime', default: '', description });

export const getMany: FeishuRequest = {
	option: { name: 'Get Many', value: 'getMany', action: 'Get many messages', description: 'List the messages of a chat or a thread' },

	// Chat and thread are not required: where an expression makes the choice, n8n would want both.
	form: [
		{
			displayName: 'Messages Of',
			name: 'messagesOf',
			type: 'options',
			default: 'chat',
			hint: 'Needs the scope im:message:readonly, and for messages of groups im:message.group_msg as well',
			description: 'Where to read',
			options: [
				{ name: 'Chat', value: 'chat', description: 'A group that the bot of the app is in; of a thread only the first message' },
				{ name: 'Thread', value: 'thread', description: 'All messages of a thread' },
			],
		},
		{ ...chatField, required: false, displayOptions: { show: { messagesOf: ['chat'] } } },
		{
			displayName: 'Thread ID',
			name: 'threadId',
			type: 'string',
			default: '',
			placeholder: 'e.g. omt_d4be107c616a',
			description: 'ID of the thread (omt_...), as Get returns it (thread_id) for a message in the thread',
			displayOptions: { show: { messagesOf: ['thread'] } },
		},
		...listFields,
		{
			displayName: 'Sort',
			name: 'sort',
			type: 'options',
			default: 'newest',
			description: 'In which order to list them; a limit keeps the first of them',
			options: [
				{ name: 'Newest First', value: 'newest' },
				{ name: 'Oldest First', value: 'oldest' },
			],
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			displayOptions: { show: { messagesOf: ['chat'] } },
			options: [time('after', 'After', 'Only messages sent at this time or later'), time('before', 'Before', 'Only messages sent until this time')],
		},
	],

	run: async (tools) => (await readList(tools, listMessages(wanted(tools)))).map((message) => shown(tools, message, simpleMessage)),
};

function wanted(tools: Tools) {
	const { context, item } = tools;
	const container = optionParameter(context, 'messagesOf', item, ['chat', 'thread']);
	const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.floor(ms / 1_000));
	return {
		container,
		id: container === 'chat' ? readChat(tools) : recipientsOf('thread_id', [textParameter(context, 'threadId', item)])[0]!.id,
		newestFirst: optionParameter(context, 'sort', item, ['newest', 'oldest']) === 'newest',
		...(container === 'chat' && { from: seconds(readTime(tools, 'filters.after')), to: seconds(readTime(tools, 'filters.before')) }),
	};
}
