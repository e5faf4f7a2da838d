import { readerOf, recipientErrors, recipientsOf, typeOf } from '../../../../../lib/feishu/api/recipients';
import { refusal } from '../../support/refusal';

const app = { baseUrl: 'https://open.feishu.cn', appId: 'cli_1', appSecret: 's', timeoutMs: 1, ignoreSslIssues: false };

describe('IDs of recipients', () => {
	test('each counts once, blanks not at all', () => {
		expect(recipientsOf('open_id', [' ou_1', 'ou_2', '', 'ou_1'])).toEqual([{ type: 'open_id', id: 'ou_1' }, { type: 'open_id', id: 'ou_2' }]);
	});

	test.each([
		['open_id', 'on_1', 'an open ID'],
		['union_id', 'ou_1', 'a union ID'],
		['user_id', 'ou_1', 'a user ID'],
		['email', 'li lei@example.com', 'an email'],
		['chat_id', 'om_1', 'a chat ID'],
		['thread_id', 'oc_1', 'a thread ID'],
	] as const)('%s: %s is not %s', (type, id, name) => {
		expect(refusal(() => recipientsOf(type, [id])).message).toBe(`"${id}" is not ${name}`);
		expect(refusal(() => recipientsOf(type, [])).message).toBe('There is no recipient');
	});

	test('of several the error tells which', () => {
		expect(refusal(() => recipientsOf('open_id', ['ou_1', 'x'])).message).toBe('Recipient 2: "x" is not an open ID');
	});
});

test.each([
	['li.lei@example.com', 'email'],
	['ou_1f2e', 'open_id'],
	['on_1f2e', 'union_id'],
	['oc_1f2e', 'chat_id'],
	['13800138000', 'mobile'],
	['138-0013 8000', 'mobile'],
	['+852 1234-5678', 'mobile'],
	['0085212345678', 'mobile'],
	['3e3cf96b', 'user_id'],
	['10086123', 'user_id'],
])('%s looks like %s', (value, type) => {
	expect(typeOf(value)).toBe(type);
});

test("a group's limit is the same for all apps, a person's is not", () => {
	const other = { ...app, appId: 'cli_2' };
	const keyOf = (owner: typeof app, type: 'chat_id' | 'open_id') => readerOf(owner, { type, id: 'x' }).key;
	expect(keyOf(app, 'chat_id')).toBe(keyOf(other, 'chat_id'));
	expect(keyOf(app, 'open_id')).not.toBe(keyOf(other, 'open_id'));
	expect(keyOf(app, 'open_id')).not.toBe(keyOf(app, 'chat_id'));
	expect(readerOf(app, { type: 'open_id', id: 'ou_1', name: '13800138000' }).name).toBe('13800138000');
});

test('whom the platform can\'t find is named by field and value; a group and a missing message are not people', () => {
	expect(recipientErrors({ type: 'email', id: 'a@example.com' })['230034']!.message).toBe('Nobody was found with the email a@example.com');
	expect(recipientErrors({ type: 'open_id', id: 'ou_1', name: '13800138000' })['99992351']!.message).toContain('13800138000');
	expect(recipientErrors({ type: 'user_id', id: '3e3cf96b' })['230034']!.fix).toContain('contact:user.employee_id:readonly');
	expect(recipientErrors({ type: 'email', id: 'a@example.com' })['230034']!.fix).not.toContain('contact:');
	expect(recipientErrors({ type: 'chat_id', id: 'oc_1' })).toEqual({});
	expect(recipientErrors({ type: 'email', id: 'a@example.com' })).not.toHaveProperty('99992354');
});
