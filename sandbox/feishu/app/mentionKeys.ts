import type { EndpointWorld } from '../../answer';
import { asArray, asObject, asText, isObject, parseJson } from '../../json';
import type { App, Person } from '../../organization';
import type { JsonObject, Message } from '../../types';
import { findByAnyId } from './ids';

/** Whom a message mentions, by the key that stands in its content: a person or a bot. */
export interface Mentioned {
	key: string;
	name: string;
	person?: Person;
	bot?: App;
}

/** The content of a message of an app; a group's own bots send it as an object. */
export const contentOf = ({ body }: Message): JsonObject =>
	isObject(body.content) ? body.content : asObject(parseJson(asText(body.content)));

const AT_TAG = /<at\s+user_id\s*=\s*"([^"<>]*)"\s*>[^<]*<\/at>/g;

/**
 * A message as it is read: `@_user_1` where its mentions were.
 * "接收消息内容结构", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
 * Unconfirmed: that everybody is `@_all`, and no entry of the mentions.
 */
export function contentWithKeys(world: EndpointWorld, app: App, message: Message): { content: JsonObject; mentioned: Mentioned[] } {
	const sent = contentOf(message);
	const mentioned: Mentioned[] = [];
	const keyOf = (id: string): string | undefined => {
		if (id === 'all') return '@_all';
		const found = whoIs(world, app, id);
		if (!found) return undefined;
		const key = `@_user_${mentioned.length + 1}`;
		mentioned.push({ key, ...found });
		return key;
	};
	if (message.msgType === 'text') {
		const text = asText(sent.text).replace(AT_TAG, (whole, id: string) => keyOf(id) ?? whole.replace(/<[^>]*>/g, ''));
		return { content: { ...sent, text }, mentioned };
	}
	// Unconfirmed: that the post of an app comes back as it was sent.
	if (message.msgType !== 'post' || message.from === undefined) return { content: sent, mentioned };
	const node = (value: JsonObject): JsonObject => (value.tag === 'at' ? { ...value, user_id: keyOf(asText(value.user_id)) ?? value.user_id } : value);
	const content = asArray(sent.content).map((paragraph) => asArray(paragraph).map((value) => node(asObject(value))));
	return { content: { ...sent, content }, mentioned };
}

function whoIs(world: EndpointWorld, app: App, id: string): Omit<Mentioned, 'key'> | undefined {
	const person = findByAnyId(world, app, id);
	if (person) return { name: person.name, person };
	const bot = world.organization.app(id);
	return bot && { name: bot.name, bot };
}
