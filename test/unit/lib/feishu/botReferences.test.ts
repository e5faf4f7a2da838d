import { botChat, botImage, botTemplate, templateVariables } from '../../../../lib/feishu/botReferences';
import { read } from '../support/feishuReader';
import { refusal } from '../support/refusal';

const NO_PLACE = [expect.stringMatching(/no place where the node could add one: the bot may refuse it \(error 19024\)/)];

test('a picture', () => {
	expect(botImage('img_1', [])).toEqual({ body: { msg_type: 'image', content: { image_key: 'img_1' } }, warnings: [] });
	expect(botImage('img_1', ['alert']).warnings).toEqual(NO_PLACE);
});

test("a group's card", () => {
	expect(botChat('oc_1', [])).toEqual({ body: { msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } }, warnings: [] });
	expect(botChat('oc_1', ['alert']).warnings).toEqual(NO_PLACE);
});

describe('a card template', () => {
	const template = (parts: object = {}, keywords: string[] = []) =>
		botTemplate({ templateId: 'AAq1', version: '', variables: {}, ...parts }, keywords);

	test('is named with its version and its variables', () => {
		const { body, warnings } = template({ version: ' 1.0.2 ', variables: { n: 1, list: [{ a: 'b' }] } });
		expect(body).toEqual({
			msg_type: 'interactive',
			card: { type: 'template', data: { template_id: 'AAq1', template_version_name: '1.0.2', template_variable: { n: 1, list: [{ a: 'b' }] } } },
		});
		expect(warnings).toEqual([]);
		expect(read(body).problem).toBeUndefined();
	});

	test('without a version is the newest', () => {
		expect(template().body.card!.data).toEqual({ template_id: 'AAq1', template_variable: {} });
	});

	test('may be refused for its keyword, unless a variable holds one', () => {
		expect(template({}, ['alert']).warnings).toEqual(NO_PLACE);
		expect(template({ variables: { a: 'an alert' } }, ['alert']).warnings).toEqual([]);
	});

	test.each([
		['an empty ID', { templateId: '' }, /template ID is empty/],
		['a wrong version', { version: 'latest' }, /"latest" is not a version/],
		['100 KB of variables', { variables: { text: 'x'.repeat(100_000) } }, /has 100\d{3} bytes as JSON; a custom bot takes at most 19900 bytes/],
	])('%s is refused', (_, parts, says) => {
		expect(refusal(() => template(parts)).message).toMatch(says);
	});
});

describe('variables in rows', () => {
	test('are plain texts that mention nobody; an empty row is none', () => {
		expect(templateVariables([{ name: ' a ', value: '1' }, {}, { name: '', value: '' }, { name: 'b' }, { name: 'c', value: '<at id=all></at>\u0000' }])).toEqual({
			a: '1',
			b: '',
			c: '<\u200Bat id=all><\u200B/at>',
		});
	});

	test('named like a part of every object', () => {
		expect(JSON.stringify(templateVariables([{ name: '__proto__', value: 'x' }]))).toBe('{"__proto__":"x"}');
	});

	test.each([
		[[{ name: 'a', value: '1' }, { name: '', value: '2' }], /^Variable 2: The name is empty$/],
		[[{ name: 'a', value: '1' }, { name: 'a ', value: '2' }], /^Variable 2: "a" is there twice$/],
	])('%j is refused', (rows, says) => {
		expect(refusal(() => templateVariables(rows)).message).toMatch(says);
	});
});
