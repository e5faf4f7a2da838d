import { InputError } from '../inputError';
import { missingKeyword } from '../notification/keyword';
import { cutToFit } from '../notification/text';
import { pairsOf, type Pair } from './markdownPairs';

/** No robot takes a longer text, so that no more has to be looked at. */
const LONGEST = 200_000;

/**
 * A user's markdown, then `endings` (mentions) and a keyword if the text shows none, each in a paragraph of its own:
 * they are never cut. The text is cut as little as needed, and no markup is torn apart by it. Throws an
 * {@link InputError} when nothing of the text fits beside the rest.
 */
export function markdownWithEndings(
	markdown: string,
	endings: string[],
	keywords: string[],
	mark: string,
	fits: (candidate: string) => boolean,
): { text: string; cut: boolean } {
	const source = markdown.slice(0, LONGEST);
	const pairs = pairsOf(source);
	const cutFor = (paragraphs: string[]) => {
		const ending = paragraphs.filter((text) => text !== '').map((text) => `\n\n${text}`).join('');
		const whole = ending === '' ? markdown : withCodeEnded(markdown, pairs);
		const cut = !fits(whole + ending);
		return { ending, cut, beginning: cut ? cutMarkdown(source, pairs, mark, (candidate) => fits(candidate + ending)) : whole };
	};
	// A mention is not searched for the keyword: its ID is not what the chat shows.
	const keyword = missingKeyword(shownOf(cutFor(endings).beginning), keywords);
	const { ending, cut, beginning } = cutFor(keyword === undefined ? endings : [...endings, keyword]);
	if (beginning === '') {
		throw new InputError('What stands beside the text leaves no room for it', 'Mention fewer people, and use fewer or shorter links.');
	}
	return { text: beginning + ending, cut };
}

/**
 * What a reader surely sees of a markdown text, as it stands there: neither addresses nor pictures, tags and the like.
 * Nobody knows whether the platform searches the text as sent or as shown, so that a keyword has to stand in both.
 */
export const shownOf = (markdown: string): string =>
	markdown
		.replace(/^[ >]*(?:`{3,}|~{3,}).*$/gm, '\n')
		.replace(/^[ >]*\[[^[\]]*\]:.*$/gm, '\n')
		.replace(/<[^<>]*>|&#?\w+;|\\./g, '\n')
		.replace(/!\[[^[\]]*(?=\]\()/g, '\n')
		.replace(/\]\(\S*(?:\s+(?:"[^"]*"|'[^']*')\s*\)\S*)?/g, '\n');

/** Ends a block of code that nothing else ends: what follows is no code. */
export const withoutOpenCode = (markdown: string): string => withCodeEnded(markdown, pairsOf(markdown.slice(0, LONGEST)));

function withCodeEnded(markdown: string, pairs: Pair[]): string {
	const last = pairs.at(-1);
	return last?.end === Infinity ? markdown.replace(/\n?$/, last.close!) : markdown;
}

/** The longest beginning that `fits`, with `mark` behind it; empty when not even the mark fits. */
function cutMarkdown(source: string, pairs: Pair[], mark: string, fits: (candidate: string) => boolean): string {
	const cutAt = (end: number) => endedAt(source, pairs, end) + mark;
	let { length } = cutToFit(source, '', (candidate) => fits(cutAt(candidate.length)));
	// What ends the markup takes room, too, so that a shorter text may have become a longer one.
	while (length > 0 && !fits(cutAt(length))) {
		const before = length - 1;
		// A lone half of a character counts as none, which must not keep the loop going.
		length = Math.min(before, cutToFit(source.slice(0, length), '', (candidate) => candidate.length <= before).length);
	}
	const text = cutAt(length);
	return fits(text) ? text : '';
}

/** The text up to `end`, with all that is open there ended or, where that is not possible or shows nothing, left out. */
function endedAt(source: string, pairs: Pair[], end: number): string {
	let text = trimmed(source.slice(0, end));
	let closing = '';
	// Those that end first are the innermost.
	for (const pair of pairs) {
		if (pair.start >= end || pair.end <= end || pair.start >= text.length) continue;
		text = trimmed(text.slice(0, Math.max(pair.inner, pair.innerEnd)));
		if (pair.close === undefined || text.length <= pair.inner) {
			text = trimmed(text.slice(0, pair.start));
			closing = '';
		} else closing += pair.close;
	}
	// Behind the last line of a block of code, a mark would be a part of that line and the block go on.
	const codeEndsHere = closing === '' && pairs.some((pair) => pair.end === text.length && pair.close?.startsWith('\n'));
	if (codeEndsHere) return `${text}\n`;
	return text + closing;
}

/** An empty heading, list item or quote; a line of nothing but marks. */
const EMPTY_LINE = /^[ \t>]*(?:[-+*]|\d+[.)]|#{1,6}|[*_][ \t*_]*)?$/;

/** Without what would read as something else at the end of a text. */
function trimmed(text: string): string {
	for (let left = text.trimEnd(); left !== ''; ) {
		const lineStart = left.lastIndexOf('\n') + 1;
		// Line by line: a text may be one line of 200,000 such ends.
		const line = withoutLooseEnds(left.slice(lineStart));
		if (!EMPTY_LINE.test(line)) return left.slice(0, lineStart) + line;
		left = left.slice(0, lineStart).trimEnd();
	}
	return '';
}

function withoutLooseEnds(line: string): string {
	for (let left = line; ; ) {
		const kept = withoutLooseEnd(left);
		if (kept === left) return left;
		left = kept;
	}
}

/** Without asterisks and the like that stand alone behind the last word, or a backslash that would change what follows. */
function withoutLooseEnd(line: string): string {
	let word = line.length;
	while (/[ \t*_]/.test(line.charAt(word - 1))) word--;
	// What touches the word belongs to it.
	const [marks] = /^[*_]*/.exec(line.slice(word))!;
	const kept = line.slice(0, word + marks.length);
	let backslashes = 0;
	while (kept.at(-1 - backslashes) === '\\') backslashes++;
	return (backslashes % 2 === 0 ? kept : kept.slice(0, -1)).trimEnd();
}
