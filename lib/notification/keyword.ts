import { cutToFit } from './text';

/**
 * A bot with security keywords takes only messages that contain one of them.
 * Returns the keyword to add to a message that shows `visible`, or undefined if none is needed.
 */
export function missingKeyword(visible: string, keywords: string[]): string | undefined {
	return keywords.some((keyword) => visible.includes(keyword)) ? undefined : keywords[0];
}

/**
 * `text`, cut as little as needed, then `endings` (mentions) and a keyword if the result shows none, each on
 * a line of its own: they are never cut.
 */
export function textWithEndings(
	text: string,
	endings: string[],
	keywords: string[],
	mark: string,
	fits: (candidate: string) => boolean,
): { text: string; cut: boolean } {
	const compose = (lines: string[]) => {
		const ending = lines.filter((line) => line !== '').map((line) => `\n${line}`).join('');
		const beginning = cutToFit(text, mark, (candidate) => fits(candidate + ending));
		return { text: beginning + ending, cut: beginning !== text };
	};
	const composed = compose(endings);
	const keyword = missingKeyword(composed.text, keywords);
	return keyword === undefined ? composed : compose([...endings, keyword]);
}

/** "alert, 告警" as people write it in one field. */
export const splitList = (text: string): string[] =>
	text
		.split(/[,，;；\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
