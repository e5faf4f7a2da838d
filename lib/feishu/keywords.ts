import { missingKeyword } from '../notification/keyword';

/**
 * What `make` makes, with a keyword if it shows none by itself. The keyword is settled before the cut is
 * measured: a text that is cut a little shorter could otherwise lose its keyword and need room for it.
 */
export function keepingKeyword<Made>(
	keywords: string[],
	make: (keyword: string | undefined) => Made,
	shown: (made: Made) => string,
): { made: Made; keyword: string | undefined } {
	const made = make(undefined);
	const keyword = missingKeyword(shown(made), keywords);
	return { made: keyword === undefined ? made : make(keyword), keyword };
}

/** For a message that has no place for a keyword. */
export const keywordWarning = (what: string, keywords: string[]): string[] =>
	keywords.length === 0
		? []
		: [
				`The bot has security keywords, and ${what} has no place where the node could add one: the bot may refuse it (error 19024). If it does, protect the bot by a signature instead of keywords.`,
			];
