import fc from 'fast-check';
import { botFeedCard } from '../../../../lib/dingtalk/botFeedCard';
import { MOST_BYTES, wireBytes } from '../support/dingtalkMessages';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const link = (title: string) => ({ title, url: 'https://example.com/1', pictureUrl: 'https://example.com/1.png' });
const feed = (links: Array<ReturnType<typeof link>>, words: string[] = []) => botFeedCard({ links, openLinksIn: 'default', keywords: words });
const titles = (...parameters: Parameters<typeof feed>) => feed(...parameters).body.feedCard!.links.map(({ title }) => title);

describe('a feed card', () => {
	test('is what the platform documents, in the order given', () => {
		expect(feed([link('One'), link(' Two\nlines ')])).toEqual({
			body: {
				msgtype: 'feedCard',
				feedCard: {
					links: ['One', 'Two lines'].map((title) => ({ title, messageURL: 'https://example.com/1', picURL: 'https://example.com/1.png' })),
				},
			},
			warnings: [],
		});
	});

	test('opens its links where it was told to, and loads its pictures from where they are', () => {
		const { body } = botFeedCard({ links: [link('One')], openLinksIn: 'sidePanel', keywords: [] });
		expect(body.feedCard!.links).toEqual([
			{ title: 'One', messageURL: expect.stringMatching(/^dingtalk:.*pc_slide=true$/), picURL: 'https://example.com/1.png' },
		]);
	});

	test('gets a keyword behind the last title if no title has one', () => {
		expect(titles([link('One'), link('Two')], ['alert', '告警'])).toEqual(['One', 'Two alert']);
		expect(titles([link('告警'), link('Two')], ['alert', '告警'])).toEqual(['告警', 'Two']);
	});

	test('of any titles is well-formed, holds a keyword, and fits or is refused with its size', () => {
		holds(
			fc.property(fc.array(hostileText(), { minLength: 1, maxLength: 120 }), keywords, (given, words) => {
				const links = given.map((title) => link(`x${title}`));
				let body;
				try {
					({ body } = feed(links, words));
				} catch (error) {
					expect((error as Error).message).toMatch(/^The message has \d{5} bytes/);
					expect(given.join('').length + links.length * 100).toBeGreaterThan(8_000);
					return;
				}
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(JSON.stringify(body))).toBe(true);
				expect(body.feedCard!.links).toHaveLength(links.length);
				expect(words.length === 0 || words.some((word) => body.feedCard!.links.some(({ title }) => title.includes(word)))).toBe(true);
			}),
			60,
		);
	});

	test.each([
		['The message has no link', []],
		['Link 1: The title is empty', [link('\u0000')]],
		['Link 2: The URL is empty', [link('One'), { ...link('Two'), url: '' }]],
		['Link 2: The picture URL is empty', [link('One'), { ...link('Two'), pictureUrl: '' }]],
	])('%s: refused', (message, links) => {
		expect(refusal(() => feed(links)).message).toBe(message);
	});

	test('that is too large is refused with its size and the limit', () => {
		expect(refusal(() => feed(Array(250).fill(link('One'))))).toMatchObject({
			message: expect.stringMatching(/^The message has \d{5} bytes; the robot takes at most 19950$/),
			fix: 'Send fewer links, or shorter titles and URLs.',
		});
	});
});
