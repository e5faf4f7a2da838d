import { cardId, createStreamingCard, nextSequence, streamText, textElementOf, updateClickedCard } from '../../../../../lib/feishu/api/cards';
import { refusal } from '../../support/refusal';

const CHANGE = { card: '1', sequence: 1, uuid: 'u-1' };

describe('sequence numbers', () => {
	const NOW = Date.UTC(2025, 10, 20);

	test('grow, also when no time passes and when the clock goes back', () => {
		let last = 0;
		for (const now of [NOW, NOW, NOW + 5, NOW - 60_000, NOW + 60_000]) {
			const next = nextSequence(last, now);
			expect(next).toBeGreaterThan(last);
			last = next;
		}
	});

	test('a later process goes on above an earlier one that made all the calls that it may', () => {
		const last = Array.from({ length: 500 }).reduce<number>((number) => nextSequence(number, NOW), 0);
		expect(nextSequence(0, NOW + 10_020)).toBeGreaterThan(last);
	});

	test('are positive int32 at all times', () => {
		for (let year = 2025; year < 2100; year++) {
			const number = nextSequence(0, Date.UTC(year, 5, 1, 12, 34, 56, 789));
			expect(Number.isInteger(number) && number >= 1 && number < 2 ** 31).toBe(true);
		}
	});
});

test('the first text with an element ID is the one that grows', () => {
	const text = (id?: string) => ({ tag: 'markdown', content: '', ...(id && { element_id: id }) });
	expect(textElementOf({ body: { elements: [text(), { tag: 'column_set', columns: [{ elements: [text('inner')] }] }, text('last')] } })).toBe('inner');
	expect(textElementOf({ body: { elements: [{ tag: 'button', element_id: 'b' }, text()] } })).toBeUndefined();
});

test('a streaming card keeps its own settings, but for those that streaming needs', () => {
	const { body } = createStreamingCard({ schema: '1.0', config: { update_multi: false, streaming_mode: false, summary: { content: 'S' } }, body: { elements: [{ tag: 'hr' }] } });
	expect(JSON.parse(body!.data as string)).toEqual({
		schema: '2.0',
		config: { update_multi: true, streaming_mode: true, summary: { content: 'S' } },
		body: { elements: [{ tag: 'hr' }] },
	});
});

test('an updated card is shared, unless it is for some readers', () => {
	const card = { msg_type: 'interactive' as const, card: { elements: [] } };
	expect(updateClickedCard(' c-1 ', card, []).body).toEqual({ token: 'c-1', card: { elements: [], config: { update_multi: true } } });
	expect(updateClickedCard('c-1', card, ['ou_1']).body).toEqual({ token: 'c-1', card: { elements: [], open_ids: ['ou_1'] } });
});

test('a click can be answered late only as often as its token allows, so that a lost answer is not repeated', () => {
	expect(updateClickedCard('c-1', { msg_type: 'interactive', card: {} }, []).repeatable).toBeFalsy();
});

test.each([
	['a token that is none', () => updateClickedCard('om_1', { msg_type: 'interactive', card: {} }, []), /begin with c-/],
	['no card ID', () => cardId(' '), /card ID is empty/],
	['a card ID that is none', () => cardId('om_1'), /not a card ID/],
	['no text', () => streamText(CHANGE, 'text', ''), /text is empty/],
	['too long a text', () => streamText(CHANGE, 'text', 'x'.repeat(100_001)), /100001 characters/],
])('%s is refused', (_what, act, message) => {
	expect(refusal(act).message).toMatch(message);
});
