import fc from 'fast-check';
import { cutToFit, cutToLength, jsonBytes, oneLine, plainText } from '../../../../lib/notification/text';
import { hostileText } from '../support/hostileText';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What a reader sees as single characters. */
const characters = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);

const manyCharacters = fc
	.array(
		fc.oneof(
			fc.constantFrom('👨‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '🇨🇳', '🇩🇪', 'e\u0301\u0323', 'ก็', '각', '\u1100\u1161', '汉', '\r\n', '\n', ' ', 'a', '"', '\\', '€', '𝒳', '1\uFE0F\u20E3'),
			fc.string({ unit: 'binary', maxLength: 3 }),
		),
		{ maxLength: 60 },
	)
	.map((parts) => parts.join(''));
const mark = fc.constantFrom('…', '… (cut)', '…（已截断）');

describe('a text that is too long', () => {
	const bytes = (most: number) => (candidate: string) => jsonBytes(candidate) <= most;

	test('is cut to the longest beginning that fits, between characters as a reader sees them', () => {
		holds(
			fc.property(manyCharacters, mark, fc.integer({ min: 20, max: 300 }), (text, end, most) => {
				const fits = bytes(most);
				const cut = cutToFit(text, end, fits);
				expect(fits(cut)).toBe(true);
				if (fits(text)) return expect(cut).toBe(text);
				// The result is one of those that a slow search through all beginnings finds, and the longest.
				const all = characters(text);
				const beginnings = all.map((_, count) => all.slice(0, count).join(''));
				const longest = beginnings.filter((beginning) => fits(beginning + end)).at(-1);
				expect(cut).toBe(`${longest!.trimEnd()}${end}`);
			}),
			500,
		);
	});

	test.each([
		['a family', 'ab👨‍👩‍👧‍👦cd'],
		['a flag', 'ab🇨🇳cd'],
		['a skin tone', 'ab👍🏽cd'],
		['an accent', 'abe\u0301\u0323cd'],
		['a keycap', 'ab1\uFE0F\u20E3cd'],
		['a character outside the basic plane', 'ab𝒳cd'],
		['a Korean syllable', 'ab\u1100\u1161\u11A8cd'],
	])('%s stays whole or goes', (_, text) => {
		const whole = characters(text);
		for (let length = 1; length < text.length; length++) {
			const cut = cutToLength(text, length, '…');
			expect(cut.endsWith('…')).toBe(true);
			expect(whole.slice(0, characters(cut).length - 1).join('')).toBe(cut.slice(0, -1));
			expect(cut.length).toBeLessThanOrEqual(length);
		}
	});

	test('that fits is left alone, with every space', () => {
		holds(fc.property(manyCharacters, mark, (text, end) => expect(cutToFit(text, end, () => true)).toBe(text)));
	});

	test('loses the spaces before the mark', () => {
		expect(cutToLength('one two   three', 10, '…')).toBe('one two…');
	});

	test('is nothing when not even the mark fits', () => {
		expect(cutToFit('abc', '…', () => false)).toBe('');
		expect(cutToLength('abc', 1, '… (cut)')).toBe('');
	});

	test('of one character that is too big is the mark', () => {
		expect(cutToFit(`a${'\u0301'.repeat(5000)}`, '…', bytes(100))).toBe('…');
	});

	test.each([
		['ASCII', 'a'],
		['Chinese', '汉'],
		['families', '👨‍👩‍👧‍👦'],
		['flags', '🇨🇳'],
		['accents without end', '\u0301'],
		['Korean', '\u1100'],
		['line ends', '\r\n'],
	])('of 10 MB (%s) takes less than two seconds, cleaned and cut', (_, unit) => {
		const text = unit.repeat(Math.ceil(1e7 / unit.length));
		const before = performance.now();
		const cut = cutToFit(plainText(text), '…', bytes(20_000));
		for (let field = 0; field < 20; field++) cutToLength(text, 1500, '…');
		expect(performance.now() - before).toBeLessThan(2000);
		expect(jsonBytes(cut)).toBeLessThanOrEqual(20_000);
	});

	test('counts bytes as they go over the wire', () => {
		expect(jsonBytes({ text: 'é"\n汉👍' })).toBe(Buffer.byteLength('{"text":"é\\"\\n汉👍"}'));
	});
});

describe('text for a chat', () => {
	test('is valid Unicode without control characters, on any input', () => {
		holds(
			fc.property(fc.oneof(hostileText(), fc.string({ unit: 'binary' })), (text) => {
				const plain = plainText(text);
				expect(isWellFormed(plain)).toBe(true);
				// eslint: written as code points, so that no control character stands in a pattern.
				for (const character of plain) {
					const code = character.codePointAt(0)!;
					expect(code === 9 || code === 10 || (code >= 32 && code < 127) || code >= 160).toBe(true);
				}
				expect(plainText(plain)).toBe(plain);
			}),
			300,
		);
	});

	test.each([
		['half a character becomes a replacement character', 'a\uD83Db\uDE00c', 'a\uFFFDb\uFFFDc'],
		['a whole one stays', 'a😀b', 'a😀b'],
		['line ends of Windows and of old Macs become newlines', 'a\r\nb\rc\n\r\nd', 'a\nb\nc\n\nd'],
		['tabs and newlines stay', 'a\tb\nc', 'a\tb\nc'],
		['other control characters go', 'a\u0000b\u001B[31mc\u007Fd\u0085e', 'ab[31mcde'],
		['everything else stays as it is', ' 汉 é "\\" \u200B\u2028 {{ x }} ', ' 汉 é "\\" \u200B\u2028 {{ x }} '],
	])('%s', (_, text, plain) => {
		expect(plainText(text)).toBe(plain);
	});

	test('on one line has no line ends, and single spaces', () => {
		holds(
			fc.property(hostileText(), (text) => {
				expect(oneLine(text)).not.toMatch(/[\r\n\t\u2028\u2029]|\s\s|^\s|\s$/);
			}),
		);
		expect(oneLine('  a\r\n\tb   c ')).toBe('a b c');
	});
});
