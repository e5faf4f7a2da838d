import type { TestApp } from '../../support/engine/apps';
import { feishuApp, operate } from '../../support/engine/apps';
import { runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const openId = (app: TestApp, person: { userId: string }) => `ou_${person.userId}_${app.app.id.slice(-6)}`;
const callsTo = (path: string) => world.sandbox.calls({ platform: 'feishu' }).filter((call) => call.path.split('?')[0] === path);

describe('Get Many', () => {
	test('the groups that the bot is in, all or up to the limit', async () => {
		const app = feishuApp(world);
		for (let index = 0; index < 130; index++) app.group({ name: `Group ${index}` });
		app.group({ name: 'Not mine', apps: [] });
		const all = await operate(app, 'chat.getMany', { returnAll: true });
		const some = await operate(app, 'chat.getMany');
		expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 130 }, (_, index) => `Group ${index}`));
		expect(some).toEqual(all.slice(0, 50));
		expect(callsTo('/open-apis/im/v1/chats')).toHaveLength(3);
		expect(Object.keys(all[0]!)).toEqual(['chat_id', 'name', 'description', 'chat_status', 'external']);
	});

	test('without Simplify, as the platform tells them', async () => {
		const app = feishuApp(world);
		app.group();
		const [group] = await operate(app, 'chat.getMany', { options: { simplify: false } });
		expect(group).toHaveProperty('avatar');
	});
});

describe('Search', () => {
	test('by the name of the group or of a member', async () => {
		const app = feishuApp(world);
		app.group({ name: 'On call: databases' });
		app.group({ name: 'Lunch', members: [{ name: 'Li Lei' }] });
		const outputs = await operate(app, 'chat.search', { query: '={{ $json.text }}' }, [{ text: 'databases' }, { text: 'li lei' }]);
		expect(outputs.map(({ name }) => name)).toEqual(['On call: databases', 'Lunch']);
	});

	test('an empty text, and one that the platform finds nothing for', async () => {
		const app = feishuApp(world);
		const outputs = await operate(app, 'chat.search', { query: '={{ $json.text }}' }, [{ text: ' ' }, { text: 'x'.repeat(65) }]);
		expect(outputs.map(({ error }) => error.message)).toEqual(['The search text is empty', 'The search text has 65 characters']);
		expect(callsTo('/open-apis/im/v1/chats/search')).toEqual([]);
	});
});

describe('Get', () => {
	test('what a group is, with its ID', async () => {
		const app = feishuApp(world);
		// As long as real ones: no part of an address may be taken for a secret and masked in the answer.
		const group = app.group({ id: 'oc_a0553eda9014c201e6969b478895c230', name: 'oc_a0553eda9014c201e6969b478895c230', members: [{ name: 'Li Lei' }] });
		const [chat] = await operate(app, 'chat.get', { chat: byId(group.id) });
		expect(chat).toMatchObject({ chat_id: group.id, name: group.id, user_count: '1', bot_count: '1', chat_mode: 'group', chat_type: 'private' });
		expect(chat).not.toHaveProperty('avatar');
	});

	test('an unknown group, and an ID that is none', async () => {
		const app = feishuApp(world);
		const outputs = await operate(app, 'chat.get', { chat: byId('={{ $json.id }}') }, [{ id: 'oc_unknown' }, { id: 'On call' }, { id: '' }]);
		expect(outputs.map(({ error }) => error.code)).toEqual(['232006', 'INPUT', 'INPUT']);
	});
});

