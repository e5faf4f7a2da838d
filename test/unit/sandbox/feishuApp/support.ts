import type { App, AppInput, Group, GroupInput, Message, Person, PersonInput, Sandbox, SandboxOptions } from '../../../../sandbox';
import { closeAll, NOW, open, send, type Reply } from '../support';

export { closeAll, NOW };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Body {
	code: number;
	msg: string;
	data: Record<string, unknown>;
	error: Record<string, unknown>;
	[name: string]: unknown;
}

export interface Answered {
	status: number;
	code: number;
	body: Body;
	data: Record<string, unknown>;
	reply: Reply;
}

/** A sandbox with one app, its token, two people and a group that the bot is in. */
export interface Place {
	sandbox: Sandbox;
	app: App;
	token: string;
	ann: Person;
	bob: Person;
	group: Group;
	/** Asks as the app: `POST /im/v1/messages?...`. */
	ask(line: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
	/** As another app. */
	as(app: App): Promise<Place>;
}

export async function place(options: SandboxOptions = {}, app: Partial<AppInput> = {}): Promise<Place> {
	const sandbox = await open(options);
	const platform = app.platform ?? 'feishu';
	const made = sandbox.addApp({ platform, name: '告警', secret: 'made-up-secret', ...app });
	const ann = sandbox.addPerson({ platform, name: '李雷', userId: 'lilei', email: 'lilei@example.com', mobile: '+8613800000001' });
	const bob = sandbox.addPerson({ platform, name: '韩梅梅', userId: 'hanmei', email: 'hanmei@example.com', mobile: '13800000002' });
	const group = sandbox.addGroup({
		platform,
		name: '值班群',
		apps: [made.id],
		members: [{ name: ann.name, userId: ann.userId }],
	});
	return { sandbox, app: made, ann, bob, group, ...(await asker(sandbox, made)), as: (other) => another(sandbox, other, { ann, bob, group }) };
}

const another = async (sandbox: Sandbox, app: App, rest: Pick<Place, 'ann' | 'bob' | 'group'>): Promise<Place> => ({
	sandbox,
	app,
	...rest,
	...(await asker(sandbox, app)),
	as: (other) => another(sandbox, other, rest),
});

async function asker(sandbox: Sandbox, app: App): Promise<Pick<Place, 'token' | 'ask'>> {
	const token = app.disabled ? '' : await tokenOf(sandbox, app);
	return { token, ask: (line, body, headers) => request(sandbox, line, body, { authorization: `Bearer ${token}`, ...headers }) };
}

export async function tokenOf(sandbox: Sandbox, app: App): Promise<string> {
	const { body } = await request(sandbox, 'POST /auth/v3/tenant_access_token/internal', { app_id: app.id, app_secret: app.secret });
	return String(body.tenant_access_token);
}

/** One request below /open-apis: `GET /im/v1/chats`. */
export async function request(sandbox: Sandbox, line: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
	const [method, path] = line.split(' ') as [string, string];
	const reply = await send(`${sandbox.url}/open-apis${path}`, { method, body, headers });
	const json = (reply.json ?? {}) as Body;
	return { status: reply.status, code: json.code, body: json, data: json.data ?? {}, reply };
}

/** `[status, code]`, to compare with the documented ones. */
export const refused = async (answer: Promise<Answered>): Promise<[number, number]> => {
	const { status, code } = await answer;
	return [status, code];
};

export const text = (value: string) => ({ msg_type: 'text', content: JSON.stringify({ text: value }) });
export const card = (value: Record<string, unknown>) => ({ msg_type: 'interactive', content: JSON.stringify(value) });
export const CARD = { config: { update_multi: true }, elements: [{ tag: 'markdown', content: '**hi**' }] };
export const CARD_2 = { schema: '2.0', body: { elements: [{ tag: 'markdown', element_id: 'words', content: 'hi' }] } };

export const toGroup = ({ ask, group }: Place, body: Record<string, unknown>): Promise<Answered> =>
	ask('POST /im/v1/messages?receive_id_type=chat_id', { receive_id: group.id, ...body });

/** Sends to the group and returns the message's ID. */
export const sent = async (at: Place, body: Record<string, unknown> = text('hi')): Promise<string> => {
	const answer = await toGroup(at, body);
	if (answer.code !== 0) throw new Error(JSON.stringify(answer.body));
	return String(answer.data.message_id);
};

export const last = ({ sandbox }: Place): Message => sandbox.messages().at(-1)!;

const BOUNDARY = 'sandbox-boundary';

/** A multipart body; a part with `bytes` is a file. */
export function form(parts: Record<string, string | { name: string; bytes: Buffer }>): { body: Buffer; headers: Record<string, string> } {
	const chunks = Object.entries(parts).flatMap(([name, value]) => {
		const file = typeof value === 'string' ? '' : `; filename="${value.name}"\r\ncontent-type: application/octet-stream`;
		return [
			Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`),
			typeof value === 'string' ? Buffer.from(value) : value.bytes,
			Buffer.from('\r\n'),
		];
	});
	return {
		body: Buffer.concat([...chunks, Buffer.from(`--${BOUNDARY}--\r\n`)]),
		headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
	};
}

/** A PNG as far as its header. */
export function png(width = 1, height = 1): Buffer {
	const bytes = Buffer.alloc(33);
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}

export async function image(at: Place, bytes = png()): Promise<string> {
	const { body, headers } = form({ image_type: 'message', image: { name: 'a.png', bytes } });
	return String((await at.ask('POST /im/v1/images', body, headers)).data.image_key);
}

export async function file(at: Place, type = 'pdf', name = 'report.pdf', bytes = Buffer.from('%PDF-')): Promise<string> {
	const { body, headers } = form({ file_type: type, file_name: name, file: { name, bytes } });
	return String((await at.ask('POST /im/v1/files', body, headers)).data.file_key);
}

export const person = (at: Place, input: Partial<PersonInput> = {}): Person => at.sandbox.addPerson({ platform: at.app.platform, name: 'Eve', ...input });
export const group = (at: Place, input: Partial<GroupInput> = {}): Group =>
	at.sandbox.addGroup({ platform: at.app.platform, name: 'Ops', apps: [at.app.id], ...input });
