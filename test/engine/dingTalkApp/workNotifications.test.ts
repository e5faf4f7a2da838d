import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { KILOBYTES_100, VALUE } from '../../support/engine/messages';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const PAGE = 'https://example.com/orders/7';
const PATH = '/topapi/message/corpconversation/';

const calls = (name: string) => world.sandbox.calls().filter((call) => call.path.split('?')[0] === PATH + name);
const bodies = (name = 'asyncsend_v2') => calls(name).map(({ requestBody }) => requestBody as { userid_list?: string; dept_id_list?: string; to_all_user?: boolean; agent_id: number; msg: IDataObject });
const msg = () => bodies().at(-1)!.msg;

const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `user${index}` }).userId);

const send = (app: TestApp, parameters: IDataObject, items?: IDataObject[]) => operate(app, 'workNotification.send', { sendTo: 'userId', recipients: 'user0', messageType: 'text', text: 'x', ...parameters }, items);

describe('Send', () => {
	test('a text to people: one call, which is told by its task ID', async () => {
		const app = dingTalkApp(world);
		people(app, 2);
		const [sent] = await send(app, { recipients: 'user0, user1', text: 'Please hand in your report' });
		expect(sent).toMatchObject({ status: 'sent', parts: 2, apiCalls: 1, messageId: expect.stringMatching(/^\d+$/), recipients: [{ target: 'user0', status: 'sent' }, { target: 'user1', status: 'sent' }] });
		expect(app.received().map(({ text, msgType }) => [text, msgType])).toEqual(Array(2).fill(['Please hand in your report', 'work_text']));
		expect(bodies()).toEqual([{ agent_id: Number(app.app.agentId), userid_list: 'user0,user1', msg: { msgtype: 'text', text: { content: 'Please hand in your report' } } }]);
	});

	test('250 items with the same text: 3 calls; another text is another call', async () => {
		const app = dingTalkApp(world);
		const ids = people(app, 250);
		const sent = await send(app, { recipients: '={{ $json.id }}', text: '={{ $json.id === "user0" ? "first" : "x" }}' }, ids.map((id) => ({ id })));
		expect(sent.every(({ status }) => status === 'sent')).toBe(true);
		expect(bodies().map(({ userid_list }) => userid_list!.split(',').length).sort()).toEqual([1, 100, 100, 49]);
		expect(app.received()).toHaveLength(250);
	});

	test('6,000 people are spread over two minutes, because what is beyond 5,000 a minute is dropped without a word', async () => {
		const app = dingTalkApp(world);
		const ids = people(app, 6_000);
		const started = world.clock.now();
		const [sent] = await send(app, { recipients: '={{ $json.ids }}' }, [{ ids }]);
		expect(sent).toMatchObject({ status: 'sent', apiCalls: 60 });
		expect(world.clock.now() - started).toBeGreaterThanOrEqual(60_000);
		const times = calls('asyncsend_v2').map(({ at }) => at);
		// 50 calls of 100 people each are what a minute has room for.
		expect(times.slice(50).every((at, index) => at - times[index]! >= 60_000)).toBe(true);
		expect(app.received()).toHaveLength(6_000);
	});

	test('to departments, 20 at a time, and to everybody', async () => {
		const app = dingTalkApp(world);
		const departments = Array.from({ length: 25 }, (_, index) => world.sandbox.addDepartment({ platform: 'dingtalk', name: `Department ${index}` }).id);
		app.person({ userId: 'inside', departmentIds: [departments[24]!] });
		app.person({ userId: 'outside', departmentIds: ['1'] });
		const [inDepartments] = await send(app, { sendTo: 'department', departmentIds: '={{ $json.ids }}' }, [{ ids: [...departments, departments[0]!] }]);
		expect(inDepartments).toMatchObject({ status: 'sent', parts: 25, apiCalls: 2 });
		expect(bodies().map(({ dept_id_list }) => dept_id_list!.split(',').length)).toEqual([20, 5]);
		expect(app.received()).toHaveLength(1);
		expect(await send(app, { sendTo: 'everybody', text: 'y' })).toMatchObject([{ status: 'sent', target: 'Everybody', parts: 1 }]);
		expect(bodies().at(-1)).toMatchObject({ to_all_user: true });
		expect(app.received()).toHaveLength(3);
	});

	describe('message types', () => {
		const typed = async (parameters: IDataObject) => {
			const app = dingTalkApp(world, {}, { corpId: 'dingcorp' });
			people(app, 1);
			expect(await send(app, parameters)).toMatchObject([{ status: 'sent', warnings: [] }]);
			return { app, message: app.received().at(-1)! };
		};
		const buttons = (...texts: string[]) => ({ button: texts.map((text) => ({ text, url: PAGE })) });

		test('Markdown', async () => {
			await typed({ messageType: 'markdown', title: 'Backup', text: '**Done**' });
			expect(msg()).toEqual({ msgtype: 'markdown', markdown: { title: 'Backup', text: '**Done**' } });
		});

		test('Action Card with one button', async () => {
			await typed({ messageType: 'actionCard', title: 'Ticket', text: '**x**', buttons: buttons('Open') });
			expect(msg()).toEqual({ msgtype: 'action_card', action_card: { title: 'Ticket', markdown: '**x**', single_title: 'Open', single_url: PAGE } });
		});

		test('Action Card with several, side by side', async () => {
			const { message } = await typed({ messageType: 'actionCard', title: 'Ticket', text: 'x', buttons: buttons('Yes', 'No'), buttonLayout: 'horizontal' });
			const list = [{ title: 'Yes', action_url: PAGE }, { title: 'No', action_url: PAGE }];
			expect(msg()).toEqual({ msgtype: 'action_card', action_card: { title: 'Ticket', markdown: 'x', btn_orientation: '1', btn_json_list: list } });
			expect(message.view).toMatchObject({ horizontal: true });
		});

		test('Link with an uploaded picture', async () => {
			await typed({ messageType: 'link', title: 'Report', text: '12', url: PAGE, pictureFrom: 'mediaId', pictureMediaId: '@lAD1' });
			expect(msg()).toEqual({ msgtype: 'link', link: { title: 'Report', text: '12', messageUrl: PAGE, picUrl: '@lAD1' } });
		});

		test('OA with all its parts, opening in the organization', async () => {
			const { app, message } = await typed({
				messageType: 'oa',
				url: PAGE,
				title: 'Order 7',
				text: 'Needs your approval',
				fields: { field: [{ name: 'Applicant', value: 'Li Lei' }, { name: 'Sum', value: '15.60' }] },
				pictureFrom: 'mediaId',
				pictureMediaId: '@lAD1',
				openLinksIn: 'organization',
				oaMore: { author: 'n8n', fileCount: '3', number: '15.6', unit: 'CNY', status: 'Waiting', statusColor: '#F65E5E', head: 'Orders', headColor: '1677ff', pcUrl: `${PAGE}/pc` },
			});
			const inOrganization = (url: string) =>
				`dingtalk://dingtalkclient/action/openapp?corpid=dingcorp&container_type=work_platform&app_id=0_${app.app.agentId}&redirect_type=jump&redirect_url=${encodeURIComponent(url)}`;
			expect(msg()).toEqual({
				msgtype: 'oa',
				oa: {
					message_url: inOrganization(PAGE),
					pc_message_url: inOrganization(`${PAGE}/pc`),
					head: { bgcolor: 'FF1677FF', text: 'Orders' },
					status_bar: { status_value: 'Waiting', status_bg: '0xFFF65E5E' },
					body: {
						title: 'Order 7',
						form: [{ key: 'Applicant', value: 'Li Lei' }, { key: 'Sum', value: '15.60' }],
						rich: { num: '15.6', unit: 'CNY' },
						content: 'Needs your approval',
						image: '@lAD1',
						file_count: '3',
						author: 'n8n',
					},
				},
			});
			expect(message.view).toMatchObject({ kind: 'oa', status: { value: 'Waiting' } });
		});

		test('OA with a status bar goes to five people at a time', async () => {
			const app = dingTalkApp(world);
			const ids = people(app, 12);
			const [sent] = await send(app, { messageType: 'oa', recipients: ids.join(), url: PAGE, title: 'x', oaMore: { status: 'Waiting' } });
			expect(sent).toMatchObject({ status: 'sent', parts: 12, apiCalls: 3 });
		});

		test('image, voice and file from binary data', async () => {
			const app = dingTalkApp(world);
			people(app, 1);
			const upload = async (parameters: IDataObject, item: Parameters<typeof operateOnFiles>[3][number]) =>
				(await operateOnFiles(app, 'workNotification.send', { sendTo: 'userId', recipients: 'user0', ...parameters }, [item]))[0]!.json;
			expect(await upload({ messageType: 'image' }, withFile(Buffer.from('png'), 'a.png', 'image/png'))).toMatchObject({ status: 'sent' });
			expect(msg()).toEqual({ msgtype: 'image', image: { media_id: expect.stringMatching(/^@/) } });
			expect(await upload({ messageType: 'voice', duration: 12.4 }, withFile(Buffer.from('amr'), 'a.amr', 'audio/amr'))).toMatchObject({ status: 'sent' });
			expect(msg()).toEqual({ msgtype: 'voice', voice: { media_id: expect.any(String), duration: '12' } });
			expect(await upload({ messageType: 'file' }, withFile(Buffer.from('pdf'), 'a.pdf', 'application/pdf'))).toMatchObject({ status: 'sent' });
			expect(msg()).toEqual({ msgtype: 'file', file: { media_id: expect.any(String) } });
			expect(await upload({ messageType: 'link', title: 'x', text: 'x', url: PAGE }, { json: {} })).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(/^Picture: The item has no file/) } });
			expect(await upload({ messageType: 'file' }, withFile(Buffer.alloc(11 * 1024 * 1024), 'a.pdf', 'application/pdf'))).toMatchObject({
				status: 'failed',
				error: { message: expect.stringMatching(/has 11.0 MB; here DingTalk takes at most 10 MB/) },
			});
		});

		test.each(['text', 'markdown', 'actionCard'])('100 KB are cut to 2,048 bytes, and the result says so: %s', async (messageType) => {
			const app = dingTalkApp(world);
			people(app, 1);
			const [sent] = await send(app, { messageType, title: 'x', text: KILOBYTES_100, buttons: buttons('Open') });
			expect(sent).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/^The text was longer/)] });
			const bytes = Buffer.byteLength(JSON.stringify(msg()));
			expect(bytes).toBeGreaterThan(2_000);
			expect(bytes).toBeLessThanOrEqual(2_048);
		});

		test('more form rows than are shown: sent, with a warning', async () => {
			const app = dingTalkApp(world);
			people(app, 1);
			const field = Array.from({ length: 8 }, (_, index) => ({ name: `Name ${index}`, value: 'x' }));
			expect(await send(app, { messageType: 'oa', url: PAGE, title: 'x', fields: { field } })).toMatchObject([{ status: 'sent', warnings: [expect.stringMatching(/first 6 form rows.*2 more/)] }]);
		});
	});

	describe('bad input is an error of its item', () => {
		const long = (length: number) => `https://example.com/${'x'.repeat(length - 20)}`;
		const card = { messageType: 'actionCard', title: 'x' };
		const oa = { messageType: 'oa', url: PAGE, title: 'x' };

		test.each<[string, IDataObject, RegExp]>([
			['no recipients', { recipients: ' ' }, /no recipients/],
			['no departments', { sendTo: 'department', departmentIds: ',' }, /no departments/],
			['a department by its name', { sendTo: 'department', departmentIds: 'Sales' }, /"Sales" is not a department ID/],
			['a status bar for everybody', { ...oa, sendTo: 'everybody', oaMore: { status: 'x' } }, /can only be sent to people/],
			['a long button text', { ...card, buttons: { button: [{ text: 'x'.repeat(21), url: PAGE }] } }, /Button 1: the text has 21 characters/],
			['a long URL', { ...card, buttons: { button: [{ text: 'x', url: long(501) }] } }, /Button 1: the URL has 501 characters/],
			['long buttons', { ...card, buttons: { button: [{ text: 'x', url: long(600) }, { text: 'y', url: long(600) }] } }, /The buttons have \d+ characters as JSON; a work notification takes at most 1000/],
			['a voice message of a minute', { messageType: 'voice', duration: 60, mediaFrom: 'mediaId', mediaId: '@a' }, /less than 60 s/],
			['a media ID that is empty', { messageType: 'image', mediaFrom: 'mediaId', mediaId: ' ' }, /The media ID is empty/],
			['a colour that is none', { ...oa, oaMore: { headColor: 'red' } }, /"red" is not a colour/],
			['an OA of 100 KB', { ...oa, text: KILOBYTES_100 }, /bytes; a work notification takes at most 2048/],
			['an OA without content', { ...oa, title: ' ', text: ' ' }, /The message is empty/],
		])('%s', async (_name, parameters, message) => {
			const app = dingTalkApp(world);
			people(app, 1);
			const [sent] = await send(app, parameters);
			expect(sent).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(message), fix: expect.stringMatching(/\w{4}/) } });
			expect(calls('asyncsend_v2')).toEqual([]);
		});

		test.each([
			['', /The credential has no Agent ID/],
			['my app', /The Agent ID "my app" is not a number/],
		])('the credential has the Agent ID "%s"', async (agentId, message) => {
			const app = dingTalkApp(world, {}, { agentId });
			people(app, 1);
			expect(await send(app, {})).toMatchObject([{ status: 'failed', error: { message: expect.stringMatching(message), fix: expect.stringMatching(/developer console/) } }]);
		});

		test('the Agent ID of another app: says so', async () => {
			const app = dingTalkApp(world, {}, { agentId: '42' });
			people(app, 1);
			expect(await send(app, {})).toMatchObject([{ status: 'failed', error: { code: '40056', message: expect.stringMatching(/Agent ID/) } }]);
		});
	});
});

