import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { loadOptions } from '../../support/engine/loadOptions';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';
import { FeishuApp } from '../../../nodes/FeishuApp/FeishuApp.node';
import { uploaded } from '../../../nodes/FeishuApp/messageTypes/binary';
import type { Tools } from '../../../nodes/FeishuApp/platform';

const world = useWorld();

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const openId = ({ app }: TestApp, { userId }: { userId: string }) => `ou_${userId}_${app.id.slice(-6)}`;
const sends = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.split('?')[0] === '/open-apis/im/v1/messages');
const lookUps = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.includes('batch_get_id'));
const texts = (app: TestApp, groupId?: string) => app.received(groupId).map(({ text }) => text);
const toChat = (id: string) => ({ sendTo: 'chat', chat: byId(id) });

const staff = (app: TestApp) => ({
	lei: app.person({ name: 'Li Lei', userId: 'lilei', email: 'li.lei@example.com', mobile: '13800138000' }),
	mei: app.person({ name: 'Han Meimei', userId: 'hanmeimei', email: 'han.meimei@example.com', mobile: '+85212345678' }),
});

describe('who gets it', () => {
	test('a group, whose result names it and its message', async () => {
		const app = feishuApp(world);
		const group = app.group();
		const [output] = await operate(app, 'message.send', { ...toChat(group.id), text: 'Hello' });
		expect(output).toMatchObject({ status: 'sent', channel: 'feishu', target: group.id, parts: 1, attempts: 1, apiCalls: 1, warnings: [] });
		expect(output!.messageId).toBe(app.received(group.id)[0]!.id);
		expect(texts(app, group.id)).toEqual(['Hello']);
	});

	test.each(['emails', 'mobiles', 'openIds', 'unionIds', 'userIds'])('people by %s: several, each once', async (field) => {
		const app = feishuApp(world);
		const { lei, mei } = staff(app);
		const [sendTo, values] = {
			emails: ['email', [lei.email, mei.email]],
			mobiles: ['mobile', [lei.mobile, mei.mobile]],
			openIds: ['openId', [openId(app, lei), openId(app, mei)]],
			unionIds: ['unionId', [lei.unionId, mei.unionId]],
			userIds: ['userId', [lei.userId, mei.userId]],
		}[field] as [string, [string, string]];
		const [first, second] = values;
		const outputs = await operate(app, 'message.send', { sendTo, [field]: '={{ $json.to }}', text: 'Hello' }, [
			{ to: ` ${first}, ${second};${first}` },
			{ to: [second] },
		]);
		expect(outputs).toMatchObject([
			{ status: 'sent', parts: 2, recipients: [{ target: first, status: 'sent' }, { target: second, status: 'sent' }] },
			{ status: 'sent', parts: 1, target: second },
		]);
		expect(texts(app)).toEqual(['Hello', 'Hello', 'Hello']);
		expect(lookUps()).toHaveLength(field === 'mobiles' ? 1 : 0);
	});

	test('nobody at all, and what is no ID of the kind', async () => {
		const app = feishuApp(world);
		const cases: Array<[string, Record<string, string>, RegExp]> = [
			['email', { emails: ' , ' }, /no recipient/],
			['mobile', { mobiles: '' }, /no recipient/],
			['email', { emails: 'li.lei' }, /"li\.lei" is not an email/],
			['openId', { openIds: 'on_1' }, /not an open ID/],
			['userId', { userIds: 'ou_1, lilei' }, /Recipient 1: "ou_1" is not a user ID/],
		];
		for (const [sendTo, field, says] of cases) {
			const [output] = await operate(app, 'message.send', { sendTo, ...field, text: 'Hello' });
			expect(output!.error.message).toMatch(says);
		}
		const [empty, wrong] = await operate(app, 'message.send', { sendTo: 'chat', chat: '={{ { __rl: true, mode: "id", value: $json.id } }}', text: 'Hello' }, [{ id: '' }, { id: 'ou_1' }]);
		expect([empty!.error.message, wrong!.error.message]).toEqual(['There is no recipient', '"ou_1" is not a chat ID']);
		expect(sends()).toEqual([]);
	});

	test('somebody who can\'t be found is an item error that names the field and the causes; the others get theirs', async () => {
		const app = feishuApp(world);
		const { lei } = staff(app);
		for (const [sendTo, field, value, name] of [
			['email', 'emails', 'nobody@example.com', 'email nobody@example.com'],
			['openId', 'openIds', 'ou_nobody', 'open ID ou_nobody'],
			['userId', 'userIds', 'nobody', 'user ID nobody'],
			['unionId', 'unionIds', 'on_nobody', 'union ID on_nobody'],
		] as const) {
			const good = { email: lei.email, openId: openId(app, lei), userId: lei.userId, unionId: lei.unionId }[sendTo];
			const [failed, sent] = await operate(app, 'message.send', { sendTo, [field]: '={{ $json.to }}', text: 'Hello' }, [{ to: value }, { to: good }]);
			expect(failed!.error.message).toContain(`Nobody was found with the ${name}`);
			expect(failed!.error.fix).toMatch(sendTo === 'userId' ? /availability.*scope contact:user.employee_id:readonly.*published/ : /availability.*published/);
			expect(sent).toMatchObject({ status: 'sent' });
		}
		const [mixed] = await operate(app, 'message.send', { sendTo: 'mobile', mobiles: `${lei.mobile}, 13700137000`, text: 'Hello' });
		expect(mixed).toMatchObject({ status: 'failed', parts: 2, partsSent: 1, attempts: 1, apiCalls: 1, recipients: [{ target: lei.mobile, status: 'sent' }, { target: '13700137000', status: 'failed' }] });
		expect(mixed!.error.message).toContain('Nobody was found with the mobile number "13700137000"');
	});

	test('an open ID of another app', async () => {
		const app = feishuApp(world);
		const other = feishuApp(world, { name: 'Another' });
		const { lei } = staff(app);
		const [output] = await operate(app, 'message.send', { sendTo: 'openId', openIds: openId(other, lei), text: 'Hello' });
		expect(output!.error).toMatchObject({ code: '99992361', message: expect.stringContaining('belongs to another app') });
	});

	test.each([
		['outside of the availability', { availableTo: ['somebody'] }, '230013', /outside of the app's availability/],
		['without a published version', { published: false }, '230006', /has not been published/],
		['without a bot', { botEnabled: false }, '230006', /bot ability is off/],
		['without the scope', { scopes: ['contact:user.id:readonly'] }, '99991672', /scope/],
	])('%s', async (_, settings, code, says) => {
		const app = feishuApp(world, settings);
		const { lei } = staff(app);
		const [output] = await operate(app, 'message.send', { sendTo: 'email', emails: lei.email, text: 'Hello' });
		expect(output!.error).toMatchObject({ code, message: expect.stringMatching(says) });
	});

	test('a group that the bot is not in, one that does not exist, one that is gone', async () => {
		const app = feishuApp(world);
		const [foreign, gone] = [app.group({ apps: [] }), app.group()];
		world.sandbox.changeGroup(gone.id, { dissolved: true });
		const chat = '={{ { __rl: true, mode: "id", value: $json.id } }}';
		const outputs = await operate(app, 'message.send', { sendTo: 'chat', chat, text: 'Hello' }, [{ id: foreign.id }, { id: 'oc_none' }, { id: gone.id }]);
		expect(outputs.map(({ error }) => error.code)).toEqual(['230002', '99992356', '232009']);
	});

	test('1,000 numbers are looked up in 20 calls, whichever items they are in, and reached as fast as the app may send', async () => {
		const app = feishuApp(world);
		const people = Array.from({ length: 1_000 }, (_, index) => app.person({ name: `P${index}`, mobile: `138${String(index).padStart(8, '0')}` }));
		const items = people.map(({ mobile }) => ({ mobile }));
		const started = world.clock.now();
		const outputs = await operate(app, 'message.send', { sendTo: 'mobile', mobiles: '={{ $json.mobile }}', text: 'Hello' }, items);
		expect(outputs.every(({ status, attempts }) => status === 'sent' && attempts === 1)).toBe(true);
		expect(lookUps()).toHaveLength(20);
		// 50 a second; the simulated clock may jump while a call is under way.
		expect(world.clock.now() - started).toBeGreaterThanOrEqual(19_000);
		expect(world.clock.now() - started).toBeLessThan(30_000);
	});

	test('the list of groups in the editor, all of them or those that fit', async () => {
		const app = feishuApp(world);
		for (let index = 0; index < 120; index++) app.group({ name: `Group ${index}` });
		const { searchChats } = new FeishuApp().methods.listSearch;
		const first = await loadOptions(app.node, (context) => searchChats.call(context));
		const rest = await loadOptions(app.node, (context) => searchChats.call(context, '', first.paginationToken as string));
		expect([first.results.length, rest.results.length, rest.paginationToken]).toEqual([100, 20, undefined]);
		const found = await loadOptions(app.node, (context) => searchChats.call(context, 'Group 77'));
		expect(found.results.map(({ name }) => name)).toEqual(['Group 77']);
	});
});

describe('how fast', () => {
	test('one group takes 5 a second', async () => {
		const app = feishuApp(world);
		const group = app.group();
		const started = world.clock.now();
		const many = Array.from({ length: 20 }, () => ({}));
		const outputs = await operate(app, 'message.send', { ...toChat(group.id), text: 'Hello' }, many);
		expect(outputs.every(({ status, attempts }) => status === 'sent' && attempts === 1)).toBe(true);
		expect(world.clock.now() - started).toBeGreaterThanOrEqual(3_000);
		expect(world.clock.now() - started).toBeLessThan(4_500);
	});

	test('a reader whose limit others have used up holds up nobody else', async () => {
		const app = feishuApp(world);
		const { lei, mei } = staff(app);
		world.sandbox.addFault({ kind: 'refuse', code: 230020, times: 1, match: { path: '/open-apis/im/v1/messages' } });
		const outputs = await operate(app, 'message.send', { sendTo: 'email', emails: '={{ $json.to }}', text: 'Hello' }, [{ to: lei.email }, { to: mei.email }]);
		expect(outputs).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
		expect(outputs.map(({ attempts }) => attempts as number).sort()).toEqual([1, 2]);
	});

	test('what timed out is sent again under its key, and arrives once', async () => {
		const app = feishuApp(world);
		const group = app.group();
		world.sandbox.addFault({ kind: 'resetAfterAccept', times: 1, match: { path: '/open-apis/im/v1/messages' } });
		const [output] = await operate(app, 'message.send', { ...toChat(group.id), text: 'Hello' });
		expect(output).toMatchObject({ status: 'sent', attempts: 2, warnings: [] });
		expect(texts(app)).toEqual(['Hello']);
		const keys = sends().map(({ requestBody }) => (requestBody as { uuid: string }).uuid);
		expect(keys[0]).toBe(keys[1]);
		expect(keys[0]!.length).toBeLessThanOrEqual(50);
	});
});

describe('error modes', () => {
	const parameters = { resource: 'message', operation: 'send', sendTo: 'email', emails: '={{ $json.to }}', text: 'Hello' };
	const items = [{ to: 'nobody@example.com' }, { to: 'li.lei@example.com' }, { to: '' }];

	test('Stop Workflow: all are tried, one error tells of the failures', async () => {
		const app = feishuApp(world);
		staff(app);
		const run = await runNode(items, { ...app.node, parameters });
		expect(run.data.resultData.error!.message).toMatch(/2 of 3 items were not sent/);
		expect(texts(app)).toEqual(['Hello']);
	});

	test('Continue: failed items carry the error, paired', async () => {
		const app = feishuApp(world);
		staff(app);
		const run = await runNode(items, { ...app.node, parameters, onError: 'continueRegularOutput' });
		expect(outputOf(run, 'Node').map(({ json, pairedItem }) => [json.status, pairedItem])).toEqual([
			['failed', { item: 0 }],
			['sent', { item: 1 }],
			['failed', { item: 2 }],
		]);
	});

	test('Error Output: failed items leave there with what they were', async () => {
		const app = feishuApp(world);
		staff(app);
		const run = await runNode(items, { ...app.node, parameters, onError: 'continueErrorOutput' });
		expect(outputOf(run, 'Node')).toHaveLength(1);
		expect(outputOf(run, 'Node', { output: 1 }).map(({ json }) => json)).toMatchObject([
			{ to: 'nobody@example.com', error: { code: '230034' } },
			{ to: '', error: { message: 'There is no recipient' } },
		]);
	});

	test('without Simplify: the answer of the platform', async () => {
		const app = feishuApp(world);
		const [output] = await operate(app, 'message.send', { ...toChat(app.group().id), text: 'Hello', options: { simplify: false } });
		expect(output).toMatchObject({ code: 0, data: { msg_type: 'text', body: { content: '{"text":"Hello"}' } } });
	});
});

describe('what it says', () => {
	const bodies = () => sends().map(({ requestBody }) => requestBody as { msg_type: string; content: string });
	const contents = () => bodies().map(({ content }) => JSON.parse(content) as Record<string, unknown>);

	async function sent(app: TestApp, parameters: Record<string, unknown>): Promise<Record<string, unknown>> {
		const [output] = await operate(app, 'message.send', { ...toChat(app.group({ members: [{ name: 'Li Lei', userId: 'lilei' }] }).id), ...parameters } as never);
		return output!;
	}

	test('a text with mentions by email, mobile, open ID, user ID, and of everyone', async () => {
		const app = feishuApp(world);
		const { lei, mei } = staff(app);
		const output = await sent(app, { text: 'Hello <at user_id="all"></at>', mentionPeople: `${lei.email}, ${mei.mobile}, ${openId(app, lei)}, lilei`, mentionAll: true });
		expect(output).toMatchObject({ status: 'sent' });
		const [{ text }] = contents() as [{ text: string }];
		const [line, ...more] = text.split('\n');
		expect(line).toMatch(/^Hello <.at user_id="all"><.\/at>$/);
		expect(more).toEqual([`<at user_id="${openId(app, lei)}"></at> <at user_id="${openId(app, mei)}"></at> <at user_id="lilei"></at> <at user_id="all">Everyone</at>`]);
	});

	test('a text of 200 KB is cut to what the platform takes, with a warning', async () => {
		const app = feishuApp(world);
		const output = await sent(app, { text: '汉字"\n'.repeat(30_000) });
		expect(output).toMatchObject({ status: 'sent', warnings: [expect.stringContaining('cut')] });
		expect(Buffer.byteLength(JSON.stringify(bodies()[0]))).toBeGreaterThan(145_000);
	});

	test('a rich text: title, parts, mentions; no outer "post"', async () => {
		const app = feishuApp(world);
		const { lei } = staff(app);
		const parts = [{ type: 'text', text: 'See ' }, { type: 'link', text: 'notes', url: 'https://example.com' }, { type: 'mention', openId: lei.email }];
		expect(await sent(app, { messageType: 'post', title: 'Release', parts: { part: parts } })).toMatchObject({ status: 'sent' });
		expect(contents()).toEqual([
			{
				en_us: {
					title: 'Release',
					content: [[{ tag: 'text', text: 'See ' }, { tag: 'a', text: 'notes', href: 'https://example.com/' }, { tag: 'at', user_id: openId(app, lei) }]],
				},
			},
		]);
	});

	test('a rich text and a card of 40 KB are cut to 30 KB', async () => {
		const app = feishuApp(world);
		const long = 'long "quoted" 汉字\n'.repeat(2_000);
		for (const parameters of [{ messageType: 'post', parts: { part: [{ type: 'text', text: long }] } }, { messageType: 'card', text: long }]) {
			expect(await sent(app, parameters)).toMatchObject({ status: 'sent', warnings: [expect.stringContaining('cut')] });
		}
		for (const body of bodies()) {
			expect(Buffer.byteLength(JSON.stringify(body))).toBeGreaterThan(28_000);
			expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(30_000);
		}
	});

	test('a card that can be updated later', async () => {
		const app = feishuApp(world);
		expect(await sent(app, { messageType: 'card', title: 'Done', fields: { field: [{ name: 'A', value: '1' }] } })).toMatchObject({ status: 'sent' });
		expect(contents()[0]).toMatchObject({ config: { update_multi: true }, header: { title: { content: 'Done' } } });
	});

	test('a card template, and cards in JSON of both structures', async () => {
		const app = feishuApp(world);
		const variables = { variable: [{ name: 'project', value: 'Website' }] };
		expect(await sent(app, { messageType: 'cardTemplate', templateId: 'AAqkweugf8sLk', variables })).toMatchObject({ status: 'sent' });
		const card2 = { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'Hi' }] } };
		expect(await sent(app, { messageType: 'cardJson', cardJson: JSON.stringify(card2) })).toMatchObject({ status: 'sent' });
		const card1 = { elements: [{ tag: 'hr' }], config: { update_multi: false } };
		expect(await sent(app, { messageType: 'cardJson', cardJson: JSON.stringify(card1) })).toMatchObject({ status: 'sent' });
		expect(contents()).toEqual([
			{ type: 'template', data: { template_id: 'AAqkweugf8sLk', template_variable: { project: 'Website' } } },
			card2,
			card1,
		]);
	});

	test('cards that the platform does not take: item errors that say what to change, before anything is sent', async () => {
		const app = feishuApp(world);
		const elements = Array.from({ length: 201 }, () => ({ tag: 'hr' }));
		const cases: Array<[string, RegExp, RegExp]> = [
			[JSON.stringify({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'x'.repeat(31_000) }] } }), /bytes as JSON; the platform takes at most 30 KB/, /Shorten/],
			[JSON.stringify({ schema: '2.0', body: { elements } }), /has 201 elements/, /several cards/],
			[JSON.stringify({ elements }), /has 201 elements/, /several cards/],
			['{', /not a JSON object/, /Enter one JSON object/],
			['', /^Card \(JSON\): the JSON is empty/, /Enter/],
			[JSON.stringify({ schema: '2.0', elements: [] }), /elements in "body"/, /Write/],
			[JSON.stringify({ msg_type: 'interactive', card: {} }), /whole message/, /only what stands in "card"/],
			[JSON.stringify({ hello: 1 }), /not a card/, /card builder/],
			['{"schema":"2.0","body":{"elements":[]}}', /card is empty/, /card builder/],
		];
		const parameters = { ...toChat(app.group().id), messageType: 'cardJson', cardJson: '={{ $json.card }}' };
		const outputs = await operate(app, 'message.send', parameters, [...cases.map(([card]) => ({ card })), { card: '{"elements":[{"tag":"hr"}]}' }]);
		for (const [index, [, says, fix]] of cases.entries()) {
			expect(outputs[index]!.error.message).toMatch(says);
			expect(outputs[index]!.error.fix).toMatch(fix);
		}
		expect(outputs.at(-1)).toMatchObject({ status: 'sent' });
		expect(sends()).toHaveLength(1);
	});

	test('a group\'s card and a person\'s', async () => {
		const app = feishuApp(world);
		const { lei } = staff(app);
		const shared = app.group({ name: 'Join us' });
		expect(await sent(app, { messageType: 'shareChat', sharedChatId: shared.id })).toMatchObject({ status: 'sent' });
		expect(await sent(app, { messageType: 'shareUser', sharedPerson: lei.email })).toMatchObject({ status: 'sent' });
		expect(contents()).toEqual([{ chat_id: shared.id }, { user_id: openId(app, lei) }]);
		expect(((await sent(app, { messageType: 'shareUser', sharedPerson: 'lilei' })).error as { message: string }).message).toBe('"lilei" is not an open ID');
		expect(((await sent(app, { messageType: 'shareChat', sharedChatId: '' })).error as { message: string }).message).toBe('The chat ID is empty');
	});

	test('a type that there isn\'t', async () => {
		const app = feishuApp(world);
		const [output] = await operate(app, 'message.send', { ...toChat(app.group().id), messageType: '={{ "sticker" }}' });
		expect(output!.error.message).toMatch(/Message Type: sticker is not one of text/);
	});
});

