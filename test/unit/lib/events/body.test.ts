import fc from 'fast-check';
import { parseBody, parseJson } from '../../../../lib/events/body';
import { InputError } from '../../../../lib/inputError';
import { holds } from '../support/property';

const parse = (text: string) => parseJson(Buffer.from(text));
const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);

describe('a body', () => {
	test('of JSON is parsed, whatever it holds', () => {
		holds(
			fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
				const text = JSON.stringify(value);
				expect(JSON.stringify(parse(text))).toBe(text);
			}),
			200,
		);
	});

	test.each(['', ' ', '{', '{"a":1', "{'a':1}", 'title=x', '<xml/>', '{"a":1}{"b":2}', 'undefined', ']]]]', '\u0000'])('of %j is refused, with the way out', (text) => {
		expect(() => parse(text)).toThrow(InputError);
		expect(() => parse(text)).toThrow('The body is not valid JSON');
	});

	test('may begin with the mark of its encoding', () => {
		expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
	});
});

describe('a form', () => {
	const form = (text: string, type = 'application/x-www-form-urlencoded') => parseBody(Buffer.from(text), type);

	test.each([
		'application/x-www-form-urlencoded',
		'application/x-www-form-urlencoded; charset=utf-8',
		'Application/X-WWW-Form-Urlencoded ;charset=utf-8',
	])('is known by its type: %s', (type) => {
		expect(form('title=a+b&text=%E5%91%8A%E8%AD%A6&x=', type)).toEqual({ title: 'a b', text: '告警', x: '' });
	});

	test.each(['application/json', 'text/plain', '', 'multipart/form-data', 'text/plain; note=application/x-www-form-urlencoded'])(
		'is none with the type %j',
		(type) => {
			expect(() => form('title=a', type)).toThrow(InputError);
		},
	);

	test.each(['{"title":"a=b"}', ' \n[{"title":"a"}]'])('that is JSON after all is read as JSON: %j', (text) => {
		expect(form(text)).toEqual(JSON.parse(text));
	});

	test('with hostile names is harmless', () => {
		const parsed = form('__proto__=x&constructor=y') as Record<string, unknown>;
		expect(Object.entries(parsed)).toEqual([
			['__proto__', 'x'],
			['constructor', 'y'],
		]);
	});
});

describe('nesting', () => {
	test('of 100 levels is taken, of 101 refused', () => {
		for (const [open, close] of [
			['[', ']'],
			['{"a":', '}'],
		] as const) {
			const of = (levels: number) => open.repeat(levels) + '1' + close.repeat(levels);
			expect(() => parse(of(100))).not.toThrow();
			expect(() => parse(of(101))).toThrow('nested deeper than 100 levels');
		}
	});

	test('counts levels, not brackets: many shallow ones are no problem', () => {
		expect(parse(`[${Array(5000).fill('[[]]').join(',')}]`)).toHaveLength(5000);
	});

	test.each([
		['complete', nested(100_000)],
		['never closed', '['.repeat(100_000)],
		['objects', '{"a":'.repeat(100_000)],
		['after a long text', `{"a":"${'x'.repeat(100_000)}","b":${nested(100_000)}}`],
		['after an escaped quote', `{"a":"\\\\\\"","b":${nested(100_000)}}`],
		['of 4 MB', '['.repeat(4_000_000)],
	])('of 100,000 levels is refused at once (%s)', (_, text) => {
		const before = performance.now();
		expect(() => parse(text)).toThrow('nested deeper than 100 levels');
		expect(performance.now() - before).toBeLessThan(500);
	});

	test.each([
		['brackets', '['.repeat(500)],
		['braces', '{'.repeat(500)],
		['an escaped quote before them', `\\"${'['.repeat(500)}`],
		['an escaped backslash at the end', `${'['.repeat(500)}\\\\`],
		['escapes', `\\u005b\\n\\\\\\"${'{'.repeat(500)}\\"`],
		['Chinese', `汉${'['.repeat(500)}字`],
	])('is not counted inside a text: %s', (_, content) => {
		const text = `{"a":"${content}","b":[1]}`;
		expect(parse(text)).toEqual(JSON.parse(text));
	});

	test('is counted again behind a text', () => {
		expect(() => parse(`["\\\\",${nested(100)}]`)).toThrow(/nested/);
		expect(() => parse(`["\\"",${nested(99)}]`)).not.toThrow();
	});
});
