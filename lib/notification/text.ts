/** Plain text for a chat: valid Unicode, no control characters but tab and newline, `\n` line ends. */
export function plainText(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.replace(/\p{Surrogate}/gu, '\uFFFD')
		.replace(/[^\P{Cc}\t\n]/gu, '');
}

/** The same on one line. */
export const oneLine = (text: string): string => plainText(text).replace(/\s+/g, ' ').trim();

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** No platform takes a longer text, so that no more has to be looked at. */
const LONGEST = 200_000;

/**
 * The longest beginning of `text` that `fits`, cut between graphemes (what a reader sees as one character),
 * with `mark` behind it. `fits` must hold for every shorter text if it holds for a longer one.
 */
export function cutToFit(text: string, mark: string, fits: (candidate: string) => boolean): string {
	if (text.length <= LONGEST && fits(text)) return text;
	const considered = text.slice(0, LONGEST);
	let longest = -1;
	let shortest = considered.length + 1;
	while (shortest - longest > 1) {
		const middle = (longest + shortest) >> 1;
		if (fits(considered.slice(0, wholeCharacters(considered, middle)) + mark)) longest = middle;
		else shortest = middle;
	}
	if (longest < 0) return '';
	// Asked once, for the place of the cut: going through all graphemes takes seconds for a long text.
	const end = graphemes.segment(considered).containing(longest)?.index ?? longest;
	return considered.slice(0, end).trimEnd() + mark;
}

/** The same length, or one less where it would cut a surrogate pair. */
function wholeCharacters(text: string, length: number): number {
	const last = text.charCodeAt(length - 1);
	return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}

/** At most `length` UTF-16 units, the mark included. */
export const cutToLength = (text: string, length: number, mark: string): string =>
	cutToFit(text, mark, (candidate) => candidate.length <= length);

const encoder = new TextEncoder();

/** Size of a JSON body as it goes over the wire, in bytes. */
export const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
