import { setTimeout as wait } from 'node:timers/promises';
import { FEISHU_EVENT_TYPES, FEISHU_SAMPLES } from '../../sandbox/feishu/push/samples';
import { controlOf } from './support/controls';
import { clickable } from './feishu/clickable';
import { messageOf, sentCard } from './feishu/sent';
import { image, pdf } from './support/files';
import { larkEvents } from './support/answerTypes';
import { HeardTypes } from './support/heardTypes';
import { closeLarkSockets, identityOf, larkDispatcher, larkHandlers, larkSocket, shownIdentity, type Heard } from './support/larkListener';
import { until } from './support/until';
import { useSandbox } from './support/useSandbox';
import { feishuWorld, type FeishuWorld } from './support/worlds';

/** The long connection of the sandbox, judged by the client of the official SDK. */

const MESSAGE = 'im.message.receive_v1';
const CLICK = 'card.action.trigger';
/** https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM */
const FIRST_RETRY_MS = 15_000;
const ACK_MS = 3_000;
const TYPES = [...FEISHU_EVENT_TYPES];

const list = new HeardTypes('@larksuiteoapi/node-sdk', ['WSClient']);
afterAll(() => list.print(TYPES));

const handle = useSandbox();
let heard: Heard[];
let world: FeishuWorld;

beforeEach(() => {
	heard = [];
	world = feishuWorld(handle.sandbox);
	// The client waits a random part of half a minute before it connects anew: none of it.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	closeLarkSockets();
	jest.restoreAllMocks();
	for (const { type } of heard) list.note('WSClient', type);
});

const connect = (answer?: (heard: Heard) => unknown, wsConfig = {}) =>
	larkSocket(handle.sandbox, world.app, larkDispatcher(larkHandlers(TYPES, heard, answer)), wsConfig);

const write = (text: string) => handle.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, text });

const texts = (): unknown[] => heard.map(({ data }) => (JSON.parse((data.message as { content: string }).content) as { text: string }).text);

const outcomes = (): string[] => handle.sandbox.push.pushes({ appId: world.app.id }).map(({ outcome }) => outcome);

const hears = (count: number): Promise<void> => until(`${count} events are heard`, () => heard.length >= count && !outcomes().includes('pending'));

describe('the long connection', () => {
	it('is open once the client says so, and closed once it hangs up', async () => {
		const { client, states } = await connect();
		expect(states).toEqual(['ready']);
		expect(handle.sandbox.push.sockets(world.app.id)).toHaveLength(1);
		client.close();
		await until('the sandbox sees it', () => handle.sandbox.push.sockets().length === 0);
	});

	it('is the same for Lark', async () => {
		const { app, li } = (world = feishuWorld(handle.sandbox, { platform: 'lark' }));
		expect((await connect()).states).toEqual(['ready']);
		handle.sandbox.push.write({ userId: li.userId, appId: app.id, text: 'Hello' });
		await hears(1);
		expect(texts()).toEqual(['Hello']);
	});

	it('is refused with a wrong secret', async () => {
		const { states } = await larkSocket(handle.sandbox, { id: world.app.id, secret: 'wrong' }, larkDispatcher({}));
		expect(states).toEqual([expect.stringContaining('code=514')]);
		expect(handle.sandbox.push.sockets()).toEqual([]);
	});

	it('brings an event to one of several clients', async () => {
		await connect();
		await connect();
		expect(handle.sandbox.push.sockets(world.app.id)).toHaveLength(2);
		for (const text of ['one', 'two', 'three']) write(text);
		await hears(3);
		expect(texts().sort()).toEqual(['one', 'three', 'two']);
	});
});

describe('every event that the sandbox can produce', () => {
	it('is heard with its type and its identity', async () => {
		await connect();
		const sent = Object.entries(FEISHU_SAMPLES).map(([type, event]) => ({ type, id: shownIdentity(type, handle.sandbox.push.event({ appId: world.app.id, type, event })) }));
		await hears(sent.length);
		expect(heard.map((event) => ({ type: event.type, id: identityOf(event) })).sort(byId)).toEqual(sent.sort(byId));
		expect(new Set(outcomes())).toEqual(new Set(['acknowledged']));
	});
});

