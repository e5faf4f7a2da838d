import fc from 'fast-check';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import { botCard } from '../../../../lib/feishu/botCard';
import type { Mention, Notification, Rendered } from '../../../../lib/notification/types';
import { dingMessage } from '../../../../sandbox/dingtalk/view';
import { viewText } from '../../../../sandbox/viewText';
import { MOST_BYTES as DINGTALK_BYTES, wireBytes } from '../support/dingtalkMessages';
import { MOST_BYTES as FEISHU_BYTES, read, signedBytes } from '../support/feishuReader';
import { hostileNotification, keywords, notification } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

/** What a reader sees of a message and whom it mentions, by the sandbox, which shares no code with lib. */
interface Seen {
	text: string;
	mentions: string[];
}

const GROUP = { id: 'g', name: 'Group', allowAtAll: true, members: [{ name: 'Li Lei', openId: 'ou_1', userId: 'lilei', mobile: '13800138000' }] };

const platforms = {
	feishu: {
		render: botCard,
		see(body: never): Seen {
			const { text, mentions, problem } = read(body);
			expect(problem).toBeUndefined();
			expect(signedBytes(body)).toBeLessThanOrEqual(FEISHU_BYTES);
			return { text, mentions };
		},
		mention: { by: 'openId', id: 'ou_1' },
	},
	dingtalk: {
		render: botMarkdown,
		see(body: never): Seen {
			expect(wireBytes(body)).toBeLessThanOrEqual(DINGTALK_BYTES);
			const wire = JSON.parse(JSON.stringify(body)) as { msgtype: string };
			const { view, mentions } = dingMessage(wire.msgtype, wire as never, { ...GROUP, platform: 'dingtalk' }, { inText: true, membersOnly: true } as never);
			return { text: viewText(view), mentions: mentions.map(({ id }) => id) };
		},
		mention: { by: 'userId', id: 'lilei' },
	},
} as const;

/** Everything in as many messages as it takes. */
function messagesFor(platform: keyof typeof platforms, notifications: Notification[], words: string[]): [Merged, ...Merged[]] {
	const render = platforms[platform].render as (one: Notification, words: string[]) => Rendered<never>;
	let rest = notifications.map((one) => render(one, words));
	const messages: Merged[] = [];
	while (rest.length > 0) {
		const merged = rest[0]!.digest!.merge(rest.map(({ digest }) => ({ entry: digest!.entry, untoldBeginning: false })));
		expect(merged.taken).toBeGreaterThan(0);
		messages.push({ forms: [merged.body, ...merged.simpler!()] });
		rest = rest.slice(merged.taken);
	}
	return messages as [Merged, ...Merged[]];
}

/** A message in all of its forms. */
interface Merged {
	forms: never[];
}

const squeezed = (text: string) => text.replace(/[\s\u200B\u00A0]+/g, ' ');

