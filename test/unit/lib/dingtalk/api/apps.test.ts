import { appNameIn } from '../../../../../lib/dingtalk/api/apps';

const appList = [
	{ name: 'By robot', agentId: 1, robotInfo: { name: 'Robot', robotCode: 'dinga1' } },
	{ name: 'By unified ID', agentId: 2, unifiedAppId: '2bdb' },
	{ name: 'By agent', agentId: 3 },
	{ agentId: 4 },
];
const nobody = { clientId: 'dingother', appId: '', agentId: '' };

test.each([
	[{ clientId: 'dinga1' }, 'By robot'],
	[{ appId: '2bdb' }, 'By unified ID'],
	[{ agentId: '3' }, 'By agent'],
	[{ agentId: '4' }, undefined],
	[{}, undefined],
])('%j is %s', (ids, name) => {
	expect(appNameIn({ appList }, { ...nobody, ...ids })).toBe(name);
});

test('an answer without a list has nobody’s name', () => {
	for (const answer of [{}, { appList: null }, { appList: [null, 'x'] }]) expect(appNameIn(answer, nobody)).toBeUndefined();
});
