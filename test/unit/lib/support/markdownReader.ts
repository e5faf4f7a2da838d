import MarkdownIt, { type Token } from 'markdown-it';

const reader = new MarkdownIt('default', { html: false, linkify: false, typographer: false });

/** Every token of a text, also those inside lines. */
export const tokensOf = (text: string): Token[] => reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

const attributes = (text: string, name: 'href' | 'src') =>
	tokensOf(text).map((token) => token.attrGet(name)).filter((value) => value !== null);
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0;

/** The paragraphs that stand in no list, quote or the like, as they were written. */
export const topParagraphs = (text: string): string[] =>
	reader.parse(text, {}).filter(({ level, type }) => level === 1 && type === 'inline').map(({ content }) => content);

/** No markup is left over, and nothing leads elsewhere than in the text that was cut. */
export function expectBalanced(cut: string, whole: string): void {
	const shown = tokensOf(cut)
		.filter(({ type }) => type === 'text')
		.map(({ content }) => content)
		.join('\n');
	expect(shown.replace(/<\/?font[^<>]*>/g, '')).not.toMatch(/[*_~`[\]\\<>]|https?:|&\w/);
	expect(count(cut, /<font /g)).toBe(count(cut, /<\/font>/g));
	const [hrefs, sources] = [new Set(attributes(whole, 'href')), new Set(attributes(whole, 'src'))];
	expect(attributes(cut, 'href').filter((href) => !hrefs.has(href))).toEqual([]);
	expect(attributes(cut, 'src').filter((source) => !sources.has(source))).toEqual([]);
}

/** No half of what a reader sees as one character, in texts of {@link markdownText}. */
export const expectWholeGraphemes = (text: string): void =>
	expect(text.replace(/👨‍👩‍👧‍👦|🇨🇳|e\u0301/g, '')).not.toMatch(/👨|👩|👧|👦|\u200D|\u0301|\p{Regional_Indicator}/u);
