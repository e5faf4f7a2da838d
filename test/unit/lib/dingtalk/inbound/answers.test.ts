import { clickAnswer } from '../../../../../lib/dingtalk/inbound/answers';

const options = { updateCardDataByKey: true, updatePrivateDataByKey: true };

describe('the answer to a click', () => {
	test('changes the card for everybody, and for who has clicked', () => {
		expect(clickAnswer({ values: { status: '已处理', count: 3, done: true, list: [1] }, privateValues: { mine: { a: 1 } }, keepOthers: true })).toEqual({
			cardUpdateOptions: options,
			cardData: { cardParamMap: { status: '已处理', count: '3', done: 'true', list: '[1]' } },
			userPrivateData: { cardParamMap: { mine: '{"a":1}' } },
		});
	});

	test('never empties a part that it does not speak of', () => {
		expect(clickAnswer({ values: { a: '1' }, privateValues: {}, keepOthers: false })).toEqual({
			cardUpdateOptions: { updateCardDataByKey: false, updatePrivateDataByKey: false },
			cardData: { cardParamMap: { a: '1' } },
		});
		expect(clickAnswer({ values: {}, privateValues: { a: '1' }, keepOthers: true })).toEqual({ cardUpdateOptions: options, userPrivateData: { cardParamMap: { a: '1' } } });
		expect(clickAnswer({ values: {}, privateValues: {}, keepOthers: false })).toEqual({});
	});

	test.each([{ values: { a: 'x'.repeat(1025) }, privateValues: {} }, { values: {}, privateValues: { a: '密'.repeat(342) } }])('of too long a value is refused', (given) => {
		expect(() => clickAnswer({ ...given, keepOthers: true })).toThrow(/card variable "a" has .* bytes; DingTalk takes at most 1024/);
	});

	test('of a variable without a name, and of too much together', () => {
		expect(() => clickAnswer({ values: { ' ': 'x' }, privateValues: {}, keepOthers: true })).toThrow(/no name/);
		const half = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`v${n}`, 'x'.repeat(1000)]));
		expect(clickAnswer({ values: half, privateValues: {}, keepOthers: true })).toHaveProperty('cardData');
		expect(() => clickAnswer({ values: half, privateValues: half, keepOthers: true })).toThrow(/together; DingTalk takes at most 102400/);
	});
});
