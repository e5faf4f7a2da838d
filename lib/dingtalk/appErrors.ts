import type { Failure } from '../delivery/types';
import { isObject, retryAfterMs, type HttpResponse, type JsonObject } from '../http';
import type { DingTalkApp } from './appClient';
import { cardErrors } from './errorRows/cards';
import { contactErrors } from './errorRows/contacts';
import { platformErrors } from './errorRows/platform';
import { robotErrors } from './errorRows/robots';
import type { ErrorRow, ErrorTable } from './errorRows/rows';
import { workNotificationErrors } from './errorRows/workNotifications';
import { ipBan } from './errors';

export type { ErrorRow, ErrorTable } from './errorRows/rows';

/** Codes of both generations of the API; one that ends in `*` stands for all that begin so. */
export const appErrors: ErrorTable = {
	...platformErrors,
	...robotErrors,
	...cardErrors,
	...contactErrors,
	...workNotificationErrors,
};

/** Some answers say so beside HTTP 200 and without a code. */
export const notDone: Failure = {
	class: 'permanent',
	code: 'NOT_DONE',
	message: 'DingTalk answered that it has not done this',
	fix: 'Check the IDs and the values of the operation; if they are right, try again later.',
};

/** Reads a refusal of either generation; on the old one, `errcode` 88 wraps the real code (`sub_code`). */
export function appFailure(answer: JsonObject, response: HttpResponse, app: DingTalkApp, own: ErrorTable = {}): Failure {
	if (answer.punish !== undefined) return { ...ipBan, code: `punish ${String(answer.status)}` };
	const code = String((String(answer.errcode) === '88' ? answer.sub_code : undefined) ?? answer.errcode ?? answer.code ?? '');
	const said = [answer.sub_msg, answer.errmsg, answer.message].find((text): text is string => typeof text === 'string') ?? '';
	const row = rowOf(code, own) ?? rowOf(code) ?? unknown(response.status);
	if (row.permissionAtFault) return { ...row, ...missingPermission(answer, app, code, row), code };
	return {
		...row,
		code,
		message: `${row.message} (${code}${said && said !== code ? `: ${said.slice(0, 300)}` : ''})`,
		retryAfterMs: row.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? row.retryAfterMs) : undefined,
	};
}

/** The row of a code; of several that stand for a whole family, the first. */
export function rowOf(code: string, table: ErrorTable = appErrors): ErrorRow | undefined {
	if (Object.hasOwn(table, code)) return table[code];
	return Object.entries(table).find(([family]) => family.endsWith('*') && code.startsWith(family.slice(0, -1)))?.[1];
}

const APPLY = 'https://open-dev.dingtalk.com/appscope/apply?content=';

/**
 * Which permission is missing, and where it is granted. The new API lists it in `accessdenieddetail`, in either case;
 * both say it in their text, mostly with the link ("add an API permission").
 * https://open.dingtalk.com/document/development/add-api-permission
 */
function missingPermission(answer: JsonObject, { clientId }: DingTalkApp, code: string, row: ErrorRow): Pick<Failure, 'message' | 'fix'> {
	const text = [answer.sub_msg, answer.errmsg, answer.message].filter((one) => typeof one === 'string').join(' ');
	const scopes = listedScopes(answer) ?? /requiredScopes=\[([^\]]+)\]/.exec(text)?.[1] ?? /权限：?\s*\[([^\]]+)\]/.exec(text)?.[1];
	if (!scopes) return { message: `${row.message} (${code}${text ? `: ${text.slice(0, 300)}` : ''})`, fix: row.fix };
	const [first = ''] = scopes.split(/\s*,\s*/);
	const link = /https:\/\/[\w.-]+\/appscope\/apply\?content=[\w%.-]+/.exec(text)?.[0] ?? `${APPLY}${encodeURIComponent(clientId)}%23${encodeURIComponent(first)}`;
	return {
		message: `The app lacks the permission ${scopes} (${code})`,
		fix: `Open ${link} and add the permission (an administrator may have to approve it), then run the node again: a new permission works at once.`,
	};
}

function listedScopes(answer: JsonObject): string | undefined {
	const detail = Object.entries(answer).find(([name]) => name.toLowerCase() === 'accessdenieddetail')?.[1];
	const scopes = isObject(detail) ? detail.requiredScopes : undefined;
	return Array.isArray(scopes) && scopes.length > 0 ? scopes.map(String).join(', ') : undefined;
}

function unknown(status: number): ErrorRow {
	if (status === 429) return { class: 'rateLimited', sharedLimit: true, message: 'Too many calls', fix: 'Make fewer calls.', retryAfterMs: 1_000 };
	if (status >= 500) return { class: 'transient', message: 'The platform is failing at the moment', fix: 'Try again later.' };
	return { class: 'permanent', message: 'The platform refused the call', fix: 'Look the code up in the documentation of the API.' };
}
