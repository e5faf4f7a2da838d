import type { FeishuApp } from '../../../../lib/feishu/appClient';
import { appErrors, appFailure } from '../../../../lib/feishu/appErrors';
import { cardContentErrors } from '../../../../lib/feishu/errorRows/cards';
import type { JsonObject } from '../../../../lib/http';

const APP: FeishuApp = { baseUrl: 'https://open.feishu.cn', appId: 'cli_a1', appSecret: 'made up', timeoutMs: 1, ignoreSslIssues: false };

const read = (answer: JsonObject, { status = 400, headers = {}, app = APP }: { status?: number; headers?: Record<string, string>; app?: FeishuApp } = {}) =>
	appFailure(answer, { status, headers, body: '' }, app);

describe('a missing scope', () => {
	test.each([
		['the shape of the guide', { permission_violations: [{ scope: 'im:chat', url: 'https://open.feishu.cn/apps/cli_a1/auth' }, { scope: 'im:chat:read' }] }, ''],
		['the other shape', { permission_violations: [{ type: 'action_scope_required', subject: 'im:chat' }, { type: 'x', subject: 'im:chat:read' }] }, ''],
		['the text alone', {}, 'Access denied. One of the following scopes is required: [im:chat, im:chat:read]. [im:chat]'],
	])('is named, from %s', (_shape, error, msg) => {
		const failure = read({ code: 99991672, msg, error });
		expect(failure).toMatchObject({ permissionAtFault: true, message: 'The app lacks a scope: im:chat or im:chat:read (99991672)' });
	});

	const helps = (url: unknown): JsonObject => ({ code: 99991672, msg: '[im:chat]', error: { helps: [{ url }] } });
	const OWN = 'https://open.feishu.cn/app/cli_a1/auth?q=im:chat&op_from=openapi';

	test('with the link that the platform gives', () => {
		const link = 'https://open.larksuite.com/app/cli_a1/auth?q=im:chat';
		expect(read(helps(link)).fix).toContain(`Open ${link} and add it.`);
		const own = { ...APP, baseUrl: 'http://feishu.example.com/api' };
		expect(read(helps('http://feishu.example.com/app/cli_a1/auth'), { app: own }).fix).toContain('Open http://feishu.example.com/app/cli_a1/auth and');
	});

	test.each([undefined, 7, 'not a link', 'https://evil.example.com/auth', 'http://open.feishu.cn.evil.example.com/', 'javascript:alert(1)//open.feishu.cn'])(
		'or our own, if it gives none that can be trusted: %s',
		(url) => {
			expect(read(helps(url)).fix).toContain(`Open ${OWN} and add it.`);
		},
	);

	test('among the words of the text', () => {
		const msg = 'Lack of necessary permissions, ext=requires im:message.group_msg scope.';
		expect(read({ code: 230027, msg })).toMatchObject({ message: 'The app may not do this: im:message.group_msg (230027)', fix: expect.stringContaining('add it') });
	});

	test('which the text does not name', () => {
		expect(read({ code: 230027, msg: 'Lack of necessary permissions.' })).toMatchObject({
			message: 'The app may not do this (230027: Lack of necessary permissions.)',
			fix: expect.stringContaining('In the developer console (https://open.feishu.cn/app/cli_a1), add the scope'),
		});
		expect(read({ code: 99991672, msg: 'denied [1, 2] [no scope]' }).message).toContain('denied [1, 2]');
	});
});

test('whatever the platform says, an error can be read', () => {
	const violations = Array.from({ length: 20_000 }, () => ({ field: 'receive_id', description: 'x'.repeat(100) }));
	const { message } = read({ code: 99992402, msg: 'y'.repeat(1_000_000), error: { field_violations: violations } });
	expect(message).toContain('receive_id: x');
	expect(message.length).toBeLessThan(1_500);
});

describe('a card that is not valid', () => {
	const card = (ext: string) => read({ code: 230099, msg: `Failed to create card content, ext=${ext}` });

	test('for the reason that stands in the text', () => {
		expect(card('ErrCode: 200380; ErrMsg: template does not exist; ErrorValue: templateID: AAq1')).toMatchObject({
			code: '230099',
			fix: cardContentErrors['200380']!.fix,
			message: expect.stringContaining('AAq1'),
		});
		expect(card('ErrCode: 1; ErrMsg: something new')).toMatchObject({ fix: appErrors['230099']!.fix, messageAtFault: 'form' });
	});

	test('11310 has several meanings', () => {
		expect(card('ErrCode: 11310; ErrMsg: element exceeds the limit').fix).toBe(cardContentErrors['11310']!.fix);
		expect(card('ErrCode: 11310; ErrMsg: template is not visible to app').fix).toBe(cardContentErrors['200381']!.fix);
		expect(card('ErrCode: 11310; ErrMsg: card action is lock').class).toBe('transient');
	});
});

describe('what is in no table', () => {
	test('is told by its HTTP status', () => {
		expect(read({ code: 1 }, { status: 429 })).toMatchObject({ class: 'rateLimited', sharedLimit: true, retryAfterMs: 1_000 });
		expect(read({ code: 1 }, { status: 503 }).class).toBe('transient');
		expect(read({ code: 1, msg: 'new' })).toMatchObject({ class: 'permanent', message: 'The platform refused the call (1: new)' });
	});

	test('with the log ID for the support, however it is called', () => {
		expect(read({ code: 1, error: { log_id: 'A1' } }).fix).toContain('log ID: A1');
		expect(read({ code: 1, error: { logid: 'B2' } }).fix).toContain('log ID: B2');
	});
});

test('a limit waits as long as its headers say', () => {
	expect(read({ code: 99991400 }, { status: 429, headers: { 'x-ogw-ratelimit-reset': '7' } })).toMatchObject({ class: 'rateLimited', sharedLimit: true, retryAfterMs: 7_000 });
	expect(read({ code: 230020 })).toMatchObject({ class: 'rateLimited', retryAfterMs: 1_000 });
	expect(read({ code: 230020 }).sharedLimit).toBeUndefined();
	expect(read({ code: 230002 }, { headers: { 'retry-after': '7' } }).retryAfterMs).toBeUndefined();
});

test('numbers that an operation uses for something else', () => {
	const own = { '230002': { class: 'transient' as const, message: 'Something else', fix: 'Wait.' } };
	expect(appFailure({ code: 230002 }, { status: 400, headers: {}, body: '' }, APP, own).message).toBe('Something else (230002)');
});
