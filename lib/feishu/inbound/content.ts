import { isObject, type JsonObject, objectOf, objectsIn } from '../../http';
import type { Attachment } from '../../inbound/types';
import { textOf } from './values';

/** What a message holds. */
export interface Content {
	/** With the mentions as the platform writes them: `@_user_1`. */
	text: string;
	attachments: Attachment[];
}

/**
 * Reads the content of a message by its type ("structure of received message content").
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
 */
export function contentOf(type: string, content: JsonObject): Content {
	const { image_key: image, file_key: file, file_name: name } = content;
	switch (type) {
		case 'post':
			return post(content);
		case 'interactive':
			// A picture of a card can't be downloaded.
			return { text: paragraphs(content.title, content.elements), attachments: [] };
		case 'image':
			return { text: '', attachments: attachment('image', image) };
		case 'file':
		case 'audio':
			return { text: '', attachments: attachment(type, file, name) };
		case 'media':
		case 'video':
			return { text: '', attachments: attachment('video', file, name) };
		case 'system':
			return { text: filled(content), attachments: [] };
		case 'todo':
			return { text: post(objectOf(content.summary)).text, attachments: [] };
		case 'vote':
			return { text: lines([content.topic, ...(Array.isArray(content.options) ? content.options : [])]), attachments: [] };
		case 'folder':
		case 'sticker':
			// Neither says anything, nor can it be downloaded.
			return { text: '', attachments: [] };
		default:
			return { text: said(content), attachments: [] };
	}
}

const attachment = (kind: Attachment['kind'], key: unknown, name: unknown = ''): Attachment[] =>
	textOf(key) === '' ? [] : [{ kind, key: textOf(key), name: textOf(name) }];

/** A post comes in one language; one that an app has sent may come in several, of which the first stands for all. */
function post(content: JsonObject): Content {
	const { title, content: body } = Array.isArray(content.content) ? content : (Object.values(content).filter(isObject).find((one) => Array.isArray(one.content)) ?? content);
	const nodes = Array.isArray(body) ? body.flatMap((paragraph) => objectsIn(paragraph)) : [];
	return {
		text: paragraphs(title, body),
		attachments: nodes.flatMap(({ tag, image_key: image, file_key: file, file_name: name }) =>
			tag === 'img' ? attachment('image', image) : tag === 'media' ? attachment('video', file, name) : [],
		),
	};
}

/** Those that hold a picture alone say nothing. */
const paragraphs = (title: unknown, body: unknown): string =>
	lines([title, ...(Array.isArray(body) ? body.map((paragraph) => objectsIn(paragraph).map((node) => shown(node)).join('')) : [])]);

const lines = (texts: unknown[]): string => texts.map(textOf).filter((text) => text !== '').join('\n');

/** A card's note holds elements, but no other note: what goes deeper is nothing that the platform makes. */
const DEEPEST = 5;

function shown(node: JsonObject, depth = 0): string {
	const text = textOf(node.text);
	switch (node.tag) {
		case 'a':
			// As in a message of type text.
			return text === '' || text === node.href ? textOf(node.href) : `[${text}](${textOf(node.href)})`;
		case 'at':
			return /^@_/.test(textOf(node.user_id)) ? textOf(node.user_id) : `@${textOf(node.user_name) || textOf(node.user_id)}`;
		case 'emotion':
			return `[${textOf(node.emoji_type)}]`;
		case 'hr':
			return '---';
		case 'button':
			return `[${text}] `;
		case 'note':
			return depth < DEEPEST ? objectsIn(node.elements).map((one) => shown(one, depth + 1)).join(' ') : '';
		default:
			return text;
	}
}

/** `{from_user} invited {to_chatters} to this chat.` */
const filled = ({ template, ...values }: JsonObject): string =>
	textOf(template).replace(/\{(\w{1,50})\}/g, (place, name: string) => {
		const value = Object.hasOwn(values, name) ? values[name] : place;
		return Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value) || textOf(objectOf(value).text);
	});

/** What other types call their text: a red packet, a calendar event, a call, a place, a forwarded collection. */
const said = ({ text, summary, topic, name, content }: JsonObject): string => [text, summary, topic, name, content].map(textOf).find((one) => one !== '') ?? '';
