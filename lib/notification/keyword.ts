import { InputError } from '../inputError';
import { cutToFit } from './text';

/**
 * A bot with security keywords takes only messages that contain one of them.
 * Returns the keyword to add to a message that shows `visible`, or undefined if none is needed.
 */
export function missingKeyword(visible: string, keywords: string[]): string | undefined {
	return keywords.some((keyword) => visible.includes(keyword)) ? undefined : keywords[0];
}

/**
 * `text`, cut as little as needed, then `endings` (mentions) and a keyword if the text shows none, each on
 * a line of its own: they are never cut. Throws an {@link InputError} when nothing of the text fits beside them.
 */
export function textWithEndings(
	text: string,
	endings: string[],
	keywords: string[],
	mark: string,
	fits: (candidate: string) => boolean,
): { text: string; cut: boolean } {
	const cutFor = (lines: string[]) => {
		const ending = lines.filter((line) => line !== '').map((line) => `\n${line}`).join('');
		return { ending, beginning: cutToFit(text, mark, (candidate) => fits(candidate + ending)) };
	};
	// A mention is not searched for the keyword: its ID is not what the chat shows.
	const keyword = missingKeyword(cutFor(endings).beginning, keywords);
	const { beginning, ending } = cutFor(keyword === undefined ? endings : [...endings, keyword]);
	if (beginning === '') throw new InputError('The mentions leave no room for the text', 'Mention fewer people, or everyone.');
	return { text: beginning + ending, cut: beginning !== text };
}

/** "alert, 告警" as people write it in one field. */
export const splitList = (text: string): string[] =>
	text
		.split(/[,，;；\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