const HOUR = 3_600_000;

describe('Get Progress', () => {
	test('of a notification', async () => {
		const app = dingTalkApp(world);
		people(app, 1);
		const [sent] = await send(app, {});
		expect(await operate(app, 'workNotification.getProgress', { taskId: sent!.messageId })).toEqual([{ taskId: Number(sent!.messageId), percent: 100, status: 'done' }]);
		expect(await operate(app, 'workNotification.getProgress', { taskId: sent!.messageId, options: { simplify: false } })).toMatchObject([{ errcode: 0, progress: { status: 2 } }]);
	});

	test.each([
		['getProgress', 'x', /"x" is not a task ID/],
		['getResult', ' ', /The task ID is empty/],
		['recall', '1.5', /"1.5" is not a task ID/],
		['getProgress', '123', /knows no work notification of this app with this task ID/],
		['getResult', '123', /knows no work notification of this app with this task ID/],
		['recall', '123', /knows no work notification of this app with this task ID/],
		['updateStatusBar', '123', /with this task ID that has a status bar/],
	])('%s of "%s" is an item error', async (operation, taskId, message) => {
		const [output] = await operate(dingTalkApp(world), `workNotification.${operation}`, { taskId, status: 'x' });
		expect(output).toMatchObject({ error: { message: expect.stringMatching(message), fix: expect.stringMatching(/messageId/) } });
	});
});

