import type { Person } from '../../organization';
import type { Writing } from '../../push/types';
import type { Group, JsonObject, Message } from '../../types';
import type { World } from '../../world';
import { renderWritten } from '../app/render';

type WrittenFile = NonNullable<Writing['file']>;

/** Of sounds and films: made up, ms. */
const DURATION_MS = 2_000;
/** The cover of a film: one grey point. */
const COVER = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

/**
 * A person's message, with the content that apps get to see; only mentions have the form in which they are sent, until
 * somebody reads the message.
 * "接收消息内容结构", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
 */
export function written(world: World, person: Person, group: Group, writing: Writing): Message {
	const { msgType, content } = contentOf(world, person, group, writing);
	const body = { msg_type: msgType, content: JSON.stringify(content) };
	const answered = writing.replyTo === undefined ? undefined : world.message(writing.replyTo);
	if (writing.replyTo !== undefined && !answered) throw new Error(`No such message: ${writing.replyTo}`);
	return world.writtenBy(person, group, {
		...renderWritten(world, group, { msgType, content, body }),
		...(answered && { replyTo: answered.id }),
		...(answered?.threadId !== undefined && { threadId: answered.threadId }),
	});
}

function contentOf(world: World, person: Person, group: Group, writing: Writing): { msgType: string; content: JsonObject } {
	const { raw, file, text = '', mentions = [] } = writing;
	if (raw) return { msgType: raw.type, content: raw.content };
	if (file) return fileContent(world, person, file);
	return { msgType: 'text', content: { text: withMentions(world, group, text, mentions) } };
}

/** Where the text has `@name` stands the mention, otherwise in front. */
function withMentions(world: World, group: Group, text: string, mentions: string[]): string {
	return mentions.reduceRight((whole, id) => {
		const name = nameOf(world, group, id);
		const tag = `<at user_id="${id}">${name}</at>`;
		const at = whole.indexOf(`@${name}`);
		return at < 0 ? `${tag} ${whole}` : whole.slice(0, at) + tag + whole.slice(at + name.length + 1);
	}, text);
}

function nameOf({ organization }: World, { platform }: Group, id: string): string {
	if (id === 'all') return platform === 'lark' ? 'All' : '所有人';
	const found = organization.app(id) ?? organization.person(platform, ({ userId }) => userId === id);
	if (found?.platform !== platform) throw new Error(`Nobody to mention: ${id}`);
	return found.name;
}

function fileContent({ files }: World, { platform }: Person, file: WrittenFile): { msgType: string; content: JsonObject } {
	const add = (prefix: string, type: string, { name, contentType, bytes }: Omit<WrittenFile, 'kind'>): string =>
		files.add(prefix, { platform, appId: '', type, name, contentType, bytes }).key;
	if (file.kind === 'image') return { msgType: 'image', content: { image_key: add('img_', 'message', file) } };
	const file_key = add('file_', file.kind, file);
	switch (file.kind) {
		case 'audio':
			return { msgType: 'audio', content: { file_key, duration: DURATION_MS } };
		case 'video': {
			const image_key = add('img_', 'message', { name: 'cover.png', contentType: 'image/png', bytes: COVER });
			return { msgType: 'media', content: { file_key, image_key, file_name: file.name, duration: DURATION_MS } };
		}
		default:
			return { msgType: 'file', content: { file_key, file_name: file.name } };
	}
}
