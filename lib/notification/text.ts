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
	const ends = [0];
	for (const { index, segment } of graphemes.segment(text.slice(0, LONGEST))) ends.push(index + segment.length);
	let longest = -1;
	let shortest = ends.length;
	while (shortest - longest > 1) {
		const middle = (longest + shortest) >> 1;
		if (fits(text.slice(0, ends[middle]) + mark)) longest = middle;
		else shortest = middle;
	}
	return longest < 0 ? '' : text.slice(0, ends[longest]).trimEnd() + mark;
}

/** At most `length` UTF-16 units, the mark included. */
export const cutToLength = (text: string, length: number, mark: string): string =>
	cutToFit(text, mark, (candidate) => candidate.length <= length);

const encoder = new TextEncoder();

/** Size of a JSON body as it goes over the wire, in bytes. */
export const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
