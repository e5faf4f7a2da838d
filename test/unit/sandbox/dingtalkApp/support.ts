import type { App, AppInput, GroupInput, Group, Person, PersonInput, Sandbox } from '../../../../sandbox';
import { answerOf, send, type Reply } from '../support';

/** An app of an organization with a group and two people, and calls of it with a token of its own. */
export interface Client {
	app: App;
	group: Group;
	wang: Person;
	chen: Person;
	token: string;
	/** New API: path and JSON body. */
	call(path: string, body?: unknown, method?: string): Promise<Reply>;
	/** Old API: path and JSON body. */
	old(path: string, body?: unknown): Promise<Reply>;
}

export const newToken = async (sandbox: Sandbox, app: App): Promise<string> =>
	((await send(`${sandbox.url}/v1.0/oauth2/accessToken`, { body: { appKey: app.id, appSecret: app.secret } })).json as { accessToken: string })
		.accessToken;

const person = (sandbox: Sandbox, input: Partial<PersonInput> & { userId: string; name: string }): Person =>
	sandbox.addPerson({ platform: 'dingtalk', ...input });

export const dingApp = (sandbox: Sandbox, input: Partial<AppInput> = {}): App => sandbox.addApp({ platform: 'dingtalk', name: '告警助手', ...input });

export async function client(sandbox: Sandbox, app: Partial<AppInput> = {}, group: Partial<GroupInput> = {}): Promise<Client> {
	const made = dingApp(sandbox, app);
	const wang = person(sandbox, { userId: 'wangfang', name: '王芳', mobile: '+8613800000001', email: 'wang@example.com', jobTitle: 'SRE' });
	const chen = person(sandbox, { userId: 'chenchen', name: '陈晨', mobile: '13800000002' });
	const place = sandbox.addGroup({
		platform: 'dingtalk',
		name: '值班群',
		members: [
			{ name: '王芳', userId: 'wangfang', mobile: '13800000001' },
			{ name: '陈晨', userId: 'chenchen', mobile: '13800000002' },
		],
		apps: [made.id],
		...group,
	});
	const token = await newToken(sandbox, made);
	return { app: made, group: place, wang, chen, token, ...callsOf(sandbox, token) };
}

export const callsOf = (sandbox: Sandbox, token: string): Pick<Client, 'call' | 'old'> => ({
	call: (path, body, method = 'POST') =>
		send(`${sandbox.url}${path}`, { method, body, headers: { 'x-acs-dingtalk-access-token': token } }),
	old: (path, body) => send(`${sandbox.url}${path}?access_token=${token}`, { body }),
});

/** Status and code of an answer of the new API. */
export const refusalOf = ({ status, json }: Reply): unknown => [status, (json as { code: string } | undefined)?.code];

/** errcode of an answer of the old API. */
export const errcodeOf = ({ json }: Reply): unknown => (json as { errcode: number } | undefined)?.errcode;

export const text = (content: string): { msgKey: string; msgParam: string } => ({ msgKey: 'sampleText', msgParam: JSON.stringify({ content }) });

/** A multipart body with one file. */
export function multipart(file: { name: string; bytes: Buffer; field?: string }, fields: Record<string, string> = {}) {
	const boundary = 'sandboxboundary';
	const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	const head = `--${boundary}\r\ncontent-disposition: form-data; name="${file.field ?? 'media'}"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
	const body = Buffer.concat([Buffer.from(parts.join('') + head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
	return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

export { answerOf };
