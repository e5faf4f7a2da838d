import type { INodeProperties } from 'n8n-workflow';
import type { TokenSource } from '../accessTokens';
import { wallTime } from '../clock';
import { sharedState } from './state';

/** For the question for a token. */
export const TOKEN_TIMEOUT_MS = 10_000;

/**
 * How the HTTP Request node of n8n gets an app's access token: from the hidden property `session` of the credential,
 * which n8n stores, and has made anew when it is empty or a request has failed.
 */
interface Session {
	token: string;
	/** In ms since the epoch. */
	renewAt: number;
	/** The app and the secret that it is for: see {@link TokenSource.key}. */
	key: string;
}

/** The property of both app credentials. */
export const sessionField: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/**
 * A new value of the property. The token is the one that the nodes use; if the session's own would still be good by
 * all that it says, the platform must have rejected it, and a new one is fetched.
 */
export async function newSession(stored: unknown, source: TokenSource): Promise<{ session: string }> {
	const { accessTokens, clock } = sharedState();
	const token = await accessTokens.get(source, goodSession(stored, source.key)?.token);
	if ('class' in token) throw new Error(`${token.message}. ${token.fix}`);
	const session: Session = { token: token.value, renewAt: wallTime(clock, token.renewAt), key: source.key };
	return { session: JSON.stringify(session) };
}

/** The token of a session. Throws what makes n8n renew the session if it has ended, or belongs to another app or secret. */
export function sessionToken(stored: unknown, key: string): string {
	const session = goodSession(stored, key);
	if (session) return session.token;
	throw Object.assign(new Error('The access token has to be renewed'), { response: { status: 401 } });
}

function goodSession(stored: unknown, key: string): Session | undefined {
	const session = parseSession(stored);
	return session?.key === key && session.renewAt > sharedState().clock.now() ? session : undefined;
}

function parseSession(stored: unknown): Session | undefined {
	try {
		return JSON.parse(String(stored)) as Session;
	} catch {
		return undefined;
	}
}