describe('Create', () => {
	test('with members, a bot, an owner and its settings', async () => {
		const app = feishuApp(world);
		const other = feishuApp(world);
		const [one, two] = [app.person({ name: 'Li Lei' }), app.person({ name: 'Han Meimei' })];
		const [chat] = await operate(app, 'chat.create', {
			name: 'Incident 4711',
			members: `${openId(app, one)}, ${openId(app, two)}, ${openId(app, two)}`,
			additionalFields: { bots: other.app.id, description: 'What happened', owner: openId(app, one), chatType: 'public', messageForm: 'thread' },
		});
		expect(chat).toMatchObject({ chat_id: expect.stringMatching(/^oc_/), name: 'Incident 4711', chat_type: 'public', owner_id: openId(app, one) });
		const group = world.sandbox.state().groups.find(({ id }) => id === chat!.chat_id)!;
		expect(group.members.map(({ name }) => name)).toEqual(['Li Lei', 'Han Meimei']);
		expect(group.apps).toEqual([app.app.id, other.app.id]);
		expect(callsTo('/open-apis/im/v1/chats')[0]!.requestBody).toMatchObject({ description: 'What happened', group_message_type: 'thread' });
	});

	test('a call whose answer is lost is repeated and makes one group', async () => {
		const app = feishuApp(world);
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/open-apis/im/v1/chats' } });
		const chats = await operate(app, 'chat.create', { name: 'Incident' }, [{}, {}]);
		expect(chats.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(world.sandbox.state().groups.map(({ id }) => id).sort()).toEqual(chats.map(({ chat_id: id }) => id).sort());
	});

	test('members and owner by email, mobile number or another ID; who is not found is an error before anything is made', async () => {
		const app = feishuApp(world);
		const [one, two] = [app.person({ email: 'li.lei@example.com', mobile: '13800138000' }), app.person({ email: 'han.meimei@example.com', mobile: '13800138001' })];
		const parameters = { name: 'Incident', membersBy: '={{ $json.by }}', members: '={{ $json.who }}', additionalFields: { owner: '={{ $json.owner }}' } };
		const outputs = await operate(app, 'chat.create', parameters, [
			{ by: 'email', who: 'li.lei@example.com, han.meimei@example.com', owner: 'han.meimei@example.com' },
			{ by: 'mobile', who: '+86 138 0013 8000', owner: '' },
			{ by: 'user_id', who: two.userId, owner: one.userId },
			{ by: 'email', who: 'li.lei@example.com, nobody@example.com', owner: '' },
			{ by: 'email', who: '', owner: 'nobody@example.com' },
		]);
		expect(outputs.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined, 'NOT_FOUND', 'NOT_FOUND']);
		const members = outputs.slice(0, 3).map(({ chat_id: id }) => world.sandbox.state().groups.find((group) => group.id === id)!.members.map(({ userId }) => userId).sort());
		expect(members).toEqual([[one.userId, two.userId].sort(), [one.userId], [one.userId, two.userId].sort()]);
		expect([outputs[0]!.owner_id, outputs[2]!.owner_id]).toEqual([openId(app, two), one.userId]);
		expect(callsTo('/open-apis/im/v1/chats')).toHaveLength(3);
	});

	test('what the platform would refuse is refused before', async () => {
		const app = feishuApp(world);
		const outputs = await operate(
			app,
			'chat.create',
			{ name: '={{ $json.name }}', members: '={{ $json.members }}', additionalFields: { chatType: '={{ $json.type }}' } },
			[
				{ name: 'x', members: '', type: 'public' },
				{ name: 'Large', members: Array.from({ length: 51 }, (_, index) => `ou_${index}`).join(','), type: 'private' },
				{ name: 'Unknown', members: 'ou_nobody', type: 'private' },
			],
		);
		expect(outputs.map(({ error }) => error.code)).toEqual(['INPUT', 'INPUT', '232043']);
		expect(outputs[1]!.error.message).toBe('The group would begin with 51 members');
	});
});

