import fc from 'fast-check';
import { fitNotification } from '../../../../lib/notification/fit';
import { words } from '../../../../lib/notification/language';
import { jsonBytes } from '../../../../lib/notification/text';
import { hostileNotification, notification } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

const upTo = (most: number) => (candidate: unknown) => jsonBytes(candidate) <= most;

/** All texts of it that a chat shows. */
const texts = ({ title, summary, fields, lines, links, footer }: ReturnType<typeof notification>) => [
	title,
	summary,
	...fields.flatMap(({ name, value }) => [name, value]),
	...lines,
	...links.flatMap(({ text, url }) => [text, url]),
	footer,
];

describe('a notification', () => {
	test('that fits is left as it is', () => {
		const given = notification({ summary: 'two\nlines', lines: ['one', 'two'] });
		expect(fitNotification(given, upTo(20_000))).toEqual({ notification: given, cut: false });
	});

	test('fits whatever it holds, in valid Unicode, and says when something was cut', () => {
		holds(
			fc.property(hostileNotification, fc.constantFrom(4_000, 10_000, 20_000), (given, most) => {
				const { notification: fitted, cut } = fitNotification(given, upTo(most));
				expect(jsonBytes(fitted)).toBeLessThanOrEqual(most);
				for (const text of texts(fitted)) expect(isWellFormed(text)).toBe(true);
				for (const text of [fitted.title, fitted.footer, ...fitted.lines, ...fitted.fields.map(({ name }) => name)]) expect(text).not.toMatch(/[\r\n]/);
				const marked = texts(fitted).some((text) => text.endsWith(words[given.language].cut));
				if (marked) expect(cut).toBe(true);
				expect(fitted.status).toBe(given.status);
				expect(fitted.dedupeKey).toBe(given.dedupeKey);
			}),
			150,
		);
	});

	test('keeps all but the summary whole as long as there is room for that', () => {
		const given = notification({ summary: '汉'.repeat(20_000) });
		const { notification: fitted } = fitNotification(given, upTo(20_000));
		expect({ ...fitted, summary: '' }).toEqual({ ...given, summary: '' });
		expect(fitted.summary.endsWith('… (cut)')).toBe(true);
		// One more character would be three bytes too many.
		expect(jsonBytes(fitted)).toBeGreaterThan(20_000 - 3);
	});

	test('with many lines says how many are left out', () => {
		const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
		const { notification: fitted } = fitNotification(notification({ lines }), upTo(20_000));
		expect(fitted.lines).toHaveLength(100);
		expect(fitted.lines.at(-1)).toBe('+401 more');
		expect(fitted.lines.slice(0, -1)).toEqual(lines.slice(0, 99));
	});

	test('has whole links or none: only complete http(s) addresses, encoded', () => {
		const links = [
			'https://a.example.com/?q=a b"<x>',
			'javascript:alert(1)',
			'http://',
			'not a url',
			'file:///etc/passwd',
			`https://long.example.com/${'x'.repeat(3000)}`,
			'HTTPS://B.example.com',
		].map((url) => ({ text: 'Open', url }));
		const { notification: fitted, cut } = fitNotification(notification({ links }), upTo(20_000));
		expect(fitted.links.map(({ url }) => url)).toEqual(['https://a.example.com/?q=a%20b%22%3Cx%3E', 'https://b.example.com/']);
		expect(cut).toBe(true);
	});

	test('keeps what identifies it even at the smallest allowance: title, first fields, footer', () => {
		const given = notification({
			title: '汉'.repeat(1000),
			fields: Array.from({ length: 50 }, (_, index) => ({ name: `field ${index}`, value: '值'.repeat(1000) })),
		});
		const { notification: fitted } = fitNotification(given, upTo(1500));
		expect(fitted.title.startsWith('汉'.repeat(30))).toBe(true);
		expect(fitted.fields.map(({ name }) => name)).toEqual(['field 0', 'field 1', 'field 2', 'field 3', 'field 4', '…']);
		expect(fitted.fields.at(-1)!.value).toBe('+45 more');
		expect(fitted.footer).toBe('Alertmanager');
	});

	test('of 10 MB takes less than two seconds', () => {
		const big = '汉👩‍👩‍👧'.repeat(100_000);
		const given = notification({ title: big, summary: big, footer: big, fields: Array(10).fill({ name: big, value: big }), lines: Array(5).fill(big) });
		const before = performance.now();
		fitNotification(given, upTo(20_000));
		expect(performance.now() - before).toBeLessThan(2000);
	});
});
