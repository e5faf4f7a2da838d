import { randomBytes } from 'node:crypto';
import type { Answer } from '../../answer';
import type { JsonObject } from '../../types';
import { endpointRefusal, ENDPOINT_PATH } from '../push/endpoint';
import { CARD_PROBLEMS, REFUSALS } from './refusals';

/** What a refusal says beyond its code. */
export interface Detail {
	/** Stands where the documented text has `%v`, or after it as `, ext=...`. */
	ext?: string;
	/** Instead of the documented text. */
	msg?: string;
	/** Members of `error`. */
	error?: JsonObject;
	headers?: Record<string, string>;
}

/**
 * "调用 API", section on errors, https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/get-
 * The guide names the log ID `logid`, the samples of the message operations `log_id`; the latter is used here.
 */
export function feishuRefusal(code: number | string, path: string, detail: Detail = {}): Answer | undefined {
	const number = Number(code);
	if (path === ENDPOINT_PATH) return endpointRefusal(number);
	const group = REFUSALS.find((candidate) => candidate.path.test(path) && number in candidate.texts);
	if (!group) return cardRefusal(number, path);
	const text = group.texts[number] ?? '';
	const ext = detail.ext ?? '';
	const msg = detail.msg ?? (text.includes('%v') ? text.replace('%v', `[${ext}]`) : withExt(text, ext));
	const logId = newLogId();
	const status = group.statuses?.[number] ?? group.status;
	if (number === TOO_MANY_CALLS) return tooManyCalls(status, msg, detail.headers);
	const troubleshooter = `排查建议查看（Troubleshooting suggestions）：https://open.feishu.cn/search?from=openapi&log_id=${logId}&code=${number}`;
	return {
		status,
		body: { code: number, msg, error: { ...detail.error, log_id: logId, troubleshooter } },
		headers: { 'x-tt-logid': logId },
	};
}

/** A card that is refused for a reason of its own: the code in the text of another one. */
function cardRefusal(code: number, path: string): Answer | undefined {
	const text = CARD_PROBLEMS[code];
	const outer = text === undefined ? undefined : [230099, 11246].find((candidate) => feishuRefusal(candidate, path));
	return outer === undefined ? undefined : feishuRefusal(outer, path, { ext: `ErrCode: ${code}; ErrMsg: ${text}; ` });
}

/** The documented samples of card errors have this beginning at batch sending too. */
const withExt = (text: string, ext: string): string => {
	if (ext === '') return text;
	const isCard = ext.startsWith('ErrCode: ');
	return `${isCard ? 'Failed to create card content' : text.replace(/\.$/, '')}, ext=${ext}`;
};

const TOO_MANY_CALLS = 99991400;

/** "频控策略", https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN: seconds in the headers, no `error`. */
const tooManyCalls = (status: number, msg: string, headers: Record<string, string> | undefined): Answer => ({
	status,
	body: { code: TOO_MANY_CALLS, msg },
	headers: { 'x-tt-logid': newLogId(), 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1', ...headers },
});

/** Most operations answer so. */
export const success = (data: JsonObject = {}): Answer => ok({ msg: 'success', data });

/** Where the answer has no `data`, or other words. */
export const ok = (body: JsonObject): Answer => ({
	status: 200,
	body: { code: 0, ...body },
	headers: { 'x-tt-logid': newLogId() },
});

const newLogId = (): string => randomBytes(17).toString('hex').toUpperCase();
