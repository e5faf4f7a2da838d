import { isFilled, isObject } from '../json';
import type { JsonObject } from '../types';

/**
 * The shapes of text, post, image and share_chat. Each function names what is wrong, or nothing.
 * "自定义机器人使用指南", https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 */
type Shape = (content: JsonObject) => string | undefined;

const LOCALES = ['zh_cn', 'en_us'] as const;

const text: Shape = (content) =>
	// Unconfirmed: the guide marks `text` as required and does not speak of the empty string; refused here.
	isFilled(content.text) ? undefined : 'content.text';

const image: Shape = (content) => (isFilled(content.image_key) ? undefined : 'content.image_key');

const shareChat: Shape = (content) =>
	isFilled(content.share_chat_id) && content.share_chat_id.startsWith('oc_') ? undefined : 'content.share_chat_id';

const post: Shape = (content) => {
	// The guide's description has `content.post.zh_cn`; one sample of its FAQ leaves `post` out.
	// Unconfirmed: whether that works; refused here.
	if (!isObject(content.post)) return 'content.post';
	const locales = content.post;
	if (!LOCALES.some((locale) => locale in locales)) return 'content.post.zh_cn';
	for (const locale of LOCALES) {
		const problem = locale in locales ? postBody(locales[locale]) : undefined;
		if (problem !== undefined) return `content.post.${locale}.${problem}`;
	}
	return undefined;
};

function postBody(body: unknown): string | undefined {
	if (!isObject(body)) return 'content';
	if (body.title !== undefined && typeof body.title !== 'string') return 'title';
	if (!Array.isArray(body.content) || body.content.length === 0) return 'content';
	for (const paragraph of body.content) {
		if (!Array.isArray(paragraph)) return 'content[]';
		for (const node of paragraph) {
			if (!isObject(node) || !isPostNode(node)) return 'content[][]';
		}
	}
	return undefined;
}

function isPostNode(node: JsonObject): boolean {
	switch (node.tag) {
		case 'text':
			return typeof node.text === 'string' && (node.un_escape === undefined || typeof node.un_escape === 'boolean');
		case 'a':
			return typeof node.text === 'string' && isLegalLink(node.href);
		case 'at':
			return isFilled(node.user_id) && (node.user_name === undefined || typeof node.user_name === 'string');
		case 'img':
			return isFilled(node.image_key);
		default:
			// Unconfirmed: the guide lists these four tags for custom bots; others (md, media, emotion, ...) are refused here.
			return false;
	}
}

/** "你需要确保链接地址的合法性，否则消息会发送失败" */
function isLegalLink(href: unknown): boolean {
	return typeof href === 'string' && /^(?:https?|lark|feishu):\/\//i.test(href) && URL.canParse(href);
}

const SHAPES: Record<string, Shape> = { text, post, image, share_chat: shareChat };

export const MESSAGE_TYPES: readonly string[] = [...Object.keys(SHAPES), 'interactive'];

/** What is wrong with the content of a message, or nothing. Cards are another matter. */
export function contentProblem(msgType: string, body: JsonObject): string | undefined {
	const shape = Object.hasOwn(SHAPES, msgType) ? SHAPES[msgType] : undefined;
	if (shape === undefined) return undefined;
	return isObject(body.content) ? shape(body.content) : 'content';
}
