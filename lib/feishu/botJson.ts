import { asText } from '../events/values';
import { isObject, objectOf, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { missingKeyword } from '../notification/keyword';
import type { Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { checkCard, isCard, isTemplate } from './cardJson';
import { note, plain, shownOfMarkdown } from './cardParts';
import { chatId, imageKey } from './keys';
import { keywordWarning } from './keywords';
import { fits, tooLarge } from './size';

/**
 * A message as the user wrote it in JSON: a whole body (`msg_type` and `content` or `card`) or a bare card.
 * A keyword is added where the message has a place for it; what else is in it stays as it is, but for a
 * signature, which the client makes at the time of sending.
 * Throws an {@link InputError} for what the platform is known to refuse.
 */
export function botJson(json: JsonObject, keywords: string[]): Rendered<BotMessage> {
	const message = withinLimit(messageOf(json));
	const withKeyword = WITH_KEYWORD[message.msg_type](message, keywords);
	const body = withinLimit(withKeyword ?? message);
	return { body, warnings: withKeyword === undefined ? keywordWarning(WITHOUT_PLACE[message.msg_type] ?? 'it', keywords) : [] };
}

function withinLimit(body: BotMessage): BotMessage {
	if (fits(body)) return body;
	throw tooLarge('The message', body, 'Shorten its texts, or send several messages.');
}

type MessageType = BotMessage['msg_type'];

const HOW =
	'Enter a message body, for example {"msg_type": "text", "content": {"text": "Hello"}}, or a card as the card builder copies it, {"header": {...}, "elements": [...]}.';

const wrong = (what: string, fix = HOW): InputError => new InputError(what, fix);

function messageOf(given: JsonObject): BotMessage {
	const json = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'timestamp' && name !== 'sign')) as JsonObject;
	if (json.msg_type === undefined && isCard(json)) {
		checkCard(json);
		return { msg_type: 'interactive', card: json };
	}
	if (json.msg_type === undefined) throw wrong('The JSON is neither a message (it has no msg_type) nor a card');
	const type = Object.keys(CHECKS).find((known) => known === json.msg_type) as MessageType | undefined;
	if (type === undefined) {
		throw wrong(
			`msg_type "${asText(json.msg_type).slice(0, 100)}" is none that a custom bot can send`,
			`Use one of ${Object.keys(CHECKS).join(', ')}. Files, audio and videos can only be sent by an app.`,
		);
	}
	CHECKS[type](json);
	return { ...json, msg_type: type };
}

/** Throw an {@link InputError} for a body that lacks what its type needs (custom bot usage guide). */
const CHECKS: Record<MessageType, (json: JsonObject) => void> = {
	text: (json) => {
		const { text } = contentOf(json);
		if (typeof text !== 'string' || text.trim() === '') throw wrong('content.text is not a text, or empty');
	},
	post: (json) => {
		const { post } = contentOf(json);
		const locales = isObject(post) ? Object.entries(post) : [];
		if (locales.length === 0) {
			throw wrong('content.post is missing or has no language', 'Write {"msg_type": "post", "content": {"post": {"zh_cn": {"title": "...", "content": [[...]]}}}}.');
		}
		for (const [locale, body] of locales) {
			const paragraphs = isObject(body) ? body.content : undefined;
			if (!Array.isArray(paragraphs) || paragraphs.length === 0 || !paragraphs.every(Array.isArray)) {
				throw wrong(`content.post.${locale}.content is not a list of paragraphs`, 'Each paragraph is a list too: [[{"tag": "text", "text": "..."}]].');
			}
		}
	},
	image: (json) => void imageKey(asText(contentOf(json).image_key)),
	share_chat: (json) => void chatId(asText(contentOf(json).share_chat_id)),
	interactive: (json) => {
		if (isObject(json.card)) return checkCard(json.card);
		throw wrong(
			json.card === undefined && json.content !== undefined ? 'The card stands in "content"' : '"card" is not an object',
			'A custom bot takes it in "card", as an object and not as a text in quotes: {"msg_type": "interactive", "card": {...}}.',
		);
	},
};

