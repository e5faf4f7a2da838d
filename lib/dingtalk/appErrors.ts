import type { Failure } from '../delivery/types';
import { retryAfterMs, type HttpResponse, type JsonObject } from '../http';
import type { DingTalkApp } from './appClient';

export type ErrorRow = Omit<Failure, 'code'>;
export type ErrorTable = Record<string, ErrorRow>;

/** To be completed. */
export const appErrors: ErrorTable = {};

/** Reads a refusal of either generation; on the old one, `errcode` 88 wraps the real code (`sub_code`). */
export function appFailure(answer: JsonObject, response: HttpResponse, _app: DingTalkApp, own: ErrorTable = {}): Failure {
	const code = String((String(answer.errcode) === '88' ? answer.sub_code : undefined) ?? answer.errcode ?? answer.code ?? '');
	const said = [answer.sub_msg, answer.errmsg, answer.message].find((text): text is string => typeof text === 'string') ?? '';
	const row = own[code] ?? appErrors[code] ?? unknown(response.status);
	return {
		...row,
		code,
		message: `${row.message} (${code}${said ? `: ${said.slice(0, 300)}` : ''})`,
		retryAfterMs: row.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? row.retryAfterMs) : undefined,
	};
}

function unknown(status: number): ErrorRow {
	if (status === 429) return { class: 'rateLimited', sharedLimit: true, message: 'Too many calls', fix: 'Make fewer calls.', retryAfterMs: 1_000 };
	if (status >= 500) return { class: 'transient', message: 'The platform is failing at the moment', fix: 'Try again later.' };
	return { class: 'permanent', message: 'The platform refused the call', fix: 'Look the code up in the documentation of the API.' };
}
