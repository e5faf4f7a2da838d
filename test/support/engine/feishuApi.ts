import { isObject, type JsonObject } from '../../../lib/http';
import type { World } from '../sandboxes';
import type { TestApp } from './apps';

/** A call to the sandbox's open API past the node, to set up what a test needs. Resolves with `data`. */
export async function callAs({ sandbox }: World, { app }: TestApp, path: string, body: JsonObject): Promise<JsonObject> {
	const token = await post(`${sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`, { app_id: app.id, app_secret: app.secret });
	const { data } = await post(`${sandbox.url}/open-apis${path}`, body, { authorization: `Bearer ${String(token.tenant_access_token)}` });
	return isObject(data) ? data : {};
}

async function post(url: string, body: JsonObject, headers: Record<string, string> = {}): Promise<JsonObject> {
	const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
	const answer = (await response.json()) as JsonObject;
	if (answer.code !== 0) throw new Error(`${url}: ${JSON.stringify(answer)}`);
	return answer;
}

/** Sends a message to a group, and resolves with its ID. */
export const sendAs = async (world: World, app: TestApp, groupId: string, type: string, content: JsonObject): Promise<string> =>
	String((await callAs(world, app, '/im/v1/messages?receive_id_type=chat_id', { receive_id: groupId, msg_type: type, content: JSON.stringify(content) })).message_id);
