import type { Answer } from './answer';
import { feishuRefusal } from './feishu/app/answers';
import { TOO_FREQUENT } from './feishu/answers';
import { TOO_FAST } from './dingtalk/answers';
import { dingtalkRefusal } from './dingtalk/app/answers';
import { FAULT_KINDS, type Call, type Fault, type FaultInput, type FaultKind, type Platform } from './types';

/** Strike before the platform looks at the request: nothing is accepted. */
const BEFORE: readonly FaultKind[] = ['status', 'reset', 'body', 'throttle', 'html', 'refuse'];

export const strikesBefore = (kind: FaultKind): boolean => BEFORE.includes(kind);

/** The faults waiting to strike, in the order they were added. */
export class FaultBook {
	private faults: Fault[] = [];
	private counter = 0;

	add(input: FaultInput): string {
		if (!FAULT_KINDS.includes(input.kind)) throw new Error(`No such fault: ${String(input.kind)}`);
		const times = input.times ?? 1;
		if (!(times > 0)) throw new Error('times must be a positive number');
		if (input.kind === 'delay' && !(Number(input.delayMs) > 0)) throw new Error('delay needs delayMs');
		const { status } = input;
		if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599)) {
			throw new Error('status must be from 200 to 599');
		}
		if (input.kind === 'throttle') throttleAnswer(input, input.match?.platform ?? platformOf(input.code));
		if (input.kind === 'refuse' && input.code === undefined) throw new Error('refuse needs a code');
		const fault = { ...input, times, id: `fault_${++this.counter}` };
		this.faults.push(fault);
		return fault.id;
	}

	list(): Fault[] {
		return [...this.faults];
	}

	clear(): void {
		this.faults = [];
	}

	/** The first fault for this request that `applies`. */
	find(call: Pick<Call, 'token' | 'appId' | 'platform' | 'path' | 'method'>, applies: (kind: FaultKind) => boolean): Fault | undefined {
		return this.faults.find((fault) => {
			const { match, kind } = fault;
			return (
				(match?.token === undefined || match.token === call.token) &&
				(match?.appId === undefined || match.appId === call.appId) &&
				(match?.platform === undefined || match.platform === call.platform) &&
				(match?.method === undefined || match.method === call.method) &&
				(match?.path === undefined || call.path.startsWith(match.path)) &&
				applies(kind) &&
				// It waits for a request that the platform documents the code for.
				(kind !== 'refuse' || refusal(fault, call.platform, call.path) !== undefined)
			);
		});
	}

	/** Takes one strike off a fault. */
	use(fault: Fault): void {
		fault.times -= 1;
		if (fault.times < 1) this.faults = this.faults.filter((other) => other !== fault);
	}
}

const DINGTALK_THROTTLES: Record<number | string, Answer> = {
	130101: TOO_FAST,
	410100: { status: 200, body: { errcode: 410100, errmsg: '发送速度太快而限流' } },
	660026: { status: 200, body: { errcode: 660026, errmsg: 'sending too many messages per minute' } },
};

/**
 * "频控策略", https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
 * Unconfirmed: the text of 11232 and both status and text of 9499 are reported by users.
 */
const FEISHU_THROTTLES: Record<number | string, Answer> = {
	11232: TOO_FREQUENT,
	9499: { status: 400, body: { code: 9499, msg: 'too many request', data: {} } },
	99991400: {
		status: 429,
		body: { code: 99991400, msg: 'request trigger frequency limit' },
		headers: { 'x-ogw-ratelimit-limit': '100', 'x-ogw-ratelimit-reset': '5' },
	},
};

const platformOf = (code: number | string | undefined): Platform =>
	code !== undefined && code in DINGTALK_THROTTLES ? 'dingtalk' : 'feishu';

/** What a throttled request is told; older APIs send 99991400 with `status: 400` and without the headers. */
function throttleAnswer(fault: FaultInput, platform: Platform): Answer {
	const table = platform === 'dingtalk' ? DINGTALK_THROTTLES : FEISHU_THROTTLES;
	const code = fault.code ?? (platform === 'dingtalk' ? 130101 : 11232);
	const known = table[code];
	if (!known) throw new Error(`${platform} has no throttle code ${code}; it has ${Object.keys(table).join(', ')}`);
	const headers = fault.status === 400 ? {} : known.headers;
	return { status: fault.status ?? known.status, body: known.body, headers: { ...headers, ...fault.headers } };
}

/** What the platform documents for this code at this path; undefined when it documents nothing. */
function refusal({ code, headers }: FaultInput, platform: Platform, path: string): Answer | undefined {
	if (code === undefined) return undefined;
	const known = platform === 'dingtalk' ? dingtalkRefusal(code, path) : feishuRefusal(code, path);
	return known && { ...known, headers: { ...known.headers, ...headers } };
}

const HTML_PAGE =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

/** The answer of a fault that strikes before; undefined for `reset`, which has none. */
export function faultAnswer(fault: FaultInput, platform: Platform, path: string): Answer | undefined {
	switch (fault.kind) {
		case 'reset':
			return undefined;
		case 'throttle':
			return throttleAnswer(fault, platform);
		case 'refuse':
			return refusal(fault, platform, path);
		case 'html':
			return {
				status: fault.status ?? 502,
				body: typeof fault.body === 'string' ? fault.body : HTML_PAGE,
				headers: { 'content-type': 'text/html', ...fault.headers },
			};
		case 'body':
			return { status: fault.status ?? 200, body: fault.body ?? '', headers: { ...fault.headers } };
		default:
			return { status: fault.status ?? 500, body: fault.body ?? '', headers: { ...fault.headers } };
	}
}