describe('Get Result', () => {
	const silentDrops = async (app: TestApp) => {
		people(app, 2);
		await send(app, { recipients: 'user1' });
		const [sent] = await send(app, { recipients: 'user0, user1, nobody' });
		world.sandbox.readMessage(app.received().at(-1)!.id, 'user0');
		return { taskId: Number(sent!.messageId) };
	};

	test('who got it and has read it, and who was left out without a word', async () => {
		const app = dingTalkApp(world);
		const task = await silentDrops(app);
		expect(await operate(app, 'workNotification.getResult', task as unknown as IDataObject)).toEqual([
			{ ...task, userId: 'user0', read: true },
			{ ...task, userId: 'nobody', error: expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/^nobody did not get the work notification: there is nobody with this user ID/) }) },
			{ ...task, userId: 'user1', error: expect.objectContaining({ class: 'permanent', code: '143106', message: expect.stringMatching(/^user1 did not get .* the same text today already/), fix: expect.stringMatching(/Change the text/) }) },
		]);
	});

	test('Stop: one error that names them', async () => {
		const app = dingTalkApp(world);
		const task = await silentDrops(app);
		const run = await runNode([{}], { ...app.node, parameters: { resource: 'workNotification', operation: 'getResult', ...task } });
		expect(run.data.resultData.error!.message).toMatch(/^2 of the 3 entries of this item failed\. nobody did not get .*; user1 did not get/);
	});

	test('Error output: those who were left out leave there', async () => {
		const app = dingTalkApp(world);
		const task = await silentDrops(app);
		const run = await runNode([{ from: 'item' }], { ...app.node, parameters: { resource: 'workNotification', operation: 'getResult', ...task }, onError: 'continueErrorOutput' });
		expect(outputOf(run, 'Node')).toMatchObject([{ json: { userId: 'user0' }, pairedItem: { item: 0 } }]);
		expect(outputOf(run, 'Node', { output: 1 })).toMatchObject([
			{ json: { from: 'item', error: { userId: 'nobody' } }, pairedItem: { item: 0 } },
			{ json: { from: 'item', error: { userId: 'user1', code: '143106' } }, pairedItem: { item: 0 } },
		]);
	});

	test("Simplify off: the platform's answer", async () => {
		const app = dingTalkApp(world);
		const task = await silentDrops(app);
		expect(await operate(app, 'workNotification.getResult', { ...task, options: { simplify: false } })).toMatchObject([{ send_result: { invalid_user_id_list: ['nobody'], forbidden_list: [{ code: '143106' }] } }]);
	});

	test('of too many receivers: says so', async () => {
		const app = dingTalkApp(world);
		people(app, 101);
		const [sent] = await send(app, { sendTo: 'everybody' });
		expect(await operate(app, 'workNotification.getResult', { taskId: sent!.messageId })).toMatchObject([{ error: { code: '41052', message: expect.stringMatching(/too many receivers/) } }]);
	});
});

