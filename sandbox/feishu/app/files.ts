import type { Answer } from '../../answer';
import type { StoredFile } from '../../files';
import { asText } from '../../json';
import { success } from './answers';
import type { Call } from './call';
import { checkBot } from './chatAccess';
import { query } from './fields';
import { imageOf } from './imageFormat';
import { contentOf } from './mentionKeys';
import { postNodes } from './content';
import type { Operation } from './operation';

/**
 * "上传图片", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/image/create
 * "上传文件", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/file/create
 * Sizes are bytes, 1 MB = 1,048,576.
 */
const MAX_IMAGE = 10 * 1_048_576;
const MAX_FILE = 30 * 1_048_576;
/** Largest width and height. */
const MAX_PIXELS = { gif: 2_000, avatar: 4_096, other: 12_000 };
const FILE_TYPES = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'];

/** The one file of the form, after size checks. */
function uploaded(call: Call, field: string, most: number) {
	const form = call.request.form;
	const file = form?.files.find((part) => part.field === field);
	if (!form || !file) return call.end('feishuApp.params', 234001);
	call.refuseIf(file.bytes.length === 0, 'feishuApp.fileSize', 234010);
	call.refuseIf(file.bytes.length > most, 'feishuApp.fileSize', 234006);
	return { file, fields: form.fields };
}

function uploadImage(call: Call): Answer {
	checkBot(call, 234007);
	const { file, fields } = uploaded(call, 'image', MAX_IMAGE);
	const type = asText(fields.image_type);
	call.refuseIf(type !== 'message' && type !== 'avatar', 'feishuApp.params', 234001);
	const image = imageOf(file.bytes);
	call.refuseIf(!image, 'feishuApp.imageFormat', 234011);
	const most = image?.format === 'gif' ? MAX_PIXELS.gif : type === 'avatar' ? MAX_PIXELS.avatar : MAX_PIXELS.other;
	call.refuseIf((image?.width ?? 0) > most || (image?.height ?? 0) > most, 'feishuApp.imageFormat', 234039);
	return success({ image_key: keep(call, 'img_', type, file.name, image?.contentType ?? file.contentType, file.bytes) });
}

function uploadFile(call: Call): Answer {
	checkBot(call, 234007);
	const { file, fields } = uploaded(call, 'file', MAX_FILE);
	const isKnown = FILE_TYPES.includes(asText(fields.file_type)) && asText(fields.file_name) !== '';
	call.refuseIf(!isKnown || !/^\d*$/.test(asText(fields.duration)), 'feishuApp.params', 234001);
	return success({ file_key: keep(call, 'file_', asText(fields.file_type), asText(fields.file_name), file.contentType, file.bytes) });
}

function keep({ world, app }: Call, prefix: string, type: string, name: string, contentType: string, bytes: Buffer): string {
	return world.files.add(prefix, { platform: app.platform, appId: app.id, type, name, contentType, bytes }).key;
}

const binary = ({ bytes, contentType, name }: StoredFile, withName: boolean): Answer => ({
	status: 200,
	body: bytes,
	headers: {
		'content-type': contentType || 'application/octet-stream',
		...(withName && { 'content-disposition': `attachment; filename="${encodeURIComponent(name)}"; filename*=UTF-8''${encodeURIComponent(name)}` }),
	},
});

/** Unconfirmed: that a key which nobody has is a wrong parameter. */
function own(call: Call, key: string): StoredFile {
	const file = call.world.files.find(key);
	if (!file || file.platform !== call.app.platform) return call.end('feishuApp.resource', 234001);
	call.refuseIf(file.appId !== call.app.id, 'feishuApp.resource', 234008);
	return file;
}

function getImage(call: Call): Answer {
	checkBot(call, 234007);
	const image = own(call, call.params.image_key ?? '');
	// "用于设置头像的图片暂不支持下载"
	call.refuseIf(image.type !== 'message', 'feishuApp.resource', 234001);
	return binary(image, false);
}

/** "如果需要 Content-Disposition header，发起请求时需要在 header 中设置 Content-Type 为 application/json" */
function getFile(call: Call): Answer {
	return binary(own(call, call.params.file_key ?? ''), call.request.contentType.startsWith('application/json'));
}

/** "获取消息中的资源文件", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/get-2 */
function getResource(call: Call): Answer {
	const message = call.world.message(call.params.message_id ?? '');
	const chat = message && call.world.group(message.groupId);
	if (!message || chat?.platform !== call.app.platform) return call.end('feishuApp.message', 99992354, { ext: call.params.message_id });
	call.refuseIf(!chat.apps?.includes(call.app.id), 'feishuApp.botInChat', 234004);
	call.refuseIf(message.recalledAt !== undefined, 'feishuApp.recalled', 230110);
	call.refuseIf(['interactive', 'sticker'].includes(message.msgType), 'feishuApp.messageType', 234043);
	const content = contentOf(message);
	const all = [content, ...postNodes(content)];
	const name = call.query('type') === 'image' ? 'image_key' : 'file_key';
	const key = call.params.file_key ?? '';
	const file = all.some((part) => part[name] === key) ? call.world.files.find(key) : undefined;
	return file ? binary(file, true) : call.end('feishuApp.resource', 234003);
}

const UPLOAD_SCOPES = ['im:resource', 'im:resource:upload'];

export const FILE_OPERATIONS: Operation[] = [
	{ method: 'POST', path: '/im/v1/images', scopes: UPLOAD_SCOPES, multipart: true, run: uploadImage },
	{ method: 'POST', path: '/im/v1/files', scopes: UPLOAD_SCOPES, multipart: true, run: uploadFile },
	{ method: 'GET', path: '/im/v1/images/:image_key', run: getImage },
	{ method: 'GET', path: '/im/v1/files/:file_key', run: getFile },
	{
		method: 'GET',
		path: '/im/v1/messages/:message_id/resources/:file_key',
		scopes: ['im:message', 'im:message:readonly', 'im:message.history:readonly'],
		fields: [query('type', { required: true, oneOf: ['image', 'file'] })],
		run: getResource,
	},
];
