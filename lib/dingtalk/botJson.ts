import { isObject, objectOf, objectsIn, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { missingKeyword } from '../notification/keyword';
import type { Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { fits, tooLarge } from './fields';
import { markdownWithEndings, shownOf } from './markdown';
import { checkCount } from './mentions';

/** The field that holds the text of a message, by `msgtype`. */
const TEXT_FIELDS: Record<string, string> = { text: 'content', markdown: 'text', link: 'text', actionCard: 'text' };
const MARKDOWN_TYPES = ['markdown', 'actionCard'];
/** Mentions work in these. */
const MENTION_TYPES = ['text', 'markdown', 'actionCard'];

/**
 * A message that the user has written as JSON, as the webhook takes it. Only its outer shape is checked: the platform
 * may know more types than this package. A keyword is added where the type has a text.
 */
export function botJson(json: JsonObject, keywords: string[]): Rendered<BotMessage> {
	const { msgUuid, ...body } = json;
	const { msgtype } = body;
	if (typeof msgtype !== 'string' || msgtype === '') {
		throw new InputError('The JSON has no "msgtype"', 'Add it, for example "msgtype": "markdown", and beside it the object that it names.');
	}
	const content = Object.hasOwn(body, msgtype) ? body[msgtype] : undefined;
	if (!isObject(content)) {
		throw new InputError(`The JSON has the msgtype "${msgtype.slice(0, 50)}" but no object of that name`, `Add "${msgtype.slice(0, 50)}": { ... } beside "msgtype".`);
	}
	const at = objectOf(body.at);
	const people = [at.atMobiles, at.atUserIds].flatMap((list: unknown) => (Array.isArray(list) ? list : [])).filter(isText);
	checkCount(people.length);
	const { added, warnings } = withKeyword(msgtype, content, keywords);
	const message = { ...body, [msgtype]: added } as unknown as BotMessage;
	checkSize(message);
	return {
		body: message,
		warnings: [
			...(msgUuid === undefined ? [] : ['The msgUuid in the JSON was left out: the node sets its own, by which the platform drops repeated messages.']),
			...mentionWarnings(msgtype, textOf(msgtype, content), people),
			...warnings,
		],
	};
}

const isText = (value: unknown): value is string => typeof value === 'string';

function textOf(msgtype: string, content: JsonObject): string {
	const text = content[TEXT_FIELDS[msgtype] ?? ''];
	return isText(text) ? text : '';
}

function withKeyword(msgtype: string, content: JsonObject, keywords: string[]): { added: JsonObject; warnings: string[] } {
	const keyword = missingKeyword(shown(msgtype, content), keywords);
	if (keyword === undefined) return { added: content, warnings: [] };
	const text = textOf(msgtype, content);
	if (text.trim() === '') {
		const warning = `The JSON has no text that a security keyword ("${keyword}") could be added to. If the robot refuses the message for that (310000), put the keyword into the JSON yourself.`;
		return { added: content, warnings: [warning] };
	}
	const added = MARKDOWN_TYPES.includes(msgtype) ? markdownWithEndings(text, [], [keyword], '', () => true).text : `${text}\n${keyword}`;
	return { added: { ...content, [TEXT_FIELDS[msgtype]!]: added }, warnings: [] };
}

/** What a reader surely sees. */
function shown(msgtype: string, content: JsonObject): string {
	if (MARKDOWN_TYPES.includes(msgtype)) return shownOf(textOf(msgtype, content));
	const links = objectsIn(content.links);
	// The title of a markdown message stands only in the chat list.
	return [textOf(msgtype, content), content.title, ...links.map(({ title }) => title)].filter(isText).join('\n');
}

function mentionWarnings(msgtype: string, text: string, people: string[]): string[] {
	const missing = people.filter((person) => !MENTION_TYPES.includes(msgtype) || !text.includes(`@${person}`));
	if (missing.length === 0) return [];
	const cause = MENTION_TYPES.includes(msgtype)
		? `the message's text has to hold ${missing.map((person) => `@${person}`).join(' ')}`
		: `a message of the type ${msgtype} can't mention anybody`;
	return [`Not everybody under "at" is mentioned: ${cause}.`];
}

function checkSize(message: BotMessage): void {
	let fitting: boolean;
	try {
		fitting = fits(message);
	} catch {
		throw new InputError('The JSON can\'t be written as text: it is nested too deeply, or holds itself', 'Check the expression that makes it.');
	}
	if (!fitting) throw tooLarge(message, 'Shorten the texts in the JSON.');
}
