import { addedOf, addMembers, createChat, notAdded, searchChats, type NewChat } from '../../../../../lib/feishu/api/chats';
import { refusal } from '../../support/refusal';

const CHAT: NewChat = { name: ' On call ', description: '', isPublic: false, isTopics: false, owner: '', members: [], bots: [], idType: 'open_id', key: 'k' };
const ids = (count: number) => Array.from({ length: count }, (_, index) => `ou_${index}`);

test('a new group: each member once; the bot manages a group that somebody else owns', () => {
	const call = createChat({ ...CHAT, members: ['ou_1', 'ou_2', 'ou_1'], owner: 'ou_1' });
	expect(call).toMatchObject({ query: { user_id_type: 'open_id', set_bot_manager: true, uuid: 'k' }, repeatable: true });
	expect(call.body).toEqual({
		name: 'On call',
		description: '',
		chat_type: 'private',
		group_message_type: 'chat',
		owner_id: 'ou_1',
		user_id_list: ['ou_1', 'ou_2'],
		bot_id_list: [],
	});
	expect(createChat(CHAT).body).not.toHaveProperty('owner_id');
	expect(createChat(CHAT).query!.set_bot_manager).toBeUndefined();
});

test('the limits of a new group', () => {
	expect(createChat({ ...CHAT, members: [...ids(50), 'ou_0'] }).body!.user_id_list).toHaveLength(50);
	expect(refusal(() => createChat({ ...CHAT, members: ids(51) })).fix).toContain('Add Members');
	expect(refusal(() => createChat({ ...CHAT, bots: ids(6) })).message).toContain('6 other bots');
	expect(refusal(() => createChat({ ...CHAT, isPublic: true, name: ' x ' })).message).toContain('needs a name');
});

test('members go 50 in a call, bots 5, each once', () => {
	const sizes = (count: number, type: 'open_id' | 'app_id') =>
		addMembers('oc_1', [...ids(count), 'ou_0'], type).map(({ body }) => (body!.id_list as string[]).length);
	expect(sizes(101, 'open_id')).toEqual([50, 50, 1]);
	expect(sizes(6, 'app_id')).toEqual([5, 1]);
	expect(addMembers('oc_1', ['ou_1'], 'open_id')[0]).toMatchObject({ query: { member_id_type: 'open_id', succeed_type: 1 } });
});

test('who was added, who waits, who was not', () => {
	const calls = addMembers('oc_1', ids(52), 'open_id');
	const answers = [
		{ code: 0, data: { invalid_id_list: ['ou_1'], not_existed_id_list: ['ou_2'], pending_approval_id_list: ['ou_3'] } },
		{ code: 0 },
	];
	const result = addedOf(calls, answers, ['nobody@example.com']);
	expect(result.added).toEqual(ids(52).filter((id) => !['ou_1', 'ou_2', 'ou_3'].includes(id)));
	expect(result.pending).toEqual(['ou_3']);
	expect([...result.refused.keys()]).toEqual(['nobody@example.com', 'ou_1', 'ou_2']);
	expect(notAdded(result).message).toMatch(/^3 of 53 could not be added to the group: nobody@example.com \(was not found\), ou_1 \(.*\), ou_2 \(does not exist\)$/);
	expect(notAdded(result).fix).toContain('The others are done.');
	expect(notAdded({ added: [], pending: [], refused: new Map([['ou_1', 'x']]) }).fix).not.toContain('The others');
});

test('a search text is counted in characters as people see them', () => {
	expect(searchChats('🙂'.repeat(64)).call.query).toEqual({ query: '🙂'.repeat(64) });
	expect(refusal(() => searchChats('x'.repeat(65))).fix).toContain('64');
});
