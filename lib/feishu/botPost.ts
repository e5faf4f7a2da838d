import type { JsonObject } from '../http';
import { InputError } from '../inputError';
import { words } from '../notification/language';
import { cutToFit, cutToLength, oneLine, plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { imageKey, inRow, webLink } from './keys';
import { keepingKeyword } from './keywords';
import { customBot, type Medium } from './medium';
import { postMention, postMentions, withoutTags, type Mentions } from './mentions';
import { fits } from './size';

export const PART_TYPES = ['text', 'link', 'mention', 'image', 'lineBreak'] as const;

/** A row of the form; of its values only those count that belong to its type. */
export type PostPart = Partial<Record<'type' | 'text' | 'url' | 'openId' | 'imageKey', string>>;

export interface BotPost extends Mentions {
	/** One line; may be empty. */
	title: string;
	parts: PostPart[];
	keywords: string[];
	language: Language;
	medium?: Medium;
}

/** How long the title may be if there is not enough room for all. */
const TITLE_LENGTH = 200;

/**
 * A rich text message (`post`): a title, then the parts one after the other. It has one language, which the
 * platform shows to everybody. The parts are cut to the platform's limit from the end on; mentions and keyword stay.
 */
export function botPost({ title, parts, keywords, language, medium = customBot, ...mentions }: BotPost): Rendered<BotMessage> {
	const pieces = parts.flatMap((part, index) => inRow(`Part ${index + 1}`, () => piecesOf(part, medium)));
	if (pieces.every(({ kind }) => kind === 'break')) {
		throw new InputError('The message has no content', 'Add a part with a text, a link or a picture, or check the expressions that make them.');
	}
	const heading = withoutTags(oneLine(title));
	const mentionLine = postMentions(mentions, language, medium.person);
	const locale = language === 'zh' ? 'zh_cn' : 'en_us';
	const message = (post: Post): BotMessage => ({
		msg_type: 'post',
		content: { post: { [locale]: { title: post.title, content: post.content } } },
	});
	const { made } = keepingKeyword(
		keywords,
		(keyword) => {
			const endings = [mentionLine, keyword === undefined ? [] : [text(keyword)]];
			return fitted({ heading, pieces, endings, mark: words[language].cut }, (post) => fits(message(post), medium));
		},
		shownIn,
	);
	return {
		body: message(made),
		warnings: made.cut ? ['The message was longer than the platform takes and has been cut.'] : [],
	};
}

/** No message takes a longer text, so that no more of a part has to be looked at. */
const LONGEST = 100_000;

interface Piece {
	kind: 'inline' | 'image' | 'break';
	/** What can be cut; one character stands for what can't. */
	source: string;
	/** The node of the post, for what is left of the source. */
	node: (source: string) => JsonObject;
}

interface Post {
	title: string;
	content: JsonObject[][];
	cut: boolean;
}

interface Uncut {
	heading: string;
	pieces: Piece[];
	/** Lines that are never cut. */
	endings: JsonObject[][];
	mark: string;
}

const WHOLE = '\uFFFC';

const text = (content: string): JsonObject => ({ tag: 'text', text: content });
const whole = (kind: 'inline' | 'image', node: JsonObject): Piece => ({ kind, source: WHOLE, node: () => node });
const lineBreak: Piece = { kind: 'break', source: '\n', node: () => text('') };

function piecesOf({ type = 'text', text: content = '', url = '', openId = '', imageKey: key = '' }: PostPart, medium: Medium): Piece[] {
	switch (type) {
		case 'text':
			return withoutTags(plainText(content).slice(0, LONGEST))
				.split('\n')
				.flatMap((source, index) => [
					...(index > 0 ? [lineBreak] : []),
					...(source === '' ? [] : [{ kind: 'inline' as const, source, node: text }]),
				]);
		case 'link': {
			const href = webLink(url);
			const source = withoutTags(oneLine(content)) || href;
			return [{ kind: 'inline', source, node: (shown) => ({ tag: 'a', text: shown, href }) }];
		}
		case 'mention':
			return [whole('inline', postMention(openId.trim(), medium.person))];
		case 'image':
			return [whole('image', { tag: 'img', image_key: imageKey(key, medium.pictures) })];
		case 'lineBreak':
			return [lineBreak];
		default:
			throw new InputError(`"${type.slice(0, 100)}" is not a type of part`, `Use one of ${PART_TYPES.join(', ')}.`);
	}
}

/** The post with all pieces, or with as many as fit: they are cut like one text. */
function fitted({ heading, pieces, endings, mark }: Uncut, isFit: (post: Post) => boolean): Post {
	const lastLines = endings.filter((line) => line.length > 0);
	const source = pieces.map((piece) => piece.source).join('');
	const post = (title: string, candidate: string): Post => {
		const cut = candidate !== source;
		const content = paragraphs(cut ? cutPieces(pieces, candidate.length - mark.length, mark) : pieces);
		return { title, content: [...content, ...lastLines], cut: cut || title !== heading };
	};
	const title = isFit(post(heading, source)) ? heading : cutToLength(heading, TITLE_LENGTH, mark);
	const shown = cutToFit(source, mark, (candidate) => isFit(post(title, candidate)));
	if (shown === '' || shown === mark) {
		throw new InputError('The mentions and addresses leave no room for the text', 'Mention fewer people, or everyone; use shorter addresses.');
	}
	return post(title, shown);
}

/** The first `length` characters of the pieces, and the mark. */
function cutPieces(pieces: Piece[], length: number, mark: string): Piece[] {
	const kept: Piece[] = [];
	let left = length;
	for (const piece of pieces) {
		if (left <= 0) break;
		kept.push({ ...piece, source: piece.source.slice(0, left) });
		left -= piece.source.length;
	}
	return [...kept, { kind: 'inline', source: mark, node: text }];
}

/** A picture stands in a paragraph of its own; a line break beside it is not a blank line. */
function paragraphs(pieces: Piece[]): JsonObject[][] {
	const lines: JsonObject[][] = [[]];
	let afterImage = false;
	for (const { kind, source, node } of pieces) {
		const line = lines.at(-1)!;
		if (kind === 'break') {
			if (!(afterImage && line.length === 0)) lines.push([]);
			continue;
		}
		if (kind === 'image' && line.length > 0) lines.push([]);
		lines.at(-1)!.push(node(source));
		if (kind === 'image') lines.push([]);
		afterImage = kind === 'image';
	}
	const isFilled = (line: JsonObject[]) => line.length > 0;
	return lines
		.slice(lines.findIndex(isFilled), lines.findLastIndex(isFilled) + 1)
		.map((line) => (isFilled(line) ? line : [text('')]));
}

/** Title and texts; a mention is not searched for a keyword. */
const shownIn = ({ title, content }: Post): string =>
	[title, ...content.flat().flatMap((node) => (typeof node.text === 'string' ? [node.text] : []))].join('\n');
