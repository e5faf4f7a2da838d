import fc from 'fast-check';
import { botLink, type BotLink } from '../../../../lib/dingtalk/botLink';
import { plainText } from '../../../../lib/notification/text';
import { MOST_BYTES, wireBytes } from '../support/dingtalkMessages';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const link = (parts: Partial<BotLink>) =>
	botLink({ title: 'Report', text: 'hello', url: 'https://example.com/r', pictureUrl: '', openLinksIn: 'default', keywords: [], language: 'en', ...parts });

describe('a link message', () => {
	test('is what the platform documents, with or without a picture', () => {
		const plain = { title: 'Report', text: 'hello', messageUrl: 'https://example.com/r' };
		expect(link({ pictureUrl: ' ' })).toEqual({ body: { msgtype: 'link', link: plain }, warnings: [] });
		const picUrl = 'https://example.com/r.png';
		expect(link({ pictureUrl: picUrl }).body).toEqual({ msgtype: 'link', link: { ...plain, picUrl } });
	});

	test('opens where it was told to; its picture is loaded from where it is', () => {
		const { messageUrl, picUrl } = link({ openLinksIn: 'browser', pictureUrl: 'https://example.com/r.png' }).body.link!;
		expect(messageUrl).toMatch(/^dingtalk:.*pc_slide=false$/);
		expect(picUrl).toBe('https://example.com/r.png');
	});

	test('gets a keyword only if neither title nor text has one', () => {
		expect(link({ keywords: ['alert', '告警'] }).body.link!.text).toBe('hello\nalert');
		expect(link({ keywords: ['alert', '告警'], text: '告警' }).body.link!.text).toBe('告警');
		expect(link({ keywords: ['alert', '告警'], title: '告警' }).body.link!.text).toBe('hello');
	});

	test('of any texts fits, and keeps the keyword', () => {
		holds(
			fc.property(hostileText(), hostileText(), fc.integer({ min: 1, max: 3000 }), keywords, (title, text, times, words) => {
				const { body, warnings } = link({ title: `x${title}`.repeat(times), text: `x${text}`.repeat(times), keywords: words });
				const { title: shownTitle, text: shownText } = body.link!;
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(shownTitle + shownText)).toBe(true);
				expect(shownTitle).not.toMatch(/\n/);
				expect(shownTitle.length).toBeLessThanOrEqual(200);
				expect(words.length === 0 || words.some((word) => `${shownTitle}\n${shownText}`.includes(word))).toBe(true);
				if (warnings.length === 0) expect(shownText.startsWith(plainText(`x${text}`.repeat(times)))).toBe(true);
			}),
			60,
		);
	});

	test.each([
		[19_000, true],
		[19_900, false],
	])('with an address of %i bytes: room for a text is %s', (length, room) => {
		const url = `https://example.com/${'x'.repeat(length - 20)}`;
		if (room) expect(wireBytes(link({ url, text: 'y'.repeat(10_000), keywords: ['alert'] }).body)).toBeLessThanOrEqual(MOST_BYTES);
		else expect(refusal(() => link({ url }))).toMatchObject({ message: expect.stringMatching(/has \d{5} bytes/), fix: 'Use shorter URLs.' });
	});

	test.each<[string, Partial<BotLink>]>([
		['The title is empty', { title: '' }],
		['The text is empty', { text: ' ' }],
		['The URL is empty', { url: '' }],
		['The picture URL "cat.png" is not complete', { pictureUrl: 'cat.png' }],
	])('%s: refused', (message, parts) => {
		expect(refusal(() => link(parts)).message).toBe(message);
	});
});
