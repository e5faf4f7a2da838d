import fc from 'fast-check';
import { cardMentions, escapeTags, openId, postMentions, textMentions, withoutTags } from '../../../../lib/feishu/mentions';
import { hostileText } from '../support/hostileText';
import { read } from '../support/feishuReader';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';

const everybody = { mentions: ['ou_1', 'ou_2'], mentionAll: true };
const nobody = { mentions: [], mentionAll: false };

describe('an open ID', () => {
	test.each(['ou_1', 'ou_7d8a6e6df7621556ce0d21922b676706ccs'])('%s is taken', (id) => {
		expect(openId(id)).toBe(id);
	});

	test.each([
		['13800138000', /phone number/],
		['li@example.com', /e-mail address/],
		['on_1', /is not an open ID/],
		['all', /is not an open ID/],
		['', /is not an open ID/],
		['ou_1></at><at id=all', /is not an open ID/],
	])('%j is refused with the way out', (id, says) => {
		const { message, fix } = refusal(() => openId(id));
		expect(message).toMatch(says);
		expect(fix).toMatch(/open ID \(ou_/);
	});
});

describe('mentions ring those who are meant', () => {
	test('in a text', () => {
		const text = textMentions(everybody, 'zh');
		expect(read({ msg_type: 'text', content: { text } })).toMatchObject({ mentions: ['ou_1', 'ou_2', 'all'], text: '@Member ou_1 @Member ou_2 @所有人' });
	});

	test('in a post', () => {
		const post = { zh_cn: { title: '', content: [postMentions(everybody, 'en')] } };
		expect(read({ msg_type: 'post', content: { post } })).toMatchObject({
			mentions: ['ou_1', 'ou_2', 'all'],
			text: '@Member ou_1 @Member ou_2 @Everyone',
			problem: undefined,
		});
	});

	test('in a card', () => {
		const content = cardMentions(everybody);
		expect(read({ msg_type: 'interactive', card: { elements: [{ tag: 'div', text: { tag: 'lark_md', content } }] } })).toMatchObject({
			mentions: ['ou_1', 'ou_2', 'all'],
			problem: undefined,
		});
	});

	test('without any there is nothing', () => {
		expect([textMentions(nobody, 'en'), cardMentions(nobody), postMentions(nobody, 'en')]).toEqual(['', '', []]);
	});
});

describe('a text of a user', () => {
	test('rings nobody, and is shown as it is but for an invisible space', () => {
		holds(
			fc.property(hostileText(), (given) => {
				const text = withoutTags(given);
				expect(read({ msg_type: 'text', content: { text } }).mentions).toEqual([]);
				expect(text.replaceAll('\u200B', '')).toBe(given.replaceAll('\u200B', ''));
			}),
			300,
		);
	});

	test('rings nobody in markdown, and never gets longer by a cut', () => {
		holds(
			fc.property(hostileText(), fc.nat(), (given, at) => {
				const cut = given.slice(0, at % (given.length + 1));
				const content = escapeTags(given);
				expect(read({ msg_type: 'interactive', card: { elements: [{ tag: 'markdown', content }] } }).mentions).toEqual([]);
				expect(content.replaceAll('&#60;', '<')).toBe(given.replaceAll('&#60;', '<'));
				expect(escapeTags(`${cut}…`).length).toBeLessThanOrEqual(content.length + 1);
			}),
			300,
		);
	});
});
