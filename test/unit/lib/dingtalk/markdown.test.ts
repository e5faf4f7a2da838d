import fc from 'fast-check';
import { InputError } from '../../../../lib/inputError';
import { markdownWithEndings, shownOf } from '../../../../lib/dingtalk/markdown';
import { hostileText } from '../support/hostileText';
import { expectBalanced, topParagraphs } from '../support/markdownReader';
import { markdownText } from '../support/markdownTexts';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

const MARK = '…(cut)';
const cutTo = (length: number, text: string, endings: string[] = [], keywords: string[] = []) =>
	markdownWithEndings(text, endings, keywords, MARK, (candidate) => candidate.length <= length);

describe('a markdown text', () => {
	test('that fits is left as it is, well-formed or not', () => {
		for (const text of ['**bold', '[x](', '```\ncode', '# h\n\n  text  \n', '\\']) {
			expect(cutTo(1000, text)).toEqual({ text, cut: false });
		}
	});

	test('cut anywhere stays well-formed, with mentions and keyword in paragraphs of their own', () => {
		holds(
			fc.property(markdownText(0), fc.double({ min: 0, max: 1, noNaN: true }), (whole, part) => {
				const ending = '\n\n@lilei\n\nalert';
				const length = ending.length + MARK.length + Math.floor(part * (whole.length - MARK.length));
				const { text, cut } = cutTo(length, whole, ['@lilei'], ['alert']);
				expect(text.length).toBeLessThanOrEqual(length);
				expect(isWellFormed(text)).toBe(true);
				expectBalanced(text, whole);
				expect(topParagraphs(text).slice(-2)).toEqual(['@lilei', 'alert']);
				expect(text.includes(MARK)).toBe(cut);
			}),
			400,
		);
	});

	test('cut at every single place of a text with all kinds of markup', () => {
		const whole = [
			'# Head **bold *both* bold**',
			'a [link **x**](https://a.example.com/ "title") ![pic](https://b.example.com/p.png) b',
			'- ***one*** `co de`',
			'- _two_ &copy; \\*not\\*',
			'',
			'> ~~quo te~~ <font color="red">red **bold**</font>',
			'> ```',
			'> code',
			'> ```',
			'',
			'```js',
			'const a = 1;',
			'',
			'const b = 2;',
			'```',
			'last **line**',
		].join('\n');
		for (let length = MARK.length; length < whole.length; length++) {
			const { text, cut } = cutTo(length, whole);
			expect(cut).toBe(true);
			expect(text.length).toBeLessThanOrEqual(length);
			expectBalanced(text.replaceAll('\\*', ''), whole);
		}
	});

	test('of anything at all is cut within the limit, between what a reader sees as characters', () => {
		holds(
			fc.property(hostileText(40), fc.integer({ min: 20, max: 200 }), (given, length) => {
				const whole = `x ${given} 👨‍👩‍👧‍👦👨‍👩‍👧‍👦`;
				const { text } = cutTo(length, whole, ['@lilei']);
				expect(text.length).toBeLessThanOrEqual(length);
				expect(text.endsWith('\n\n@lilei')).toBe(true);
				// A family is whole or absent.
				expect(text.replaceAll('👨‍👩‍👧‍👦', '')).not.toMatch(/[👨👩👧👦\u200D]/u);
			}),
			400,
		);
	});

	test.each([
		['in bold', 22, 'text **bold words** and more', 'text **bold wo**…(cut)'],
		['behind the first mark of bold', 13, 'text **bold words** and more', 'text…(cut)'],
		['in the text of a link', 34, 'see [the log of it](https://x.example) now and then', 'see [the](https://x.example)…(cut)'],
		['in the address of a link', 25, 'x [log](https://x.example/long) and more text', 'x…(cut)'],
		['in a picture', 30, 'x ![the picture](https://x.example/p.png) and more text', 'x…(cut)'],
		['in a block of code', 29, '```js\nconst a = 1;\nconst b = 2;\n```\nend', '```js\nconst a = 1;\n```\n…(cut)'],
		['right behind a block of code', 19, '```\ncode\n```\n\nmore and more', '```\ncode\n```\n…(cut)'],
		['in code', 16, 'run `npm install` first', 'run `npm`…(cut)'],
		['in nested emphasis', 20, '**a *b c d e f g* h** i j', '**a *b c d***…(cut)'],
		['in coloured text', 39, 'x <font color="red">red text</font> and more and more', 'x <font color="red">red te</font>…(cut)'],
		['in a tag', 20, 'x <font color="red">red</font> and more', 'x…(cut)'],
		['behind the sign of a list item', 12, 'text\n- item that is long', 'text…(cut)'],
		['in an entity', 12, 'a b &nbsp; c d e f', 'a b…(cut)'],
		['behind a backslash', 14, '**a b c\\*d e f** g h', '**a b**…(cut)'],
	])('cut %s', (_, length, whole, expected) => {
		expect(cutTo(length, whole).text).toBe(expected);
	});

	test('marks that belong to nothing are left alone', () => {
		expect(cutTo(24, '2 * 3 * 4 = 24 and more and more').text).toBe('2 * 3 * 4 = 24 and…(cut)');
		expect(cutTo(24, 'snake_case_name is a name of mine').text).toBe('snake_case_name is…(cut)');
		expect(cutTo(20, '[CPU 95% on host and so on').text).toBe('[CPU 95% on ho…(cut)');
	});

	test.each([
		['bold', `**${'x'.repeat(100_000)}**`, `**${'x'.repeat(90)}**${MARK}`],
		['a block of code', `~~~\n${'x'.repeat(300_000)}\n~~~`, `~~~\n${'x'.repeat(85)}\n~~~\n${MARK}`],
		['a link', `[${'x'.repeat(100_000)}](https://x.example)`, `[${'x'.repeat(73)}](https://x.example)${MARK}`],
	])('that is nothing but %s longer than any message fills it to the last character', (_, whole, expected) => {
		expect(cutTo(100, whole)).toEqual({ text: expected, cut: true });
	});

	test('with a block of code that nothing ends: what is added stands behind it', () => {
		expect(cutTo(1000, '```\ncode', ['@lilei'], ['alert']).text).toBe('```\ncode\n```\n\n\n@lilei\n\nalert');
		expect(cutTo(1000, '```\nalert\n', ['@lilei'], ['alert']).text).toBe('```\nalert\n```\n\n\n@lilei');
	});

	test('is refused when what has to stand beside it fills the message', () => {
		expect(() => cutTo(20, 'text', [`@${'x'.repeat(30)}`])).toThrow(InputError);
	});

	test.each([
		['emphasis and brackets', '_a '.repeat(60_000) + '[x] b* '.repeat(20_000)],
		['empty list items', '-\n'.repeat(100_000)],
		['asterisks', ' *'.repeat(100_000)],
		['half links', '[x](a '.repeat(33_000)],
		['one run of backticks', '`'.repeat(200_000)],
		['backticks that nothing ends', '\\``'.repeat(60_000)],
		['backslashes before tabs', '\t\\'.repeat(100_000)],
		['brackets behind tags', '<font>'.repeat(500) + ']'.repeat(190_000)],
	])('of markup that leads nowhere is cut in no time: %s', (_, whole) => {
		const start = performance.now();
		expect(cutTo(20_000, whole).text.length).toBeLessThanOrEqual(20_000);
		expect(performance.now() - start).toBeLessThan(2_000);
	});

	test('with half a character is cut, too', () => {
		expect(cutTo(20, `x 󔬈𦫚\ud800\n# heading\\*${'x'.repeat(40)}`, ['@lilei']).text.endsWith(`${MARK}\n\n@lilei`)).toBe(true);
	});

	test('of more markup than a call takes arguments is cut, however deep the caller is', () => {
		const cutBelow = (calls: number): string => (calls === 0 ? cutTo(100, '\\a'.repeat(100_000)).text : `${cutBelow(calls - 1)}`);
		expect(cutBelow(2_000)).toBe(`${'\\a'.repeat(47)}${MARK}`);
	});
});

