import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock';

/** The fields of the credential "Subscription Trigger API". */
export interface Authentication {
	authentication: 'headerAuth' | 'basicAuth' | 'hmac' | 'standardWebhooks';
	headerName?: string;
	headerSecret?: string;
	user?: string;
	password?: string;
	hmacSecret?: string;
	signatureHeader?: string;
	algorithm?: 'sha1' | 'sha256' | 'sha512';
	encoding?: 'hex' | 'base64';
	timestampHeader?: string;
	/** `whsec_` and the key in Base64. */
	webhookSecret?: string;
}

export interface InboundRequest {
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	/** As received, after decompression: a signature is over these bytes. */
	rawBody: Buffer;
}

/** How far a signed timestamp may be off, in ms. */
const WINDOW_MS = 5 * 60 * 1000;
/** Beyond this many the oldest requests are forgotten: about 30 MB of memory. */
const MOST_SEEN = 200_000;

/** What is missing in a credential; undefined when it can be used. */
export function incomplete(credential: Authentication): string | undefined {
	switch (credential.authentication) {
		case 'headerAuth':
			if (!credential.headerName?.trim() || !bare(credential.headerSecret ?? '')) return 'Header Name or Secret is empty';
			// A header can carry no others.
			return /^[\x20-\x7e]+$/.test(bare(credential.headerSecret!)) ? undefined : 'Secret holds other characters than ASCII';
		case 'basicAuth':
			return credential.user && credential.password ? undefined : 'User or Password is empty';
		case 'hmac':
			return credential.signatureHeader && credential.hmacSecret ? undefined : 'Signature Header or Secret is empty';
		case 'standardWebhooks':
			if (!credential.webhookSecret?.trim()) return 'Secret is empty';
			return webhookKey(credential) ? undefined : 'Secret is not "whsec_" and 24 to 64 bytes in Base64';
		default:
			return 'Authentication is not chosen';
	}
}

/** Signed requests that have been let in, for as long as their timestamp would let them in again. */
export class ReplayGuard {
	private readonly seen = new Map<string, number>();

	/** @param windowMs how far a signed time may be off */
	constructor(
		private readonly clock: Pick<Clock, 'now'>,
		private readonly windowMs = WINDOW_MS,
	) {}

	/** True the first time within the window. */
	claim(request: string): boolean {
		const now = this.clock.now();
		if ((this.seen.get(request) ?? 0) > now) return false;
		for (const [key, until] of this.seen) {
			if (until > now && this.seen.size < MOST_SEEN) break;
			this.seen.delete(key);
		}
		this.seen.set(request, now + 2 * this.windowMs);
		return true;
	}

	/** The request came to nothing, so its sender may repeat it. */
	release(request: string): void {
		this.seen.delete(request);
	}
}

/** Whether the request may start the workflow. Compares in constant time; an incomplete credential lets nobody in. */
export function isAuthentic(credential: Authentication, request: InboundRequest, clock: Clock): boolean {
	if (incomplete(credential)) return false;
	switch (credential.authentication) {
		case 'headerAuth':
			return sameText(bare(header(request, credential.headerName)), bare(credential.headerSecret!));
		case 'basicAuth': {
			const expected = Buffer.from(`${credential.user}:${credential.password}`).toString('base64');
			return sameText(header(request, 'authorization').replace(/^basic\s+/i, ''), expected);
		}
		case 'hmac':
			return isSigned(credential, request, clock);
		case 'standardWebhooks':
			return isStandardWebhook(credential, request, clock);
	}
}

function isSigned(credential: Authentication, request: InboundRequest, clock: Clock): boolean {
	const { hmacSecret, algorithm = 'sha256', encoding = 'hex', timestampHeader } = credential;
	const signature = signatureOf(credential, request);
	const hmac = createHmac(algorithm, hmacSecret!);
	if (!timestampHeader) {
		return sameText(signature, hmac.update(request.rawBody).digest(encoding));
	}
	const timestamp = header(request, timestampHeader);
	const expected = hmac.update(`${timestamp}:`).update(request.rawBody).digest(encoding);
	return sameText(signature, expected) && isRecent(timestamp, clock);
}

/**
 * As the Standard Webhooks specification has it: HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`. The
 * header `webhook-signature` may hold several signatures, while a key is being exchanged.
 */
function isStandardWebhook(credential: Authentication, request: InboundRequest, clock: Clock): boolean {
	const [id, timestamp] = [header(request, 'webhook-id'), header(request, 'webhook-timestamp')];
	const hmac = createHmac('sha256', webhookKey(credential)!).update(`${id}.${timestamp}.`).update(request.rawBody);
	const expected = `v1,${hmac.digest('base64')}`;
	const signatures = header(request, 'webhook-signature').split(' ').slice(0, MOST_SIGNATURES);
	return signatures.filter((signature) => sameText(signature, expected)).length > 0 && isRecent(timestamp, clock);
}

const MOST_SIGNATURES = 10;

function webhookKey({ webhookSecret = '' }: Authentication): Buffer | undefined {
	const base64 = webhookSecret.trim().replace(/^whsec_/, '');
	const key = Buffer.from(/^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? base64 : '', 'base64');
	return key.length >= 24 && key.length <= 64 ? key : undefined;
}

/** Of seconds since 1970. */
const isRecent = (timestamp: string, clock: Clock): boolean => Math.abs(clock.now() - Number(timestamp) * 1000) <= WINDOW_MS;

/** Without its prefix, which may be any; hexadecimal digits may come in upper case. */
function signatureOf({ signatureHeader, encoding }: Authentication, request: InboundRequest): string {
	const signature = header(request, signatureHeader).replace(/^[\w-]+=(?=[^=])/, '');
	return encoding === 'base64' ? signature : signature.toLowerCase();
}

/** What an authentic request can be known by again; undefined where the sender does not sign a time. */
export function replayKey(credential: Authentication, request: InboundRequest): string | undefined {
	switch (credential.authentication) {
		case 'hmac':
			if (!credential.timestampHeader) return undefined;
			return `${header(request, credential.timestampHeader)} ${signatureOf(credential, request)}`;
		case 'standardWebhooks':
			return `${header(request, 'webhook-timestamp')} ${header(request, 'webhook-id')}`;
		default:
			return undefined;
	}
}

const bare = (value: string): string => value.replace(/^\s*bearer(\s+|$)/i, '').trim();

export function header({ headers }: InboundRequest, name = ''): string {
	const value = headers[name.trim().toLowerCase()];
	return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** Of digests, so that not even the length of the expected text shows in the time it takes. */
export const sameText = (a: string, b: string): boolean =>
	timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