describe.each(['feishu', 'dingtalk'] as const)('whatever is merged on %s', (platform) => {
	const { see, mention } = platforms[platform];

	test('every form is valid, within the limit to the byte, with a keyword, and mentions nobody by accident', () => {
		holds(
			fc.property(fc.array(hostileNotification, { minLength: 1, maxLength: 40 }), keywords, (notifications, words) => {
				for (const { forms } of messagesFor(platform, notifications, words)) {
					for (const body of forms) {
						const { text, mentions } = see(body);
						expect(isWellFormed(JSON.stringify(body))).toBe(true);
						if (words.length > 0) expect(words.some((word) => text.includes(word))).toBe(true);
						expect(mentions).toEqual([]);
					}
				}
			}),
			60,
		);
	});

	test('and so is every simpler form of a single notification', () => {
		holds(
			fc.property(hostileNotification, keywords, (given, words) => {
				const rendered = platforms[platform].render({ ...given, mentions: [mention as Mention] }, words) as Rendered<never>;
				for (const body of [rendered.body, ...rendered.simpler!()]) {
					const { text, mentions } = see(body);
					if (words.length > 0) expect(words.some((word) => text.includes(word))).toBe(true);
					expect(mentions).toEqual([mention.id]);
				}
			}),
			100,
		);
	});

	test('every alert has its line: how bad, what and where, however many there are and however long their names', () => {
		holds(
			fc.property(fc.integer({ min: 2, max: 700 }), fc.integer({ min: 1, max: 400 }), fc.constantFrom('x', '汉', '👨‍👩‍👧‍👦', '**', '&'), (count, width, character) => {
				const all = Array.from({ length: count }, (_, n) =>
					notification({
						line: { severity: 'Critical', heading: `Alert${n} ${character.repeat(width)}`, where: `host-${n}`, details: character.repeat(300) },
						subjectKey: `${n}`,
					}),
				);
				const messages = messagesFor(platform, all, []);
				for (const form of [0, 1]) {
					const seen = messages.flatMap(({ forms }) => see(forms[form]!).text.split('\n')).map(squeezed);
					for (let n = 0; n < count; n++) {
						const own = seen.filter((one) => one.includes(`Critical · Alert${n} `));
						expect(own).toHaveLength(1);
						expect(own[0]).toMatch(new RegExp(`· host-${n}( |$)`));
					}
				}
			}),
			15,
		);
	});

	test('whoever is to be mentioned by one of them is, once', () => {
		const one = notification({ mentions: [mention as Mention], subjectKey: 'a' });
		const other = notification({ mentions: [mention as Mention, { by: 'all', id: '' }], subjectKey: 'b' });
		const [{ forms }] = messagesFor(platform, [one, other, notification()], []);
		for (const body of forms) {
			const { mentions } = see(body);
			expect(mentions.filter((id) => id === mention.id)).toHaveLength(1);
			expect(mentions.filter((id) => id === 'all')).toHaveLength(1);
		}
	});

	test('nobody who is to be mentioned is left out: what mentions too many takes a message more', () => {
		const by = platform === 'feishu' ? ('openId' as const) : ('userId' as const);
		const all = Array.from({ length: 120 }, (_, n) => notification({ mentions: [{ by, id: `ou_${n}` }], subjectKey: `${n}` }));
		const messages = messagesFor(platform, all, []);
		expect(messages).toHaveLength(3);
		const told = messages.map(({ forms }) => JSON.stringify(forms[0])).join();
		for (let n = 0; n < 120; n++) expect(told).toMatch(new RegExp(`ou_${n}\\b`));
	});

	test('the heading counts, and the colour is that of the worst that still goes on', () => {
		const resolved = (n: number) => notification({ status: 'resolved', severity: 'critical', subjectKey: `r${n}` });
		const warning = notification({ status: 'firing', severity: 'warning', subjectKey: 'w' });
		const [{ forms }] = messagesFor(platform, [resolved(1), warning, resolved(2)], []);
		expect(see(forms[0]!).text).toMatch(/^🟠 3 notifications: FIRING 1 · RESOLVED 2\n/);
		const [ended] = messagesFor(platform, [resolved(1), resolved(2)], []);
		expect(see(ended.forms[0]!).text).toMatch(/^🟢 2 notifications: RESOLVED 2\n/);
	});

	test('details are told as long as a few messages hold them', () => {
		const alerts = (count: number) => Array.from({ length: count }, (_, n) => notification({ line: { severity: 'Critical', heading: `Alert${n}`, where: `host-${n}`, details: `Memory is at ${n} %` }, subjectKey: `${n}` }));
		const [few] = messagesFor(platform, alerts(300), []);
		expect(see(few.forms[0]!).text).toMatch(/Alert7 · host-7 · Memory is at 7 %/);
		const [many] = messagesFor(platform, alerts(2000), []);
		expect(see(many.forms[0]!).text).toMatch(/Alert7 · host-7\n/);
	});
});