function contentOf({ content }: JsonObject): JsonObject {
	if (isObject(content)) return content;
	throw wrong(
		content === undefined ? '"content" is missing' : '"content" is not an object',
		'A custom bot takes it as an object, and not as a text in quotes: "content": {...}.',
	);
}

const WITHOUT_PLACE: Partial<Record<MessageType, string>> = {
	image: 'a picture',
	share_chat: "a group's card",
	interactive: 'a card template',
};

/** The message with a keyword, if it shows none by itself; undefined where it has no place for one. */
const WITH_KEYWORD: Record<MessageType, (message: BotMessage, keywords: string[]) => BotMessage | undefined> = {
	text: (message, keywords) => {
		const text = message.content!.text as string;
		// A mention is not searched for the keyword.
		const keyword = missingKeyword(text.replace(/<[^<>]*>/g, ' '), keywords);
		return keyword === undefined ? message : { ...message, content: { ...message.content, text: `${text}\n${keyword}` } };
	},
	post: (message, keywords) => {
		const locales = Object.entries(message.content!.post as Record<string, JsonObject>);
		const post = Object.fromEntries(locales.map(([locale, body]) => [locale, postWithKeyword(body, keywords)]));
		return { ...message, content: { ...message.content, post } };
	},
	image: () => undefined,
	share_chat: () => undefined,
	interactive: (message, keywords) => {
		const card = message.card!;
		// What a template shows is not known here, but for its variables.
		if (isTemplate(card)) return missingKeyword(JSON.stringify(card.data), keywords) === undefined ? message : undefined;
		return { ...message, card: card.schema === '2.0' ? card2WithKeyword(card, keywords) : card1WithKeyword(card, keywords) };
	},
};

function postWithKeyword(body: JsonObject, keywords: string[]): JsonObject {
	const paragraphs = body.content as unknown[][];
	const texts = paragraphs.flat().flatMap((node) => (isObject(node) ? [asText(node.text)] : []));
	const keyword = missingKeyword([asText(body.title), ...texts].join('\n'), keywords);
	return keyword === undefined ? body : { ...body, content: [...paragraphs, [{ tag: 'text', text: keyword }]] };
}

/** Structure 1.0: one list of elements, or one for each language. */
function card1WithKeyword(card: JsonObject, keywords: string[]): JsonObject {
	const withNote = (elements: unknown[], shown: string[]) => {
		const keyword = missingKeyword(shown.join('\n'), keywords);
		return keyword === undefined ? elements : [...elements, note(keyword)];
	};
	const shownOf = (elements: unknown) => textsIn([card.header, elements]);
	const result = { ...card };
	if (isObject(card.i18n_elements)) {
		result.i18n_elements = Object.fromEntries(
			Object.entries(card.i18n_elements).map(([language, elements]) => [
				language,
				Array.isArray(elements) ? withNote(elements, shownOf(elements)) : elements,
			]),
		);
	}
	if (Array.isArray(card.elements)) result.elements = withNote(card.elements, shownOf(card.elements));
	else if (card.elements === undefined && card.i18n_elements === undefined) {
		const elements = withNote([], shownOf([]));
		if (elements.length > 0) result.elements = elements;
	}
	return result;
}

/** Structure 2.0 has no small print. */
function card2WithKeyword(card: JsonObject, keywords: string[]): JsonObject {
	const body = objectOf(card.body);
	const elements = Array.isArray(body.elements) ? body.elements : [];
	const keyword = missingKeyword(textsIn([card.header, elements]).join('\n'), keywords);
	return keyword === undefined ? card : { ...card, body: { ...body, elements: [...elements, { tag: 'div', text: plain(keyword) }] } };
}

/** Every text that a card surely shows; of an `i18n` text a reader sees one language only. */
function textsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (!isObject(value)) return [];
	const content = typeof value.content === 'string' && value.i18n === undefined ? value.content : '';
	const own = value.tag === 'plain_text' ? [content] : value.tag === 'lark_md' || value.tag === 'markdown' ? [shownOfMarkdown(content)] : [];
	return [...own, ...Object.values(value).flatMap(textsIn)];
}