describe('what the handler of an event gets', () => {
	/** Where the SDK's types differ from the documents, which the sandbox goes by. */
	const DIFFERS: Record<string, RegExp> = {
		// "i18n_resources string[]", and an approval_code: https://open.feishu.cn/document/ukTMukTMukTM/uIDO24iM4YjLygjN/event/special-event/out-of-office
		out_approval: /^(i18n_resources\[0\]: string|approval_code: not in the type)/,
		// Of the old person only what has changed: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/events/updated
		'contact.user.updated_v3': /^old_object\.(name|mobile): missing/,
		// One comment, not a list of them: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/ticket_message/events/created
		'helpdesk.ticket_message.created_v1': /^ticket\.comments: object/,
	};
	/** The SDK leaves out the version of the envelope. */
	const ENVELOPE = 'schema: not in the type';
	/** Events, and a callback, that the documents alone have. */
	const UNTYPED = ['approval_instance', 'approval_task', 'attendance.user_flow.created_v1', 'url.preview.get'];

	let contradictions: ReturnType<typeof larkEvents>;
	beforeAll(() => {
		contradictions = larkEvents();
	});
	/** Undefined for what the SDK has no type for. */
	const problemsOf = ({ type, data }: Heard) => contradictions(data, type)?.filter((problem) => problem !== ENVELOPE && !DIFFERS[type]?.test(problem));

	it('is as the types of the SDK say', async () => {
		await connect();
		for (const [type, event] of Object.entries(FEISHU_SAMPLES)) handle.sandbox.push.event({ appId: world.app.id, type, event });
		write('Hello');
		await hears(Object.keys(FEISHU_SAMPLES).length + 1);
		const found = heard.map((event) => ({ type: event.type, problems: problemsOf(event) }));
		expect(found.filter(({ problems }) => problems && problems.length > 0)).toEqual([]);
		expect(found.flatMap(({ type, problems }) => (problems ? [] : [type])).sort()).toEqual(UNTYPED);
	});

	it('is so as well for what happens by itself', async () => {
		await connect();
		const { sandbox, client, app, li, group } = world;
		const { data } = await client.im.v1.message.create({ params: { receive_id_type: 'email' }, data: { receive_id: li.email, msg_type: 'text', content: '{"text":"Disk full"}' } });
		sandbox.readMessage(data!.message_id!, li.userId);
		const path = { message_id: await sentCard(world) };
		const reaction = await client.im.v1.messageReaction.create({ path, data: { reaction_type: { emoji_type: 'OK' } } });
		await client.im.v1.messageReaction.delete({ path: { ...path, reaction_id: reaction.data!.reaction_id! } });
		await client.im.v1.message.delete({ path });
		sandbox.changeGroup(group.id, { apps: [] });
		sandbox.changeGroup(group.id, { apps: [app.id] });
		await hears(6);
		expect(heard.map(({ type }) => type).sort()).toEqual([
			'im.chat.member.bot.added_v1',
			'im.chat.member.bot.deleted_v1',
			'im.message.message_read_v1',
			'im.message.reaction.created_v1',
			'im.message.reaction.deleted_v1',
			'im.message.recalled_v1',
		]);
		expect(heard.flatMap(problemsOf)).toEqual([]);
	});
});

