import { botInfoOf, botOpenIdOf } from '../../../../../lib/feishu/api/bot';

test('the app’s name, and nothing more to say of one that is in use', () => {
	expect(botInfoOf({ code: 0, bot: { app_name: 'Night watch', activate_status: 2 } })).toEqual({ name: 'Night watch', hint: undefined });
});

test.each([
	[0, /release a version/],
	[1, /stopped in your organization/],
	[3, /enable it/],
	[4, /new version/],
	[5, /licence/],
	[6, /plan/],
])('an app with status %d can’t send: the hint says what to do', (activate_status, hint) => {
	expect(botInfoOf({ bot: { app_name: 'Night watch', activate_status } }).hint).toMatch(hint);
});

test('a status that nobody knows, or no bot at all, is no hint', () => {
	expect(botInfoOf({ bot: { app_name: 'Night watch', activate_status: 99 } }).hint).toBeUndefined();
	expect(botInfoOf({})).toEqual({ name: '', hint: undefined });
});

test('the bot is known by its open ID', () => {
	expect(botOpenIdOf({ code: 0, bot: { app_name: 'Night watch', open_id: 'ou_made_up' } })).toBe('ou_made_up');
	expect([{}, { bot: null }, { bot: { open_id: 7 } }].map((answer) => botOpenIdOf(answer))).toEqual(['', '', '']);
});
