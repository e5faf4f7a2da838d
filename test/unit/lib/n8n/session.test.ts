import type { AccessToken, TokenSource } from '../../../../lib/accessTokens';
import { newSession, sessionToken } from '../../../../lib/n8n/session';
import { createState, replaceSharedState } from '../../../../lib/n8n/state';
import { InstantClock } from '../support/instantClock';

const MINUTE = 60_000;

let clock: InstantClock;
let given = 0;
const source: TokenSource = {
	key: 'app and secret',
	fetch: async (): Promise<AccessToken> => ({ value: `token ${++given}`, lifeMs: 120 * MINUTE }),
};
beforeEach(() => {
	given = 0;
	clock = new InstantClock();
	replaceSharedState(createState(clock));
});

const renewed = async (stored: unknown = '') => (await newSession(stored, source)).session;
const EXPIRED = expect.objectContaining({ response: { status: 401 } });
const thrown = (act: () => unknown): unknown => {
	try {
		return act();
	} catch (error) {
		return error;
	}
};

test('a session gives its token until it is to be renewed; then n8n is told so', async () => {
	const session = await renewed();
	clock.skip(110 * MINUTE - 1);
	expect(sessionToken(session, source.key)).toBe('token 1');
	clock.skip(1);
	expect(thrown(() => sessionToken(session, source.key))).toEqual(EXPIRED);
	expect(sessionToken(await renewed(session), source.key)).toBe('token 2');
});

test('it is for one app with one secret', async () => {
	const session = await renewed();
	expect(thrown(() => sessionToken(session, 'app and another secret'))).toEqual(EXPIRED);
});

test.each([['', undefined, null, '{', '{}', 'null', '1', '"text"', '[]', '{"token":"t"}', '{"token":"t","key":"app and secret"}']])('%j is no session', (stored) => {
	expect(thrown(() => sessionToken(stored, source.key))).toEqual(EXPIRED);
});

test('one that n8n wants to have renewed before its time was rejected: a new token, not that one', async () => {
	const session = await renewed();
	expect(sessionToken(await renewed(session), source.key)).toBe('token 2');
});

test('one that has ended, and one of another secret, were not: the token of the process will do', async () => {
	const session = await renewed();
	clock.skip(111 * MINUTE);
	const next = await renewed();
	expect(sessionToken(await renewed(session), source.key)).toBe('token 2');
	await newSession(next, { ...source, key: 'another' });
	expect(sessionToken(await renewed(), source.key)).toBe('token 2');
});

test('it counts by the time of day, which it outlives a restart by', async () => {
	const session = await renewed();
	clock.jump(111 * MINUTE);
	expect(thrown(() => sessionToken(session, source.key))).toEqual(EXPIRED);
});

test('why there is no token, and what to do about it, is the message', async () => {
	const failure = { class: 'permanent', code: '1', message: 'The App Secret is wrong', fix: 'Copy it again.' } as const;
	await expect(newSession('', { key: 'a', fetch: async () => failure })).rejects.toThrow('The App Secret is wrong. Copy it again.');
});
