import { ApiFailure } from '../../../../lib/apiFailure';
import { addedOf, addMembers as addMemberCalls, notAdded } from '../../../../lib/feishu/api/chats';
import { Gate } from '../../../../lib/gate';
import type { JsonObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { listParameter } from '../../../../lib/n8n/parameters';
import { chatField, readChat } from '../../methods/chats';
import { lookUp } from '../../people';
import { shown } from '../../fields';
import type { FeishuRequest, Tools } from '../../platform';
import { isLookedUp, membersByField, readMembersBy } from './membersBy';

export const addMembers: FeishuRequest = {
	option: {
		name: 'Add Members',
		value: 'addMembers',
		action: 'Add members to a chat',
		description: 'Add people or bots to a group; whoever can be added is, and the error names the others',
	},

	form: [
		chatField,
		membersByField('How the members are named', { withBots: true }),
		{
			displayName: 'Members',
			name: 'members',
			type: 'string',
			required: true,
			default: '',
			hint: 'Needs the scope im:chat.members:write_only or im:chat',
			placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706, or li.lei@example.com',
			description: 'Those who are to be added, named as chosen above: one or several, separated by commas; an expression may give a list',
		},
	],

	run: async (tools) => {
		const { context, item, shared, request } = tools;
		const chatId = readChat(tools);
		const by = readMembersBy(tools);
		const given = listParameter(context, 'members', item);
		if (given.length === 0) throw new InputError('No member is named', 'Enter at least one ID, or check the expression that makes the list.');
		const { ids, unknown } = isLookedUp(by) ? await openIds(tools, by, given) : { ids: given, unknown: [] };
		const calls = addMemberCalls(chatId, ids, isLookedUp(by) ? 'open_id' : by);
		const answers = await shared(`members ${chatId}`, () => new Gate(1)).run(async () => {
			const all: JsonObject[] = [];
			for (const call of calls) all.push(await request(call));
			return all;
		});
		const result = addedOf(calls, answers, unknown);
		if (result.refused.size > 0) throw new ApiFailure(notAdded(result));
		const raw = answers.length === 1 ? answers[0]! : { answers };
		return shown(tools, raw, () => ({ chat_id: chatId, added: result.added, pending_approval: result.pending }));
	},
};

/** Who is not found is left to the end, so that the others are added. */
async function openIds(tools: Tools, by: 'email' | 'mobile', values: string[]): Promise<{ ids: string[]; unknown: string[] }> {
	const people = await Promise.all(values.map((value) => lookUp(tools, by, value, 'open_id')));
	return {
		ids: people.flatMap((person) => (person ? [String(person.user_id)] : [])),
		unknown: values.filter((_, index) => !people[index]),
	};
}