describe('a keyword', () => {
	const KEYWORDS = ['alert', '告警'];

	test.each(['alert', 'an **alert** here', '## 告警', '[alert](https://x.example)', '`alert`', '```\nalert\n```', '> - alert'])('in %j is seen', (text) => {
		expect(cutTo(1000, text, [], KEYWORDS).text).toBe(text);
	});

	test.each([
		'nothing',
		'[x](https://alert.example)',
		'[x](https://x.example "alert")',
		'[x](https://x.example/(alert)alert)',
		'![alert](https://x.example/p.png)',
		'[![alert](https://x.example/p.png)](https://x.example)',
		'<font color="alert">x</font>',
		'**al**ert',
		'al\\ert',
		'&alert;',
		'```alert\nx\n```',
		'[ref]: https://alert.example',
		'<https://alert.example>',
	])('in %j is not seen, or not as it is', (text) => {
		expect(cutTo(1000, text, [], KEYWORDS).text).toBe(`${text}\n\nalert`);
	});

	test('that the cut takes away is added again', () => {
		const whole = `${'x '.repeat(100)} alert`;
		const { text } = cutTo(100, whole, [], KEYWORDS);
		expect(text).toMatch(/…\(cut\)\n\nalert$/);
		expect(text.length).toBeGreaterThan(97);
		expect(text.length).toBeLessThanOrEqual(100);
	});

	test('in a mention is not one', () => {
		expect(cutTo(1000, 'x', ['@alert'], KEYWORDS).text).toBe('x\n\n@alert\n\nalert');
	});

	test('counts only where the sent text holds it, too', () => {
		holds(fc.property(hostileText(20), (text) => {
			for (const part of shownOf(text).split('\n')) expect(text).toContain(part);
		}));
	});
});