describe('a message', () => {
	it('of a private chat tells who wrote what', async () => {
		await connect();
		const { id, groupId } = write('Hello');
		await hears(1);
		expect(heard[0]).toMatchObject({
			type: MESSAGE,
			data: {
				sender: { sender_id: { open_id: world.openId(world.li), union_id: world.li.unionId }, sender_type: 'user' },
				message: { message_id: id, chat_id: groupId, chat_type: 'p2p', message_type: 'text', content: '{"text":"Hello"}' },
			},
		});
	});

	it('of a group tells who is mentioned', async () => {
		await connect();
		const { sandbox, li, app, group } = world;
		sandbox.push.write({ userId: li.userId, groupId: group.id, text: 'solved?', mentions: [app.id] });
		await hears(1);
		const { chat_id, chat_type, content, mentions } = heard[0]!.data.message as Record<string, unknown>;
		expect({ chat_id, chat_type }).toEqual({ chat_id: group.id, chat_type: 'group' });
		expect(mentions).toEqual([expect.objectContaining({ key: '@_user_1', name: app.name })]);
		expect(content).toContain('@_user_1');
		expect(content).toContain('solved?');
	});

	it.each([
		['post', { raw: { type: 'post', content: { title: 'Report', content: [[{ tag: 'text', text: 'Disk full' }]] } } }, { title: 'Report' }],
		['image', { file: { kind: 'image', name: 'pixel.png', contentType: 'image/png', bytes: image.bytes } }, { image_key: expect.stringMatching(/^img_/) }],
		['file', { file: { kind: 'file', name: 'report.pdf', contentType: 'application/pdf', bytes: pdf.bytes } }, { file_key: expect.any(String), file_name: 'report.pdf' }],
	] as const)('can be a %s', async (type, what, content) => {
		await connect();
		const { sandbox, li, app } = world;
		sandbox.push.write({ userId: li.userId, appId: app.id, ...what } as never);
		await hears(1);
		const message = heard[0]!.data.message as { message_type: string; content: string };
		expect(message.message_type).toBe(type);
		expect(JSON.parse(message.content)).toMatchObject(content);
	});
});

describe('what goes wrong on the way', () => {
	/** What nobody has acknowledged is given up, and brought again. */
	async function comesLater(): Promise<void> {
		const { clock } = handle.sandbox;
		clock.advance(ACK_MS);
		await until('it is given up', () => !outcomes().includes('pending'));
		clock.advance(FIRST_RETRY_MS);
		await until('it is brought again', () => outcomes().at(-1) === 'acknowledged');
	}

	it('parts are put together in any order, and when they come twice', async () => {
		await connect();
		const { sandbox, app } = world;
		sandbox.push.setPartBytes(60);
		write('in parts: 报警');
		await hears(1);
		for (const kind of ['reverseParts', 'repeatParts'] as const) {
			sandbox.push.addSocketFault({ appId: app.id, kind });
			write(kind);
		}
		await hears(3);
		expect(texts()).toEqual(['in parts: 报警', 'reverseParts', 'repeatParts']);
		expect(outcomes()).toEqual(['acknowledged', 'acknowledged', 'acknowledged']);
	});

	it.each(['drop', 'dropBetweenParts', 'disconnect'] as const)('%s: the client connects anew, and hears it then', async (kind) => {
		const { states } = await connect();
		const { sandbox, app } = world;
		sandbox.push.setPartBytes(kind === 'dropBetweenParts' ? 60 : 0);
		sandbox.push.addSocketFault({ appId: app.id, kind });
		write('Disk full');
		await until('it is back', () => states.at(-1) === 'reconnected');
		await comesLater();
		expect(states).toEqual(['ready', 'reconnecting', 'reconnected']);
		expect(texts()).toEqual(['Disk full']);
	});

	it('wrongTotal: the client drops the parts, and hears it later', async () => {
		await connect();
		const { sandbox, app } = world;
		sandbox.push.setPartBytes(60);
		sandbox.push.addSocketFault({ appId: app.id, kind: 'wrongTotal' });
		write('Disk full');
		await comesLater();
		expect(texts()).toEqual(['Disk full']);
		expect(outcomes()).toEqual(['timeout', 'acknowledged']);
	});

	it('loseAck: it comes twice, with the same identity', async () => {
		await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'loseAck' });
		write('Disk full');
		await until('it is heard', () => heard.length === 1);
		await comesLater();
		expect(outcomes()).toEqual(['timeout', 'acknowledged']);
		expect(heard.map(identityOf)).toEqual([identityOf(heard[0]!), identityOf(heard[0]!)]);
	});

	it('halfOpen: the client that listens for pongs notices it', async () => {
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'halfOpen' });
		const { states } = await connect(undefined, { pingTimeout: 0.5 });
		await until('it is back', () => states.at(-1) === 'reconnected');
		write('Hello');
		await hears(1);
		expect(texts()).toEqual(['Hello']);
	});

	it.each(['malformed', 'notJson'] as const)('%s: the client lives on', async (kind) => {
		const { states } = await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind });
		write('Disk full');
		await hears(1);
		expect(texts()).toEqual(['Disk full']);
		expect(states).toEqual(['ready']);
	});

	it('duplicate: both have the same identity', async () => {
		await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'duplicate' });
		write('Disk full');
		await hears(2);
		expect(new Set(heard.map(identityOf)).size).toBe(1);
	});

	it('what the handler could not do is brought again', async () => {
		await connect(() => {
			if (heard.length === 1) throw new Error('Not now');
		});
		write('Disk full');
		await hears(1);
		expect(outcomes()).toEqual(['refused']);
		world.sandbox.clock.advance(FIRST_RETRY_MS);
		await hears(2);
		expect(outcomes()).toEqual(['refused', 'acknowledged']);
		expect(new Set(heard.map(identityOf)).size).toBe(1);
	});
});

