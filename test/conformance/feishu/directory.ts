import type { Case } from '../support/conformance';
import { closeLarkSockets, larkDispatcher, larkSocket } from '../support/larkListener';
import type { FeishuWorld } from '../support/worlds';

/** Groups, people, departments, and who is connected. */
export const directoryCases: Array<Case<FeishuWorld>> = [
	{
		operation: 'GET /open-apis/event/v1/connection',
		async run({ client, sandbox, app }) {
			await larkSocket(sandbox, app, larkDispatcher({}));
			const { data } = await client.event.v1.connection.get();
			closeLarkSockets();
			expect(data).toEqual({ online_instance_cnt: 1 });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats',
		async run({ client, sandbox, app, group }) {
			const others = ['Second', 'Third'].map((name) => sandbox.addGroup({ platform: 'feishu', name, apps: [app.id] }));
			sandbox.addGroup({ platform: 'feishu', name: 'Without the bot' });
			const found: Array<string | undefined> = [];
			for await (const page of await client.im.v1.chat.listWithIterator({ params: { page_size: 2 } })) found.push(...page!.items!.map(({ chat_id: id }) => id));
			expect(found).toEqual([group, ...others].map(({ id }) => id));
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/search',
		async run({ client, sandbox, app }) {
			const second = sandbox.addGroup({ platform: 'feishu', name: '数据库告警', apps: [app.id] });
			const { data } = await client.im.v1.chat.search({ params: { query: '数据库', page_size: 10 } });
			expect(data).toMatchObject({ has_more: false, items: [{ chat_id: second.id, name: '数据库告警' }] });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/:chat_id',
		async run({ client, group }) {
			const { data } = await client.im.v1.chat.get({ path: { chat_id: group.id } });
			expect(data).toMatchObject({ name: group.name, chat_mode: 'group', chat_status: 'normal', user_count: '2', bot_count: '1' });
		},
	},
	{
		operation: 'POST /open-apis/im/v1/chats',
		async run(world) {
			const { client, app, li, han } = world;
			const { data } = await client.im.v1.chat.create({
				params: { user_id_type: 'open_id', uuid: 'incident-1' },
				data: { name: 'Incident 1', user_id_list: [world.openId(li), world.openId(han)] },
			});
			expect(data).toMatchObject({ chat_id: expect.stringMatching(/^oc_/), name: 'Incident 1', chat_type: 'private' });
			expect(groupOf(world, data!.chat_id)).toMatchObject({ name: 'Incident 1', apps: [app.id], members: [{ name: li.name }, { name: han.name }] });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/:chat_id/members',
		async run(world) {
			const { client, group, li, han } = world;
			const found: Array<string | undefined> = [];
			const pages = await client.im.v1.chatMembers.getWithIterator({ path: { chat_id: group.id }, params: { member_id_type: 'open_id', page_size: 1 } });
			for await (const page of pages) {
				expect(page!.member_total).toBe(2);
				found.push(...page!.items!.map(({ member_id: id }) => id));
			}
			expect(found).toEqual([li, han].map(world.openId));
		},
	},
	{
		operation: 'POST /open-apis/im/v1/chats/:chat_id/members',
		async run(world) {
			const { client, group, wu } = world;
			const { data } = await client.im.v1.chatMembers.create({
				path: { chat_id: group.id },
				params: { member_id_type: 'open_id', succeed_type: 1 },
				data: { id_list: [world.openId(wu), 'ou_nobody'] },
			});
			expect(data).toEqual({ invalid_id_list: [], not_existed_id_list: ['ou_nobody'], pending_approval_id_list: [] });
			expect(groupOf(world, group.id)!.members.map(({ name }) => name)).toContain(wu.name);
		},
	},
	{
		operation: 'POST /open-apis/contact/v3/users/batch_get_id',
		async run(world) {
			const { client, li, han } = world;
			const { data } = await client.contact.v3.user.batchGetId({
				params: { user_id_type: 'open_id' },
				data: { emails: [li.email, 'nobody@example.com'], mobiles: [han.mobile] },
			});
			expect(data!.user_list!.map(({ user_id, email, mobile }) => ({ user_id, email, mobile }))).toEqual([
				{ user_id: world.openId(li), email: li.email, mobile: undefined },
				{ user_id: undefined, email: 'nobody@example.com', mobile: undefined },
				{ user_id: world.openId(han), email: undefined, mobile: han.mobile },
			]);
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/users/:user_id',
		async run(world) {
			const { client, li } = world;
			const { data } = await client.contact.v3.user.get({ path: { user_id: li.userId }, params: { user_id_type: 'user_id' } });
			expect(data!.user).toMatchObject({ open_id: world.openId(li), union_id: li.unionId, user_id: li.userId, name: 'Li Lei', email: li.email, department_ids: ['0'] });
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/users/find_by_department',
		async run({ client, li, han, wu }) {
			const found: Array<string | undefined> = [];
			const pages = await client.contact.v3.user.findByDepartmentWithIterator({ params: { department_id: '0', page_size: 2 } });
			for await (const page of pages) found.push(...page!.items!.map(({ name }) => name));
			expect(found).toEqual([li, han, wu].map(({ name }) => name));
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/departments/:department_id/children',
		async run({ client, sandbox }) {
			const names = ['Operations', 'Databases', 'Networks'];
			const added = names.map((name) => sandbox.addDepartment({ platform: 'feishu', name }));
			const found: Array<string | undefined> = [];
			const pages = await client.contact.v3.department.childrenWithIterator({
				path: { department_id: '0' },
				params: { fetch_child: true, page_size: 2, department_id_type: 'open_department_id' },
			});
			for await (const page of pages) found.push(...page!.items!.map(({ open_department_id: id }) => id));
			expect(found).toEqual(added.map(({ id }) => `od-${id}`));
		},
	},
];

const groupOf = ({ sandbox }: FeishuWorld, id: string | undefined) => sandbox.state().groups.find((group) => group.id === id);
