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

	test('an ID with a slash stays one part of the path; all count as one API', () => {
		expect(chatConversion('a/b?c')).toMatchObject({ path: '/v1.0/im/chat/a%2Fb%3Fc/convertToOpenConversationId', api: '/v1.0/im/chat/{chatId}/convertToOpenConversationId' });
	});

	test('robots, also of a new type', () => {
		expect(robotsOf({ chatbotInstanceVOList: [{ robotCode: 'a' }, null] })).toEqual([{ robotCode: 'a' }]);
		expect(robotsOf({})).toEqual([]);
		expect([2, 9].map((openRobotType) => simpleRobot({ openRobotType }).type)).toEqual(['internalApp', 9]);
	});
});
