import type { EndpointWorld, PlatformRequest, Result } from '../../answer';
import { done } from './answers';
import { accept, HOUR, isEmpty, refuseWith, type Context, type Route } from './context';
import { robotRefusal } from './robotRules';
import { stateOf, type Download } from './state';

/** Unconfirmed: how long a link lives; the document calls it temporary. */
const LINK_MS = HOUR;

const downloadOf = ({ state, body }: Context): Download | undefined =>
	typeof body.downloadCode === 'string' ? state.downloads.get(body.downloadCode) : undefined;

/**
 * "下载机器人接收消息的文件内容"
 * https://open.dingtalk.com/document/development/download-the-file-content-of-the-robot-receiving-message
 */
const download: Route = {
	method: 'POST',
	path: '/v1.0/robot/messageFiles/download',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ body }) =>
				isEmpty(body.downloadCode) ? (['invalidParameter.robotCode.empty', '机器人downloadCode为空'] as const) : undefined,
			),
		],
		[
			'dingtalkApp.robot',
			robotRefusal({
				empty: 'invalidParameter.robotCode.empty',
				unknown: 'invalidParameter.robotCode.auth',
				foreign: 'invalidParameter.robotCode.auth',
			}),
		],
		[
			'dingtalkApp.downloadCode',
			refuseWith((context) => {
				const found = downloadOf(context);
				if (!found || found.expiresAt <= context.world.now()) return 'invalidParameter.robotCode.downloadCode';
				if (found.appId === context.app.id) return undefined;
				return [
					'invalidParameter.robotCode.auth',
					'此downloadCode和机器人robotCode不匹配，请使用接收此条消息机器人robotCode和对应的downloadCode',
				];
			}),
		],
	],
	run: (context) => {
		const { world } = context;
		const key = downloadOf(context)?.fileKey ?? '';
		const expires = Math.floor((world.now() + LINK_MS) / 1_000);
		return accept(done({ downloadUrl: `${world.baseUrl()}${FOLDER}${encodeURIComponent(key)}.file?Expires=${expires}` }));
	},
};

/** Where the sandbox keeps such files; the platform has them on another host. */
const FOLDER = '/media/temporary/';

export const isTemporaryFile = ({ method, url }: PlatformRequest): boolean => method === 'GET' && url.pathname.startsWith(FOLDER);

/** The file behind a temporary link: no token, until it expires. */
export function answerTemporaryFile({ url }: PlatformRequest, world: EndpointWorld): Result {
	const key = decodeURIComponent(url.pathname.slice(FOLDER.length)).replace(/\.file$/, '');
	const file = [...stateOf(world).downloads.values()].some(({ fileKey }) => fileKey === key) ? world.files.find(key) : undefined;
	const isLate = Number(url.searchParams.get('Expires')) * 1_000 <= world.now();
	if (!file) return { answer: { status: 404, body: 'Not Found' }, outcome: 'refused' };
	if (isLate) return { answer: { status: 403, body: 'Request has expired.' }, outcome: 'refused', check: 'dingtalkApp.downloadCode' };
	const headers = { 'content-type': file.contentType || 'application/octet-stream' };
	return { answer: { status: 200, body: file.bytes, headers }, outcome: 'accepted' };
}

export const DOWNLOAD_ROUTES: readonly Route[] = [download];
