import type { AppChange, Sandbox } from '../../sandbox';
import { openIdOf } from '../../sandbox/organization';
import { useSandbox } from './support/useSandbox';
import { feishuWorld, larkClient, type FeishuWorld } from './support/worlds';

/** What the SDK throws when the sandbox refuses: an error of axios with the platform's answer in it. */
interface Thrown {
	message: string;
	response?: { status: number; headers: Record<string, string>; data: { code: number; msg: string; error?: Record<string, unknown> } };
}

const handle = useSandbox();

const thrownBy = (call: Promise<unknown>): Promise<Thrown> =>
	call.then(
		(answer) => {
			throw new Error(`Not refused: ${JSON.stringify(answer)}`);
		},
		(error: Thrown) => error,
	);

const send = ({ client, group }: FeishuWorld, data: object = {}, type: 'chat_id' | 'open_id' | 'email' = 'chat_id') =>
	client.im.v1.message.create({
		params: { receive_id_type: type },
		data: { receive_id: group.id, msg_type: 'text', content: '{"text":"Disk full"}', ...data },
	});

const tokenCalls = ({ sandbox }: { sandbox: Sandbox }) => sandbox.calls().filter(({ path }) => path.includes('/auth/'));

describe("the SDK's own token", () => {
	it('is asked for once and then kept', async () => {
		const world = feishuWorld(handle.sandbox);
		await send(world);
		await send(world);
		expect(tokenCalls(world)).toHaveLength(1);
		expect(world.sandbox.messages()).toHaveLength(2);
	});

	it('is not given for a wrong secret', async () => {
		const world = feishuWorld(handle.sandbox);
		const { response, message } = await thrownBy(send({ ...world, client: larkClient(world.sandbox.url, world.app.id, 'wrong') }));
		expect(response?.data ?? { message }).toEqual(expect.objectContaining({ code: 10015, msg: 'wrong app secret' }));
		expect(world.sandbox.messages()).toEqual([]);
	});

	it('is not given to an app that nobody knows', async () => {
		const world = feishuWorld(handle.sandbox);
		const { response } = await thrownBy(send({ ...world, client: larkClient(world.sandbox.url, 'cli_0123456789abcdef', 'wrong') }));
		expect(response!.data.code).toBe(10003);
	});

	it('is worth nothing after two hours', async () => {
		const world = feishuWorld(handle.sandbox);
		await send(world);
		world.sandbox.clock.advance(7_200_000);
		const { response } = await thrownBy(send(world));
		expect(response).toMatchObject({ status: 400, data: { code: 99991663 } });
	});
});

describe('an app', () => {
	it.each<[string, AppChange, number, string]>([
		['that is disabled', { disabled: true }, 99991662, ''],
		['that calls from another address', { allowedIps: ['192.0.2.1'] }, 99991401, ''],
		['whose organization has no calls left', { quotaLeft: 0 }, 99991403, ''],
		['without a bot', { botEnabled: false }, 230006, 'Bot ability is not activated.'],
	])('%s', async (_name, change, code, msg) => {
		const world = feishuWorld(handle.sandbox);
		await send(world);
		world.sandbox.changeApp(world.app.id, change);
		const { response } = await thrownBy(send(world));
		expect(response!.data).toMatchObject({ code, msg: expect.stringContaining(msg), error: { log_id: expect.any(String) } });
		expect(world.sandbox.messages()).toHaveLength(1);
	});

	it('without the scope', async () => {
		const { response } = await thrownBy(send(feishuWorld(handle.sandbox, { scopes: ['contact:user.id:readonly'] })));
		expect(response!.data).toMatchObject({
			code: 99991672,
			msg: expect.stringContaining('im:message:send_as_bot'),
			error: { permission_violations: expect.arrayContaining([expect.objectContaining({ scope: 'im:message:send_as_bot' })]), helps: [{ url: expect.any(String) }] },
		});
	});

	it('over 50 calls a second', async () => {
		const world = feishuWorld(handle.sandbox);
		const chat = () => world.client.im.v1.chat.get({ path: { chat_id: world.group.id } });
		for (let call = 0; call < 50; call++) await chat();
		const { response } = await thrownBy(chat());
		expect(response).toMatchObject({
			status: 429,
			headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' },
			data: { code: 99991400, msg: 'request trigger frequency limit' },
		});
		world.sandbox.clock.advance(1_000);
		await expect(chat()).resolves.toMatchObject({ code: 0 });
	});
});

describe('a request', () => {
	it.each<[string, (world: FeishuWorld) => Promise<unknown>, number, object]>([
		['to an unknown open ID', (world) => send(world, { receive_id: 'ou_nobody' }, 'open_id'), 99992351, { msg: expect.stringContaining('ou_nobody') }],
		['to an open ID of another app', (world) => send(world, { receive_id: openIdOf(world.li, world.sandbox.addApp({ platform: 'feishu', name: 'Other' })) }, 'open_id'), 99992361, {}],
		['with a content that is no JSON', (world) => send(world, { content: 'Disk full' }), 230001, {}],
		[
			'with a type that there is not',
			(world) => send(world, { msg_type: 'telegram' }),
			99992402,
			{ error: { field_violations: [expect.objectContaining({ field: 'msg_type', value: 'telegram' })] } },
		],
		['to a group without the bot', (world) => send(world, { receive_id: world.sandbox.addGroup({ platform: 'feishu', name: 'Other' }).id }), 230002, {}],
		['with an empty file', ({ client }) => client.im.v1.file.create({ data: { file_type: 'stream', file_name: 'empty.log', file: Buffer.alloc(0) } }), 234010, {}],
		['with a picture that is none', ({ client }) => client.im.v1.image.create({ data: { image_type: 'message', image: Buffer.from('no picture') } }), 234011, {}],
		['for a chat that does not exist', ({ client }) => client.im.v1.chat.get({ path: { chat_id: 'oc_nothing' } }), 232006, {}],
		[
			'for a person that does not exist',
			({ client }) => client.contact.v3.user.get({ path: { user_id: 'nobody' }, params: { user_id_type: 'user_id' } }),
			41012,
			{},
		],
		['to a path that there is not', ({ client }) => client.request({ method: 'POST', url: '/open-apis/im/v9/messages', data: {} }), 99991201, {}],
	])('%s', async (_name, call, code, body) => {
		const world = feishuWorld(handle.sandbox);
		const { response } = await thrownBy(call(world));
		expect(response!.data).toMatchObject({ code, msg: expect.any(String), ...body });
		expect(world.sandbox.messages()).toEqual([]);
	});

	it('for a file that is not in the message: the SDK throws instead of giving a stream', async () => {
		const world = feishuWorld(handle.sandbox);
		const { data } = await send(world);
		const { response } = await thrownBy(
			world.client.im.v1.messageResource.get({ path: { message_id: data!.message_id!, file_key: 'file_nothing' }, params: { type: 'file' } }),
		);
		expect(response!.status).toBe(400);
	});
});