describe('Recall', () => {
	test('from everybody who got it', async () => {
		const app = dingTalkApp(world);
		people(app, 2);
		const [sent] = await send(app, { recipients: 'user0, user1' });
		expect(await operate(app, 'workNotification.recall', { taskId: VALUE }, [{ value: sent!.messageId }])).toEqual([{ taskId: Number(sent!.messageId), recalled: true }]);
		expect(app.received().every(({ recalledAt }) => recalledAt !== undefined)).toBe(true);
	});

	test('too late', async () => {
		const app = dingTalkApp(world);
		people(app, 1);
		const [sent] = await send(app, {});
		world.clock.advance(25 * HOUR);
		expect(await operate(app, 'workNotification.recall', { taskId: sent!.messageId })).toMatchObject([{ error: { message: expect.stringMatching(/24 hours/) } }]);
	});
});

describe('Update Status Bar', () => {
	test('of an OA message', async () => {
		const app = dingTalkApp(world);
		people(app, 1);
		const [sent] = await send(app, { messageType: 'oa', url: PAGE, title: 'x', oaMore: { status: 'Waiting' } });
		expect(await operate(app, 'workNotification.updateStatusBar', { taskId: sent!.messageId, status: 'Approved', statusColor: '#78C06E' })).toEqual([{ taskId: Number(sent!.messageId), status: 'Approved' }]);
		expect(app.received()[0]!.view).toMatchObject({ status: { value: 'Approved', color: 'FF78C06E' } });
	});

	test.each([
		[{ status: ' ' }, /The status is empty/],
		[{ status: 'x', statusColor: 'green' }, /"green" is not a colour/],
	])('bad input: %p', async (parameters, message) => {
		const [output] = await operate(dingTalkApp(world), 'workNotification.updateStatusBar', { taskId: '1', ...parameters });
		expect(output!.error).toMatchObject({ code: 'INPUT', message: expect.stringMatching(message) });
	});
});
