import { asArray, asObject, asText, isObject } from '../json';
import type { Group, JsonObject } from '../types';
import type { Inline, MessageView } from '../view';
import { isTemplate } from './card';
import { cardView } from './cardView';
import { decodeEntities } from './entities';
import { mention } from './people';

/**
 * What a reader of a Feishu or Lark group sees. Works on any body, also on those a switched-off check let through.
 * `isAnswered`: an app has sent it, which hears of clicks.
 */
export function feishuView(msgType: string, body: JsonObject, group: Group, isAnswered = false): MessageView {
	const content = asObject(body.content);
	switch (msgType) {
		case 'text':
			return { kind: 'text', inlines: textInlines(asText(content.text), group) };
		case 'post':
			return postView(asObject(content.post), group);
		case 'image':
			return { kind: 'tile', label: 'Image', detail: asText(content.image_key) };
		case 'share_chat':
			return { kind: 'tile', label: 'Group card', detail: asText(content.share_chat_id) };
		case 'interactive':
			return isObject(body.card) ? interactiveView(body.card, group, isAnswered) : unrendered(msgType, body);
		default:
			return unrendered(msgType, body);
	}
}

const unrendered = (type: string, json: JsonObject): MessageView => ({ kind: 'unrendered', type, json });

function interactiveView(card: JsonObject, group: Group, isAnswered: boolean): MessageView {
	if (!isTemplate(card)) return { kind: 'card', card: cardView(card, group, isAnswered) };
	return unrendered('card template', asObject(card.data));
}

const AT_TAG = /<at\s+user_id\s*=\s*"([^"<>]*)"\s*>([^<]*)<\/at>/g;
const BARE_URL = /https?:\/\/[^\s<>"'，。；！）】]+/gi;

/** Text messages know the at tag and nothing else; clients make addresses clickable. */
export function textInlines(text: string, group: Group): Inline[] {
	const inlines: Inline[] = [];
	let from = 0;
	for (const match of text.matchAll(AT_TAG)) {
		inlines.push(...plain(text.slice(from, match.index)));
		inlines.push(mention(group, match[1] ?? '', match[2] ?? ''));
		from = match.index + match[0].length;
	}
	return [...inlines, ...plain(text.slice(from))];
}

function plain(text: string): Inline[] {
	const inlines: Inline[] = [];
	let from = 0;
	const push = (piece: string): void => {
		if (piece !== '') inlines.push({ kind: 'text', text: piece });
	};
	for (const match of text.matchAll(BARE_URL)) {
		push(text.slice(from, match.index));
		inlines.push({ kind: 'link', href: match[0], children: [{ kind: 'text', text: match[0] }] });
		from = match.index + match[0].length;
	}
	push(text.slice(from));
	return inlines;
}

function postView(post: JsonObject, group: Group): MessageView {
	const preferred = group.platform === 'lark' ? ['en_us', 'zh_cn'] : ['zh_cn', 'en_us'];
	const body = asObject(preferred.map((locale) => post[locale]).find(isObject));
	return {
		kind: 'post',
		title: asText(body.title),
		paragraphs: asArray(body.content).map((paragraph) =>
			asArray(paragraph).map((node) => postNode(asObject(node), group)),
		),
	};
}

function postNode(node: JsonObject, group: Group): Inline {
	const text = asText(node.text);
	switch (node.tag) {
		case 'a':
			return { kind: 'link', href: asText(node.href), children: [{ kind: 'text', text }] };
		case 'at':
			return mention(group, asText(node.user_id), asText(node.user_name));
		case 'img':
			return { kind: 'image', key: asText(node.image_key), alt: '' };
		default:
			return { kind: 'text', text: node.un_escape === true ? decodeEntities(text) : text };
	}
}
