import { chatConversion, groupCreate, robotsOf, simpleRobot } from '../../../../../lib/dingtalk/api/groups';

describe('groups', () => {
	const settings = { onlyOwnerMentionsAll: true, onlyOwnerManages: false, showHistory: false, searchable: false, joinApproval: false };

	test('the owner is a member, everybody once; a name of 1 to 20 characters', () => {
		const group = { name: 'x'.repeat(20), owner: 'a', members: ['b', 'a', 'b'], settings };
		expect(groupCreate(group).body).toMatchObject({ useridlist: ['a', 'b'], conversationTag: 2, managementOptions: { mentionAllAuthority: 1, managementType: 0 } });
		expect(() => groupCreate({ ...group, name: 'x'.repeat(21) })).toThrow(/21 characters/);
		expect(() => groupCreate({ ...group, name: ' ' })).toThrow(/group name is empty/);
		expect(() => groupCreate({ ...group, owner: '' })).toThrow(/owner is empty/);
	});

	test('chat IDs all count as one API', () => {
		expect(chatConversion('chatfaab')).toMatchObject({ path: '/v1.0/im/chat/chatfaab/convertToOpenConversationId', api: '/v1.0/im/chat/{chatId}/convertToOpenConversationId' });
	});

	test.each(['..', '.', 'a/b', 'chat1?a=1', 'chat\ud800', 'cidabc'])('"%s" is no chat ID', (chatId) => {
		expect(() => chatConversion(chatId)).toThrow(/is not a chat ID/);
	});

	test('robots, also of a new type', () => {
		expect(robotsOf({ chatbotInstanceVOList: [{ robotCode: 'a' }, null] })).toEqual([{ robotCode: 'a' }]);
		expect(robotsOf({})).toEqual([]);
		expect([2, 9].map((openRobotType) => simpleRobot({ openRobotType }).type)).toEqual(['internalApp', 9]);
	});
});