describe('files', () => {
	const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
	const uploads = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => /\/im\/v1\/(files|images)$/.test(path));

	test('an image and a file of the item: uploaded and sent in one step, once for all readers', async () => {
		const app = feishuApp(world);
		const { lei, mei } = staff(app);
		const parameters = { sendTo: 'email', emails: `${lei.email},${mei.email}`, messageType: '={{ $itemIndex === 0 ? "image" : "file" }}' };
		const outputs = await operateOnFiles(app, 'message.send', parameters, [withFile(PNG, 'a.png', 'image/png'), withFile(Buffer.from('%PDF-1.4'), 'plan.pdf', 'application/pdf')]);
		expect(outputs.map(({ json }) => json)).toMatchObject([{ status: 'sent', parts: 2 }, { status: 'sent', parts: 2 }]);
		expect(app.received().map(({ msgType }) => msgType).sort()).toEqual(['file', 'file', 'image', 'image']);
		expect(uploads()).toHaveLength(2);
	});

	test('audio, and a video with its cover; as a file either can be sent too', async () => {
		const app = feishuApp(world);
		const chat = toChat(app.group().id);
		const opus = withFile(Buffer.from('OggS'), 'voice.opus', 'audio/opus');
		const mp4 = withFile(Buffer.from('mp4'), 'clip.mp4', 'video/mp4');
		const cover = { data: PNG.toString('base64'), fileName: 'cover.png', mimeType: 'image/png' };
		const audio = await operateOnFiles(app, 'message.send', { ...chat, messageType: 'audio', durationSeconds: 3 }, [opus]);
		const video = await operateOnFiles(app, 'message.send', { ...chat, messageType: 'media', coverBinaryPropertyName: 'cover' }, [{ ...mp4, binary: { ...mp4.binary, cover } }]);
		const files = await operateOnFiles(app, 'message.send', { ...chat, messageType: 'file' }, [opus, mp4]);
		expect([...audio, ...video, ...files].map(({ json }) => json.status)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(app.received().map(({ msgType }) => msgType)).toEqual(['audio', 'media', 'file', 'file']);
		const wrong = await operateOnFiles(app, 'message.send', { ...chat, messageType: 'audio' }, [mp4]);
		expect(wrong[0]!.json.error).toMatchObject({ message: expect.stringContaining('OPUS'), fix: expect.stringContaining('Convert') });
	});

	test('by the key of an earlier upload', async () => {
		const app = feishuApp(world);
		const chat = toChat(app.group().id);
		const [uploaded] = await operateOnFiles(app, 'file.uploadImage', {}, [withFile(PNG, 'a.png', 'image/png')]);
		const key = Object.values(uploaded!.json).find((value) => String(value).startsWith('img_'));
		const [sent] = await operate(app, 'message.send', { ...chat, messageType: 'image', fileSource: 'key', imageKey: key });
		expect(sent).toMatchObject({ status: 'sent' });
		const bad = await operate(app, 'message.send', { ...chat, messageType: '={{ $json.type }}', fileSource: 'key', imageKey: '={{ $json.key }}', fileKey: '={{ $json.key }}' }, [
			{ type: 'image', key: 'https://example.com/a.png' },
			{ type: 'image', key: 'img_of_another_app' },
			{ type: 'file', key: '' },
			{ type: 'file', key: 'img_1' },
		]);
		expect(bad.map(({ error }) => error.message)).toEqual([
			expect.stringContaining('is a URL, not an image key'),
			expect.stringContaining('230001'),
			'The file key is empty',
			'"img_1" is not a file key',
		]);
	});

	test('no file, an empty one, one of 31 MB, a picture of 11 MB: item errors; the others go out', async () => {
		const app = feishuApp(world);
		const parameters = { ...toChat(app.group().id), messageType: '={{ $json.type }}' };
		const of = (type: string, bytes: Buffer) => ({ ...withFile(bytes, 'a.bin', 'application/octet-stream'), json: { type } });
		const outputs = await operateOnFiles(app, 'message.send', parameters, [
			{ json: { type: 'file' } },
			of('file', Buffer.alloc(0)),
			of('file', Buffer.alloc(31 * 1024 * 1024)),
			of('image', Buffer.alloc(11 * 1024 * 1024)),
			of('file', Buffer.from('fine')),
		]);
		expect(outputs.map(({ json }) => (json.error as { message: string } | undefined)?.message)).toEqual([
			expect.stringContaining('no file in the binary field "data"'),
			'The file "a.bin" is empty',
			'The file "a.bin" has 31.0 MB',
			'The file "a.bin" has 11.0 MB',
			undefined,
		]);
		expect(app.received()).toHaveLength(1);
	});

	test('large ones one after the other: at most three are in memory', async () => {
		const shared = new Map<string, unknown>();
		let [open, most] = [0, 0];
		const tools = {
			item: 0,
			context: {
				getNodeParameter: () => 'data',
				getInputData: () => [{ binary: { data: { mimeType: 'text/plain' } } }],
				helpers: { getBinaryDataBuffer: () => Promise.resolve(Buffer.from('x')) },
			},
			shared: (name: string, make: () => unknown) => shared.get(name) ?? shared.set(name, make()).get(name),
		} as unknown as Tools;
		const upload = async () => {
			most = Math.max(most, ++open);
			await new Promise((resolve) => setImmediate(resolve));
			open--;
			return 'file_1';
		};
		await Promise.all(Array.from({ length: 10 }, () => uploaded(tools, 'binaryPropertyName', upload)));
		expect(most).toBe(3);
	});
});
