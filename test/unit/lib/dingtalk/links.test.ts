import fc from 'fast-check';
import { linkUrl, pictureUrl } from '../../../../lib/dingtalk/links';
import { hostileText } from '../support/hostileText';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';

const DINGTALK = 'dingtalk://dingtalkclient/page/link';

describe('a link', () => {
	test.each([
		['https://example.com/a?b=c&d=e#f', 'https://example.com/a?b=c&d=e#f'],
		[' http://example.com\n', 'http://example.com/'],
		['HTTPS://Example.com/报告 1', 'https://example.com/%E6%8A%A5%E5%91%8A%201'],
		[`${DINGTALK}?url=x`, `${DINGTALK}?url=x`],
	])('%j leads to %j', (given, url) => {
		expect(linkUrl(given, 'default')).toBe(url);
	});

	test.each([
		['browser', 'false'],
		['sidePanel', 'true'],
	] as const)('in the %s: the address is encoded once, and comes out as it went in', (target, slide) => {
		holds(
			fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (given) => {
				const url = new URL(linkUrl(given, target));
				expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(DINGTALK);
				expect([...url.searchParams]).toEqual([
					['url', new URL(given).href],
					['pc_slide', slide],
				]);
			}),
		);
	});

	test('of DingTalk says by itself where it opens', () => {
		for (const given of [`${DINGTALK}?url=x&pc_slide=true`, `DingTalk://dingtalkclient/page/link?url=x`]) {
			expect(linkUrl(given, 'browser')).toBe(linkUrl(given, 'default'));
		}
	});

	test.each(['example.com', 'https://"quoted"', '/open', 'javascript:alert(1)', 'ftp://example.com', 'https://', 'data:text/html,x', 'mailto:x@example.com'])('%j is refused', (given) => {
		expect(refusal(() => linkUrl(given, 'browser'))).toMatchObject({
			message: `The URL "${given}" is not complete`,
			fix: 'Enter the whole address: it begins with https:// or http:// or dingtalk://.',
		});
	});

	test('of anything at all is an address without spaces and tags, or refused with a quotation of bearable length', () => {
		holds(
			fc.property(hostileText(), fc.constantFrom('', 'https://', 'https://example.com/'), fc.integer({ min: 1, max: 100 }), (given, before, times) => {
				let url;
				try {
					url = linkUrl(before + given.repeat(times), 'default');
				} catch (error) {
					expect((error as Error).message.length).toBeLessThan(140);
					return;
				}
				expect(url).toMatch(/^(https?|dingtalk):[^\s<>]*$/);
			}),
			300,
		);
	});
});

describe('a picture', () => {
	test('is loaded from the web', () => {
		expect(pictureUrl(' https://example.com/a b.png ')).toBe('https://example.com/a%20b.png');
	});

	test.each(['cat.png', 'dingtalk://x', '@lADOADmaWMzazQKA', 'file:///tmp/cat.png'])('%j is refused', (given) => {
		expect(refusal(() => pictureUrl(given))).toMatchObject({
			message: `The picture URL "${given}" is not complete`,
			fix: 'Enter the whole address: it begins with https:// or http://.',
		});
	});
});

test.each([
	['URL', () => linkUrl(' ', 'default')],
	['picture URL', () => pictureUrl('')],
])('an empty %s is said to be empty', (noun, act) => {
	expect(refusal(act).message).toBe(`The ${noun} is empty`);
});

describe('in the organization of an app', () => {
	const organization = { corpId: 'ding+corp', agentId: '77' };

	test('its workbench opens the address, which comes out as it went in', () => {
		const given = 'https://example.com/a?b=c&d=e#f';
		const url = new URL(linkUrl(given, organization));
		expect(`${url.protocol}//${url.host}${url.pathname}`).toBe('dingtalk://dingtalkclient/action/openapp');
		expect([...url.searchParams]).toEqual([
			['corpid', 'ding+corp'],
			['container_type', 'work_platform'],
			['app_id', '0_77'],
			['redirect_type', 'jump'],
			['redirect_url', given],
		]);
	});

	test('an address of DingTalk says by itself where it opens', () => {
		expect(linkUrl(`${DINGTALK}?url=x`, organization)).toBe(`${DINGTALK}?url=x`);
	});
});
