import { cardAnswer, oldAnswer, toast, TOAST_TYPES } from '../../../../../lib/feishu/inbound/answers';
import { InputError } from '../../../../../lib/inputError';

const card2 = { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'Approved' }] } };
const card1 = { elements: [{ tag: 'div', text: { tag: 'plain_text', content: 'Approved' } }] };
const template = { type: 'template', data: { template_id: 'AAqi6xJ8rabcd', template_version_name: '1.0.0', template_variable: { by: 'Tom' } } };

describe('an answer to a click', () => {
	test.each(TOAST_TYPES)('may be a notice of the type %s', (type) => {
		expect(toast(type, ' Approved ')).toEqual({ toast: { type, content: 'Approved' } });
	});

	test('may be a card of schema 2.0, as it is', () => {
		expect(cardAnswer(card2)).toEqual({ card: { type: 'raw', data: card2 } });
		expect(cardAnswer(JSON.stringify(card2))).toEqual({ card: { type: 'raw', data: card2 } });
	});

	test('may be a card of schema 1.0, which all its readers share', () => {
		expect(cardAnswer(card1)).toEqual({ card: { type: 'raw', data: { ...card1, config: { update_multi: true } } } });
	});

	test('may be a template', () => {
		expect(cardAnswer(template)).toEqual({ card: template });
	});

	test('may be both', () => {
		expect({ ...toast('info', 'Seen'), ...cardAnswer(template) }).toEqual({ toast: { type: 'info', content: 'Seen' }, card: template });
	});

	test.each<[string, () => unknown, RegExp]>([
		['an empty notice', () => toast('info', ' '), /notice is empty/],
		['a list', () => cardAnswer([]), /not a JSON object/],
		['no JSON', () => cardAnswer('{"schema"'), /not a JSON object/],
		['nothing', () => cardAnswer(undefined), /not a JSON object/],
		['an empty card', () => cardAnswer({}), /empty/],
		['something else', () => cardAnswer({ hello: 1 }), /not a card/],
		['a whole message', () => cardAnswer({ msg_type: 'interactive', card: card2 }), /whole message/],
		['a card entity', () => cardAnswer({ type: 'card', data: { card_id: '7371' } }), /created before/],
		['a template without its ID', () => cardAnswer({ type: 'template', data: {} }), /template_id/],
		['elements in the wrong place', () => cardAnswer({ ...card2, elements: [] }), /body/],
		['a card that is too large', () => cardAnswer({ ...card2, body: { elements: [{ tag: 'markdown', content: 'x'.repeat(40_000) }] } }), /card/],
	])('can not be %s', (_, make, message) => {
		expect(make).toThrow(InputError);
		expect(make).toThrow(message);
	});
});

describe('an answer to the old card callback', () => {
	test.each([
		[{}, {}],
		[toast('info', 'Seen'), { toast: { type: 'info', content: 'Seen' } }],
		[{ card: { type: 'raw', data: card1 } }, card1],
		[{ ...toast('info', 'Seen'), card: { type: 'raw', data: card1 } }, { ...card1, toast: { type: 'info', content: 'Seen' } }],
		[{ card: template }, template],
		[{ card: 'nonsense', toast: 1 }, {}],
	])('of %j has the card outside', (answer, old) => {
		expect(oldAnswer(answer)).toEqual(old);
	});
});
