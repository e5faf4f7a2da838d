import { chatId, imageKey, inRow, templateId, webLink } from '../../../../lib/feishu/keys';
import { refusal } from '../support/refusal';

describe('an image key', () => {
	test.each(['img_v2_041b28e3-5680-48c2-9af2-497ace79333g', ' img_ecffc3b9-8f14-400f-a014-05eca1a4310g\n'])('%j is taken', (key) => {
		expect(imageKey(key)).toBe(key.trim());
	});

	test.each([
		['', 'The image key is empty'],
		['  ', 'The image key is empty'],
		['https://example.com/cat.png', '"https://example.com/cat.png" is a URL, not an image key'],
		['/home/me/cat.png', '"/home/me/cat.png" is a file path, not an image key'],
		['C:\\cats\\cat.jpg', '"C:\\cats\\cat.jpg" is a file path, not an image key'],
		['cat.png', '"cat.png" is a file path, not an image key'],
		['oc_1', '"oc_1" is a chat ID, not an image key'],
		['cat', '"cat" is not an image key'],
		['img_', '"img_" is not an image key'],
		['img_1"}', '"img_1"}" is not an image key'],
	])('%j is refused with where to get one', (key, says) => {
		const { message, fix } = refusal(() => imageKey(key));
		expect(message).toBe(says);
		expect(fix).toMatch(/img_.*uploaded/);
	});
});

describe('a chat ID', () => {
	test('is taken', () => {
		expect(chatId('oc_f5b1a7eb27ae2c7b6adc2a74faf339ff ')).toBe('oc_f5b1a7eb27ae2c7b6adc2a74faf339ff');
	});

	test.each([
		['', 'The chat ID is empty'],
		['ou_1', '"ou_1" is a person\'s open ID, not a chat ID'],
		['On call', '"On call" is not a chat ID'],
	])('%j is refused with where to find it', (id, says) => {
		const { message, fix } = refusal(() => chatId(id));
		expect(message).toBe(says);
		expect(fix).toMatch(/group's settings/);
	});
});

describe('a template ID', () => {
	test.each(['AAqkweugf8sLk', 'ctp_AA6DZMfkJekf'])('%s is taken', (id) => {
		expect(templateId(id)).toBe(id);
	});

	test.each([
		['', 'The card template ID is empty'],
		['cli_1', '"cli_1" is the ID of an app, not a card template ID'],
		['{"schema":"2.0"}', '"{"schema":"2.0"}" is not a card template ID'],
	])('%j is refused with where to find it', (id, says) => {
		const { message, fix } = refusal(() => templateId(id));
		expect(message).toBe(says);
		expect(fix).toMatch(/card builder/);
	});
});

describe('a link', () => {
	test.each([
		['https://example.com', 'https://example.com/'],
		[' http://example.com/a b?q=路 ', 'http://example.com/a%20b?q=%E8%B7%AF'],
	])('%j is sent complete and encoded', (url, sent) => {
		expect(webLink(url)).toBe(sent);
	});

	test.each(['', 'example.com', 'javascript:alert(1)', 'mailto:a@example.com', 'https://', '/path'])('%j is refused', (url) => {
		expect(refusal(() => webLink(url)).fix).toMatch(/begins with https:\/\//);
	});
});

test('an error in a row says which row, and keeps the way out; a defect stays a defect', () => {
	const { message, fix } = refusal(() => inRow('Button 2', () => webLink('x')));
	expect(message).toBe('Button 2: "x" is not a complete link');
	expect(fix).toMatch(/complete address/);
	expect(() =>
		inRow('Button 2', () => {
			throw new TypeError('defect');
		}),
	).toThrow(TypeError);
});