describe('a click on a card', () => {
	async function click(label: string, form?: Record<string, unknown>) {
		const id = await sentCard(world, clickable('Restart db-1?'));
		return await handle.sandbox.push.click({ messageId: id, userId: world.li.userId, control: controlOf(messageOf(world, id)!, label), form });
	}

	it('brings its value, and shows toast and card of the answer', async () => {
		await connect(() => ({ toast: { type: 'success', content: 'Approved' }, card: { type: 'raw', data: JSON.parse(clickable('Approved by Li Lei')) } }));
		const outcome = await click('Approve');
		const { li, group } = world;
		expect(heard).toMatchObject([
			{
				type: CLICK,
				data: {
					operator: { open_id: world.openId(li) },
					action: { tag: 'button', value: { decision: 'approve' } },
					context: { open_message_id: outcome.message.id, open_chat_id: group.id },
				},
			},
		]);
		expect(outcome).toMatchObject({ toast: { type: 'success', content: 'Approved' }, updated: true, message: { text: expect.stringContaining('Approved by Li Lei') } });
		expect(outcome.error).toBeUndefined();
	});

	it('brings what was filled in', async () => {
		await connect();
		expect(await click('Refuse', { reason: 'It works' })).toMatchObject({ updated: false });
		expect(heard[0]!.data.action).toMatchObject({ name: 'refuse', value: { decision: 'refuse' }, form_value: { reason: 'It works' } });
	});

	it('changes nothing when the answer says nothing', async () => {
		await connect();
		const outcome = await click('Approve');
		expect(outcome).toMatchObject({ updated: false, message: { text: expect.stringContaining('Restart db-1?') } });
		expect(outcome.error).toBeUndefined();
	});

	it('fails when the answer comes too late, and is not told again', async () => {
		await connect(() => new Promise(() => {}));
		const outcome = click('Approve');
		await until('it is heard', () => heard.length === 1);
		handle.sandbox.clock.advance(ACK_MS);
		expect(await outcome).toMatchObject({ updated: false, error: '200341' });
		handle.sandbox.clock.advance(FIRST_RETRY_MS);
		// The sandbox looks at its clock every 10 ms.
		await wait(50);
		expect(handle.sandbox.push.pushes({ type: CLICK })).toHaveLength(1);
	});
});

const byId = (one: { id: unknown }, other: { id: unknown }): number => String(one.id).localeCompare(String(other.id));
