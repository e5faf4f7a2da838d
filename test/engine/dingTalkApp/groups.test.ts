import { dingTalkApp, operate } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

describe('Group: Create', () => {
	test('makes a group with its owner and members, each once', async () => {
		const app = dingTalkApp(world);
		for (const userId of ['lilei', 'hanmeimei']) app.person({ userId, name: userId });
		const [created] = await operate(app, 'group.create', { peopleBy: 'userId', name: 'On call', owner: 'lilei', members: 'hanmeimei, lilei, hanmeimei', settings: { searchable: true } });
		expect(created).toEqual({ openConversationId: expect.stringMatching(/./), chatId: expect.stringMatching(/^chat/) });
		const group = world.sandbox.state().groups.find(({ id }) => id === created!.openConversationId);
		expect(group).toMatchObject({ name: 'On call', members: [{ userId: 'lilei' }, { userId: 'hanmeimei' }] });
		expect(world.sandbox.calls().at(-1)!.requestBody).toMatchObject({ conversationTag: 2, managementOptions: { searchable: 1, showHistoryType: 0 } });
	});

	test('people by mobile number or union ID, each looked up once; one whom nobody has is an error before the group is made', async () => {
		const app = dingTalkApp(world);
		const { unionId } = app.person({ userId: 'lilei', mobile: '13800138000' });
		app.person({ userId: 'hanmeimei', mobile: '13900139000' });
		const people = (parameters: object) => operate(app, 'group.create', { name: 'On call', ...parameters });
		expect(await people({ owner: '13800138000', members: '13900139000, 13800138000' })).toMatchObject([{ chatId: expect.stringMatching(/^chat/) }]);
		expect(world.sandbox.calls().at(-1)!.requestBody).toMatchObject({ owner: 'lilei', useridlist: ['lilei', 'hanmeimei'] });
		expect(world.sandbox.calls().filter(({ path }) => path.includes('getbymobile'))).toHaveLength(2);
		expect(await people({ peopleBy: 'unionId', owner: unionId })).toMatchObject([{ chatId: expect.stringMatching(/^chat/) }]);
		const [wrong] = await people({ owner: '13800138000', members: '13111111111' });
		expect(wrong!.error.message).toMatch(/Nobody in the organization has the mobile number 13111111111/);
		expect(world.sandbox.state().groups).toHaveLength(2);
	});

	test('a name that is too long or empty, no owner, an owner who does not exist', async () => {
		const app = dingTalkApp(world);
		const errors = await operate(app, 'group.create', { peopleBy: 'userId', name: '={{ $json.name }}', owner: '={{ $json.owner }}' }, [
			{ name: 'A name of a group with more than twenty', owner: 'lilei' },
			{ owner: 'lilei' },
			{ name: 'On call' },
			{ name: 'On call', owner: 'nobody' },
		]);
		expect(errors.map(({ error }) => error.message)).toEqual([
			'The group name has 39 characters; DingTalk takes at most 20',
			'The group name is empty',
			'The owner is empty',
			expect.stringMatching(/^A field of the group has a value that DingTalk does not take \(parameter.invalid/),
		]);
		expect(world.sandbox.state().groups).toHaveLength(0);
	});

	test('an owner whom the app may not see', async () => {
		const app = dingTalkApp(world, { availableTo: ['lilei'] });
		app.person({ userId: 'hanmeimei' });
		const [{ error }] = (await operate(app, 'group.create', { peopleBy: 'userId', name: 'On call', owner: 'hanmeimei' })) as [{ error: object }];
		expect(error).toMatchObject({ code: 'permession.checkFailed', fix: expect.stringMatching(/contacts scope/) });
	});
});

describe('Group: Convert Chat ID', () => {
	test('turns what Create returns into what messages need', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei' });
		const [created] = await operate(app, 'group.create', { peopleBy: 'userId', name: 'On call', owner: 'lilei' });
		const [converted] = await operate(app, 'group.convertChatId', { chatId: created!.chatId });
		expect(converted).toEqual(created);
	});

	test('an unknown ID, one that looks like a path, and none', async () => {
		const errors = await operate(dingTalkApp(world), 'group.convertChatId', { chatId: '={{ $json.id }}' }, [{ id: 'chatnone' }, { id: '../x?y' }, {}]);
		expect(errors.map(({ error }) => error.code)).toEqual(['invalideChatId', 'INPUT', 'INPUT']);
		expect(errors[0]!.error).toMatchObject({ message: expect.stringMatching(/no group with this chat ID/), fix: expect.stringMatching(/chat\.\.\./) });
	});
});

describe('Group: Get Robots', () => {
	test('lists them, up to the limit', async () => {
		const app = dingTalkApp(world);
		const other = dingTalkApp(world, { name: 'Helper' });
		const group = app.group({ apps: [app.app.id, other.app.id] });
		const robots = (more = {}) => operate(app, 'group.getRobots', { openConversationId: group.id, ...more });
		expect(await robots()).toEqual([
			{ robotCode: app.app.id, name: 'On call', iconUrl: '', type: 'internalApp' },
			{ robotCode: other.app.id, name: 'Helper', iconUrl: '', type: 'internalApp' },
		]);
		expect(await robots({ limit: 1, options: { simplify: false } })).toEqual([{ robotCode: app.app.id, name: 'On call', downloadIconURL: '', openRobotType: 2 }]);
	});

	test('an unknown group', async () => {
		const [{ error }] = (await operate(dingTalkApp(world), 'group.getRobots', { openConversationId: 'cidnone' })) as [{ error: object }];
		expect(error).toMatchObject({ code: 'illegal.openconevrsation.id', fix: expect.stringMatching(/Convert Chat ID/) });
	});
});
