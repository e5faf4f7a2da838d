import type { Failure } from '../delivery/types';
import { isObject, objectOf, retryAfterMs, type HttpResponse, type JsonObject } from '../http';
import type { FeishuApp } from './appClient';
import { accessErrors } from './errorRows/access';
import { cardContentErrors } from './errorRows/cards';
import { chatErrors } from './errorRows/chats';
import { contactErrors } from './errorRows/contacts';
import { fileErrors } from './errorRows/files';
import { messageErrors } from './errorRows/messages';
import { permanent, tooManyCalls, transient, type ErrorRow, type ErrorTable } from './errorRows/rows';

export type { ErrorRow, ErrorTable } from './errorRows/rows';

/**
 * Codes of the open API: what happened, and what the user can do about it. Codes that mean something else for an
 * operation stand in the table of its call ({@link FeishuCall.errors}).
 */
export const appErrors: ErrorTable = {
	...accessErrors,
	...messageErrors,
	...chatErrors,
	...contactErrors,
	...fileErrors,
};

/** So much of what the platform says stands in an error, in characters. */
const MOST_SHOWN = 1_000;

/** Reads a refusal of the open API ("calling server APIs", error body). */
export function appFailure(answer: JsonObject, response: HttpResponse, app: FeishuApp, own: ErrorTable = {}): Failure {
	const code = String(answer.code);
	const said = typeof answer.msg === 'string' ? answer.msg : '';
	const row = cardRow(said) ?? own[code] ?? appErrors[code] ?? unknown(response.status, logIdOf(answer));
	const texts = (row.permissionAtFault && missingScopes(row, answer, app)) || {
		message: `${row.message} (${[code, said.slice(0, 300), ...violationsOf(answer)].filter((part) => part !== '').join(': ').slice(0, MOST_SHOWN)})`,
		fix: row.fix,
	};
	return {
		...row,
		code,
		message: texts.message,
		fix: texts.fix.replaceAll('{app}', consolePage(app)),
		retryAfterMs: row.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? row.retryAfterMs) : undefined,
	};
}

/** Everything that the error body tells beside code and message. */
export const details = (answer: JsonObject): JsonObject => objectOf(answer.error);

/** What is wrong with a card stands in the text of a general code: `Failed to create card content, ext=ErrCode: 200380; ErrMsg: ...`. */
function cardRow(said: string): ErrorRow | undefined {
	const [, code = ''] = /ErrCode: ?(\d+)/.exec(said) ?? [];
	// 11310 has several meanings.
	if (code === '11310' && said.includes('template is not visible')) return cardContentErrors['200381'];
	if (code === '11310' && said.includes('card action is lock')) return transient('Somebody is clicking the card at this moment');
	return cardContentErrors[code];
}

/** `field_violations` of 99992402: which field, and what is wrong with it. */
function violationsOf(answer: JsonObject): string[] {
	const { field_violations: list } = details(answer);
	return Array.isArray(list) ? list.filter(isObject).map(({ field, description }) => `${String(field)}: ${String(description)}`) : [];
}

/** The names of the scopes that would do, and the page that grants them. */
function missingScopes(row: ErrorRow, answer: JsonObject, app: FeishuApp): Pick<Failure, 'message' | 'fix'> | undefined {
	const scopes = scopesOf(answer);
	if (scopes.length === 0) return undefined;
	const link = linkIn(answer, app) ?? `${consolePage(app)}/auth?q=${scopes.join(',')}&op_from=openapi`;
	return {
		message: `${row.message}: ${scopes.join(' or ')} (${String(answer.code)})`,
		fix: `Open ${link} and add ${scopes.length > 1 ? 'one of them' : 'it'}. ${row.fix}`,
	};
}

const SCOPE = /^[a-z][\w.-]*(?::[\w.-]+)+$/i;

/** `permission_violations` in its two shapes, `[{ scope, url }]` and `[{ type, subject }]`; otherwise the text names them, in brackets or among its words. */
function scopesOf(answer: JsonObject): string[] {
	const { permission_violations: list } = details(answer);
	const listed = Array.isArray(list) ? list.filter(isObject).flatMap(({ scope, subject }) => [scope, subject]) : [];
	const named = String(answer.msg).match(/\[[^[\]]+\]/g)?.flatMap((group) => group.slice(1, -1).split(/\s*,\s*/)) ?? [];
	const words = String(answer.msg).split(/[\s,=]+/);
	const scopes = [listed, named, words].map((all) => all.filter((one): one is string => typeof one === 'string' && SCOPE.test(one)));
	return [...new Set(scopes.find((all) => all.length > 0))];
}

const CONSOLES = ['open.feishu.cn', 'open.larksuite.com'];

/** The platform's own link to the permissions of the app; one to anywhere else is not shown. */
function linkIn(answer: JsonObject, app: FeishuApp): string | undefined {
	const { helps, permission_violations: violations } = details(answer);
	const links = [helps, violations].flatMap((list) => (Array.isArray(list) ? list.filter(isObject).map(({ url }) => url) : []));
	return links.find((link): link is string => {
		const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : undefined;
		return url !== undefined && (url.host === new URL(app.baseUrl).host || (url.protocol === 'https:' && CONSOLES.includes(url.host)));
	});
}

/** The page of the app in the developer console, which has the same host as the API. */
const consolePage = ({ baseUrl, appId }: FeishuApp): string => `${baseUrl}/app/${appId}`;

/** For the platform's support. The documents name it in both ways. */
function logIdOf(answer: JsonObject): string {
	const { log_id: id, logid } = details(answer);
	return String(id ?? logid ?? '');
}

function unknown(status: number, logId: string): ErrorRow {
	if (status === 429) return tooManyCalls('The app makes too many calls', 'Make fewer calls at a time, or let the node wait longer (Max Wait).');
	if (status >= 500) return transient('The platform is failing at the moment');
	const support = logId === '' ? '' : ` The platform's support can find the call by its log ID: ${logId}.`;
	return permanent('The platform refused the call', `Look the code up in the platform's documentation ("generic error codes").${support}`);
}