describe('Get Members', () => {
	test('all pages, with the kind of ID that is wanted', async () => {
		const app = feishuApp(world);
		const people = Array.from({ length: 120 }, (_, index) => app.person({ name: `Person ${index}` }));
		const group = app.group({ members: people.map(({ name, userId }) => ({ name, userId })) });
		const all = await operate(app, 'chat.getMembers', { chat: byId(group.id), returnAll: true, userIdType: 'user_id' });
		expect(all.map(({ member_id: id }) => id)).toEqual(people.map(({ userId }) => userId));
		const some = await operate(app, 'chat.getMembers', { chat: byId(group.id), limit: 2 });
		expect(some).toEqual(people.slice(0, 2).map((person) => ({ member_id: openId(app, person), member_id_type: 'open_id', name: person.name })));
	});

	test('a group that the bot is not in', async () => {
		const app = feishuApp(world);
		const [output] = await operate(app, 'chat.getMembers', { chat: byId(app.group({ apps: [] }).id) });
		expect(output!.error).toMatchObject({ code: '232011', fix: expect.stringContaining('Add Bot') });
	});
});

describe('Add Members', () => {
	const membersOf = (id: string) => world.sandbox.state().groups.find((group) => group.id === id)!.members.map(({ userId }) => userId);

	test('by ID, 50 in a call, one call after the other', async () => {
		const app = feishuApp(world);
		const group = app.group();
		const people = Array.from({ length: 101 }, () => app.person({}));
		const [output] = await operate(app, 'chat.addMembers', { chat: byId(group.id), members: people.map((person) => openId(app, person)).join(', ') });
		expect(output).toMatchObject({ chat_id: group.id, added: people.map((person) => openId(app, person)), pending_approval: [] });
		expect(membersOf(group.id)).toEqual(people.map(({ userId }) => userId));
		expect(callsTo(`/open-apis/im/v1/chats/${group.id}/members`)).toHaveLength(3);
	});

	test('by email, by mobile number, and bots by their App ID', async () => {
		const app = feishuApp(world);
		const bot = feishuApp(world).app.id;
		const group = app.group();
		const [one, two] = [app.person({ email: 'li.lei@example.com' }), app.person({ mobile: '13800138000' })];
		await operate(app, 'chat.addMembers', { chat: byId(group.id), membersBy: '={{ $json.by }}', members: '={{ $json.who }}' }, [
			{ by: 'email', who: 'li.lei@example.com' },
			{ by: 'mobile', who: '+86 138 0013 8000' },
			{ by: 'app_id', who: bot },
		]);
		expect(membersOf(group.id)).toEqual([one.userId, two.userId]);
		expect(world.sandbox.state().groups.find(({ id }) => id === group.id)!.apps).toEqual([app.app.id, bot]);
	});

	test('whoever can be added is; the error names exactly the others', async () => {
		const app = feishuApp(world);
		const group = app.group();
		const [inside, outside] = [app.person({ email: 'in@example.com' }), app.person({})];
		world.sandbox.changeApp(app.app.id, { availableTo: [inside.userId] });
		const outputs = await operate(app, 'chat.addMembers', { chat: byId(group.id), membersBy: '={{ $json.by }}', members: '={{ $json.who }}' }, [
			{ by: 'open_id', who: [openId(app, inside), openId(app, outside), 'ou_nobody'] },
			{ by: 'email', who: 'in@example.com, out@example.com' },
			{ by: 'open_id', who: '' },
		]);
		expect(outputs[0]!.error).toMatchObject({
			code: 'NOT_ADDED',
			message: `2 of 3 could not be added to the group: ${openId(app, outside)} (outside of the app's availability, or has left), ou_nobody (does not exist)`,
		});
		expect(outputs[1]!.error.message).toBe('1 of 2 could not be added to the group: out@example.com (was not found)');
		expect(outputs[2]!.error.message).toBe('No member is named');
		expect(membersOf(group.id)).toEqual([inside.userId]);
	});

	test('items for the same group go one after the other', async () => {
		const app = feishuApp(world);
		const group = app.group();
		const people = Array.from({ length: 5 }, () => app.person({}));
		const run = await runNode(people.map((person) => ({ id: openId(app, person) })), {
			...app.node,
			parameters: { resource: 'chat', operation: 'addMembers', chat: byId(group.id), members: '={{ $json.id }}' },
		});
		expect(run.status).toBe('success');
		expect(membersOf(group.id)).toEqual(people.map(({ userId }) => userId));
	});
});
