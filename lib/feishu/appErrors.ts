import type { Failure } from '../delivery/types';
import { isObject, retryAfterMs, type HttpResponse, type JsonObject } from '../http';
import type { FeishuApp } from './appClient';

export type ErrorRow = Omit<Failure, 'code'>;
export type ErrorTable = Record<string, ErrorRow>;

/** To be completed. */
export const appErrors: ErrorTable = {};

/** Reads a refusal of the open API ("calling server APIs", error body). */
export function appFailure(answer: JsonObject, response: HttpResponse, _app: FeishuApp, own: ErrorTable = {}): Failure {
	const code = String(answer.code);
	const said = typeof answer.msg === 'string' ? answer.msg : '';
	const row = own[code] ?? appErrors[code] ?? unknown(response.status);
	return {
		...row,
		code,
		message: `${row.message} (${code}${said ? `: ${said.slice(0, 300)}` : ''})`,
		retryAfterMs: row.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? row.retryAfterMs) : undefined,
	};
}

/** Everything that the error body tells beside code and message. */
export const details = (answer: JsonObject): JsonObject => (isObject(answer.error) ? answer.error : {});

function unknown(status: number): ErrorRow {
	if (status === 429) return { class: 'rateLimited', sharedLimit: true, message: 'Too many calls', fix: 'Make fewer calls.', retryAfterMs: 1_000 };
	if (status >= 500) return { class: 'transient', message: 'The platform is failing at the moment', fix: 'Try again later.' };
	return { class: 'permanent', message: 'The platform refused the call', fix: 'Look the code up in the documentation of the API.' };
}
