import fc from 'fast-check';
import { allMentioned, checkCount, mentionsOf } from '../../../../lib/dingtalk/mentions';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';

const nobody = { mobiles: [], userIds: [], mentionAll: false };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);

describe('the mentions of a message', () => {
	test('of nobody are none', () => {
		expect(mentionsOf(nobody)).toEqual({ at: {}, text: '' });
	});

	test('of everyone need nothing in the text', () => {
		expect(mentionsOf({ ...nobody, mentionAll: true })).toEqual({ at: { at: { atMobiles: [], atUserIds: [], isAtAll: true } }, text: '' });
	});

	test('name everybody once, however the number is written', () => {
		expect(mentionsOf({ mobiles: ['13800138000', '+86 138 0013 8000'], userIds: ['lilei', 'hanmeimei', 'lilei'], mentionAll: false })).toEqual({
			at: { at: { atMobiles: ['13800138000'], atUserIds: ['lilei', 'hanmeimei'], isAtAll: false } },
			text: '@13800138000 @lilei @hanmeimei',
		});
	});

	test('ring exactly those whose "@" stands in the text, whatever is entered', () => {
		const entry = fc.oneof(fc.constantFrom('lilei', 'all', '13800138000', '+4915123456789', 'a b', '@x', ''), fc.string({ maxLength: 6 }));
		holds(
			fc.property(fc.array(entry, { maxLength: 4 }), fc.array(entry, { maxLength: 4 }), (mobiles, userIds) => {
				let mentions;
				try {
					mentions = mentionsOf({ mobiles, userIds, mentionAll: false });
				} catch (error) {
					expect((error as Error).message).toMatch(/ is not a (mobile number|user ID)$/);
					return;
				}
				const { atMobiles = [], atUserIds = [] } = mentions.at.at ?? {};
				expect(mentions.text.split(' ').filter((word) => word !== '')).toEqual([...atMobiles, ...atUserIds].map((person) => `@${person}`));
				expect(mentions.text.toLowerCase()).not.toMatch(/@all\b/);
			}),
			300,
		);
	});

	test('are 50 at most, counted without repetitions', () => {
		expect(mentionsOf({ ...nobody, userIds: [...numbered(50), ...numbered(50)] }).at.at!.atUserIds).toHaveLength(50);
		expect(refusal(() => mentionsOf({ ...nobody, userIds: numbered(51) }))).toMatchObject({ message: expect.stringMatching(/51 people; .* at most 50$/), fix: 'Mention fewer people, or everyone.' });
		expect(() => checkCount(50)).not.toThrow();
	});
});

test('several messages mention whom any of them mentions', () => {
	const messages = [
		{ mobiles: ['13800138000'], userIds: ['lilei'], mentionAll: false },
		{ mobiles: ['13900139000'], userIds: [], mentionAll: true },
	];
	expect(allMentioned(messages)).toEqual({ mobiles: ['13800138000', '13900139000'], userIds: ['lilei'], mentionAll: true });
	expect(allMentioned([nobody, nobody])).toEqual(nobody);
});
