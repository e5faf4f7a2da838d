import fc from 'fast-check';
import { compileExpression } from '../../../../lib/events/regularExpression';
import { InputError } from '../../../../lib/inputError';
import { holds } from '../support/property';

describe('an expression', () => {
	test.each<[string, string[], string[]]>([
		['', [''], ['a', ' ']],
		['disk', ['disk'], ['disk1', 'mydisk', 'Disk', '']],
		['.*disk.*', ['disk', 'a disk 1', 'line\ndisk\nline'], ['dis']],
		['a|bc|', ['a', 'bc', ''], ['abc', 'b']],
		['a(b|c)d', ['abd', 'acd'], ['ad', 'abcd']],
		['(?:ab)+', ['ab', 'abab'], ['', 'aba']],
		['(?i)Prod|stage', ['prod', 'PROD', 'Stage'], ['production']],
		['(?i)[a-c]x', ['AX', 'bX'], ['dx']],
		['(?i)Ärger', ['ärger', 'ÄRGER'], ['arger']],
		['ab?c', ['ac', 'abc'], ['abbc']],
		['a{2}', ['aa'], ['a', 'aaa']],
		['a{2,}', ['aa', 'aaaaa'], ['a']],
		['a{1,3}?', ['a', 'aaa'], ['', 'aaaa']],
		['(ab){0,2}', ['', 'abab'], ['ab ab', 'ababab']],
		['a{x}', ['a{x}'], ['a']],
		['{', ['{'], ['']],
		['[abc]', ['a'], ['d', '']],
		['[^abc]', ['d', '\n'], ['a', '']],
		['[a-z0-9_]+', ['node_1'], ['Node']],
		['[]a]', [']', 'a'], ['b']],
		['[^]a]', ['b'], [']', 'a']],
		['[a-]', ['a', '-'], ['b']],
		['[\\]\\\\.-]', [']', '\\', '.', '-'], ['a']],
		['[\\d.]+', ['10.0.0.1'], ['10,0']],
		['\\d+\\.\\d+', ['1.5'], ['1x5', '٣.٣']],
		['\\w\\W\\s\\S\\D', ['a- bc'], ['a- b1']],
		['\\n\\t\\/\\-\\|', ['\n\t/-|'], ['nt/-|']],
		['^a$', ['a'], ['^a$', 'ab']],
		['^a$|^b$', ['a', 'b'], ['ab']],
		['a^b', [], ['ab', 'a^b']],
		['(^a|b)*', ['', 'a', 'abb'], ['aa', 'ba']],
		['10\\.0\\.0\\.[12]:9100', ['10.0.0.1:9100'], ['10a0.0.1:9100', '10.0.0.3:9100']],
		['.', ['é', '漢', '👍', '\n'], ['', 'ab']],
		['[😀-😂]+', ['😁😂'], ['😃']],
		['(a*)*b', ['b', 'aaab'], ['a']],
		['(|a)+', ['', 'aa'], ['b']],
	])('%j takes %j and not %j', (source, taken, left) => {
		const matches = compileExpression(source);
		for (const text of taken) expect([text, matches(text)]).toEqual([text, true]);
		for (const text of left) expect([text, matches(text)]).toEqual([text, false]);
	});

	test.each([
		['(', 'a ( is not closed'],
		['a(b|', 'a ( is not closed'],
		[')', 'a ) has no ('],
		['[a', 'a [ is not closed'],
		['[', 'a [ is not closed'],
		['*a', 'nothing before * to repeat'],
		['a|+', 'nothing before + to repeat'],
		['a**', 'two repetitions'],
		['a{2}{3}', 'two repetitions'],
		['a{3,2}', 'ends before it begins'],
		['a{101}', 'more than 100 times'],
		['[z-a]', 'ends before it begins'],
		['[a-\\d]', 'needs a character at both ends'],
		['\\', 'nothing follows'],
		['[\\', 'nothing follows'],
		['\\1', '\\1 is not supported'],
		['\\bword', '\\b is not supported'],
		['(?=a)', 'look-around'],
		['(?<name>a)', 'look-around'],
		['(?', 'look-around'],
		['[[:alpha:]]', 'is not supported'],
		['((((a{10}){10}){10}){10}){10}', 'too many'],
		['('.repeat(200), 'nested deeper'],
	])('%j can’t be used, and the error says why and what to do', (source, why) => {
		expect(() => compileExpression(source)).toThrow(expect.objectContaining({ message: expect.stringContaining(why), fix: expect.stringMatching(/\.$/) }));
	});
});

test('any text is an expression or a clear error', () => {
	const parts = fc.constantFrom('a', 'b', '(', ')', '(?:', '[', ']', '^', '$', '|', '*', '+', '?', '{2}', '{1,', '-', '\\', '\\d', '.', '😀', '\uD800', '(?i)');
	holds(
		fc.property(fc.array(parts, { maxLength: 12 }), fc.string({ unit: 'binary' }), (source, text) => {
			try {
				expect(typeof compileExpression(source.join(''))(text)).toBe('boolean');
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
		1000,
	);
});

test('agrees with JavaScript’s own regular expressions', () => {
	const { expression } = fc.letrec<{ expression: string; atom: string; class: string }>((tie) => ({
		class: fc
			.tuple(fc.array(fc.constantFrom('a', 'b', 'a-c', '\\d', '^', '.'), { maxLength: 3 }), fc.constantFrom('', '-'))
			.map(([items, dash]) => `x${items.join('')}${dash}`),
		atom: fc.oneof(
			// Deeper ones take JavaScript's own up to minutes.
			{ maxDepth: 1, withCrossShrink: true },
			fc.constantFrom('a', 'b', 'c', '1', '.', '\\d', '\\.', '\\W', '^', '$'),
			tie('class').map((items) => `[${items}]`),
			tie('class').map((items) => `[^${items}]`),
			tie('expression').map((inner) => `(${inner})`),
		),
		expression: fc
			.array(
				fc.array(
					fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '*?', '{2}', '{1,2}', '{0,}')).map(([atom, times]) => (/^[$^]/.test(atom) ? atom : atom + times)),
					{ maxLength: 4 },
				),
				{ minLength: 1, maxLength: 3 },
			)
			.map((choices) => choices.map((parts) => parts.join('')).join('|')),
	}));
	const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', '^', '\n'), maxLength: 6 });
	holds(
		fc.property(expression, fc.array(text, { minLength: 1, maxLength: 8 }), (source, texts) => {
			const matches = compileExpression(source);
			const own = new RegExp(`^(?:${source})$`, 's');
			for (const one of texts) expect([source, one, matches(one)]).toEqual([source, one, own.test(one)]);
		}),
		2000,
	);
});

test.each(['(a+)+b', '(a|a)*b', '(a|aa)+b', '(.*a){20}', '(a*)*(a*)*b', '.*.*.*.*.*.*.*.*b', '(\\w+\\s?)*;', '(a?){100}a{100}b'])(
	'%s takes no time on a text made to take forever',
	(source) => {
		const started = performance.now();
		const matches = compileExpression(source);
		for (let n = 0; n < 20; n++) expect(matches(`${'a'.repeat(900)}${'!'.repeat(n)}`)).toBe(source === '(.*a){20}' && n === 0);
		expect(performance.now() - started).toBeLessThan(2000);
	},
);
