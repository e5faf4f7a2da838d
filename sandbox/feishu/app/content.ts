import { asArray, asObject, asText, isFilled, isObject, parseJson } from '../../json';
import type { Group, JsonObject } from '../../types';
import type { Call } from './call';
import { checkCard } from './cardRefusals';
import { hasScope } from './gateway';
import { findPerson } from './ids';

/**
 * What each type of message needs in its `content`.
 * "发送消息内容", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
 */
export const MESSAGE_TYPES = [
	...['text', 'post', 'image', 'file', 'audio', 'media', 'sticker', 'interactive', 'share_chat', 'share_user', 'system'],
] as const;

/** "文本消息请求体最大不能超过 150 KB；卡片消息、富文本消息请求体最大不能超过 30 KB", counted in bytes, 1 KB = 1,024. */
const MAX_BYTES: Record<string, number> = { text: 150 * 1_024, post: 30 * 1_024, interactive: 30 * 1_024 };

/** Which types a file may be sent as, by what it was uploaded as. */
const sentAs = (fileType: string): string => (fileType === 'mp4' ? 'media' : fileType === 'opus' ? 'audio' : 'file');

/** The content as an object, after everything that the message operations refuse. */
export function checkedContent(call: Call, msgType: string, group: Group): JsonObject {
	const most = MAX_BYTES[msgType] ?? Infinity;
	call.refuseIf(call.request.size > most, 'feishuApp.size', 230025);
	const content = parseJson(asText(call.body.content));
	if (!isObject(content)) return call.end('feishuApp.content', 230001, { ext: 'content is not a string in json format' });
	const wrong = shapeProblem(msgType, content);
	call.refuseIf(wrong !== undefined, 'feishuApp.content', 230001, { ext: `invalid ${wrong}` });
	checkResources(call, msgType, content);
	if (msgType === 'interactive') checkSentCard(call, content);
	if (msgType === 'share_chat') checkSharedChat(call, asText(content.chat_id));
	if (msgType === 'share_user') {
		const person = findPerson(call.world, call.app, 'open_id', asText(content.user_id));
		call.refuseIf(!person, 'feishuApp.content', 230001, { ext: 'invalid user_id' });
	}
	// Unconfirmed: the codes of a system message without its scope, and of one in a group; the page says that it needs
	// the one and is for direct chats only.
	const maySystem = hasScope(call.app, ['im:message:send_sys_msg']);
	call.refuseIf(msgType === 'system' && !maySystem, 'feishuApp.scope', 230027);
	call.refuseIf(msgType === 'system' && !group.direct, 'feishuApp.content', 230001, { ext: 'system message is p2p only' });
	return content;
}

function checkSentCard(call: Call, content: JsonObject): void {
	if (content.type !== 'card') return checkCard(call, content, 230099);
	const id = asText(asObject(content.data).card_id);
	const entity = call.state.cards.get(id);
	// Unconfirmed: how a card entity is refused here; the sub-codes are those of the card operations.
	const refuse = (wrong: boolean, code: number, message: string): void =>
		call.refuseIf(wrong, 'feishuApp.cardEntity', 230099, { ext: `ErrCode: ${code}; ErrMsg: ${message}; ` });
	refuse(!entity, 200740, 'The card entity does not exist');
	refuse(entity?.appId !== call.app.id, 300311, 'The current application does not have permission to update/use this card');
	refuse(entity?.messageId !== undefined, 200740, 'The card entity has been sent');
}

function checkSharedChat(call: Call, id: string): void {
	const chat = call.world.group(id);
	if (!chat || chat.platform !== call.app.platform) return call.end('feishuApp.recipient', 99992356, { ext: id });
	call.refuseIf(chat.direct !== undefined, 'feishuApp.content', 230015);
	call.refuseIf(!chat.apps?.includes(call.app.id), 'feishuApp.botInChat', 230002);
}

/** Every key of a content, with what it has to be the key of. */
function resources(msgType: string, content: JsonObject): Array<{ key: string; as: string }> {
	if (msgType === 'image') return [{ key: asText(content.image_key), as: 'image' }];
	if (['file', 'audio', 'media', 'sticker'].includes(msgType)) {
		const cover = isFilled(content.image_key) ? [{ key: content.image_key, as: 'image' }] : [];
		return [{ key: asText(content.file_key), as: msgType }, ...cover];
	}
	if (msgType !== 'post') return [];
	return postNodes(content).flatMap((node) => {
		if (node.tag === 'img') return [{ key: asText(node.image_key), as: 'image' }];
		return node.tag === 'media' ? [{ key: asText(node.file_key), as: 'media' }] : [];
	});
}

/** A key works for the app alone that uploaded the file, and for the type that it was uploaded as. */
function checkResources(call: Call, msgType: string, content: JsonObject): void {
	for (const { key, as } of resources(msgType, content)) {
		const file = call.world.files.find(key);
		const isImage = file !== undefined && key.startsWith('img_');
		call.refuseIf(!file || file.platform !== call.app.platform, 'feishuApp.resource', 230001, { ext: `invalid ${as === 'image' ? 'image_key' : 'file_key'}` });
		call.refuseIf(file?.appId !== call.app.id, 'feishuApp.resource', 230017);
		const fits = as === 'image' ? isImage && file.type === 'message' : !isImage && (as === 'sticker' || sentAs(file?.type ?? '') === as);
		call.refuseIf(!fits, 'feishuApp.resource', 230055);
	}
}

/** Of all languages; what a person has written has one, which is not named. */
export const postNodes = (content: JsonObject): JsonObject[] =>
	[content, ...Object.values(content)].flatMap((locale) => asArray(asObject(locale).content).flatMap((paragraph) => asArray(paragraph).map(asObject)));

type Shape = (content: JsonObject) => string | undefined;

const needs =
	(...names: string[]): Shape =>
	(content) =>
		names.find((name) => !isFilled(content[name]));

const SHAPES: Record<string, Shape> = {
	text: needs('text'),
	image: needs('image_key'),
	file: needs('file_key'),
	audio: needs('file_key'),
	media: needs('file_key'),
	sticker: needs('file_key'),
	share_chat: needs('chat_id'),
	share_user: needs('user_id'),
	post,
	system: (content) => {
		const divider = asObject(asObject(content.params).divider_text);
		if (content.type !== 'divider') return 'type';
		return isFilled(divider.text) && [...divider.text].length <= 20 ? undefined : 'params.divider_text';
	},
};

const shapeProblem = (msgType: string, content: JsonObject): string | undefined => SHAPES[msgType]?.(content);

/** Without an outer `post`. Unconfirmed: that other locales than these two exist; they are refused. */
function post(content: JsonObject): string | undefined {
	const locales = ['zh_cn', 'en_us', 'ja_jp'].filter((name) => name in content);
	if (locales.length === 0) return 'zh_cn';
	for (const name of locales) {
		const body = asObject(content[name]);
		if (body.title !== undefined && typeof body.title !== 'string') return `${name}.title`;
		if (!Array.isArray(body.content) || body.content.length === 0) return `${name}.content`;
		if (!body.content.every(isParagraph)) return `${name}.content`;
	}
	return undefined;
}

/** "图片、视频元素必须是独立的一个段落", "md 标签会独占一个或多个段落". */
function isParagraph(paragraph: unknown): boolean {
	if (!Array.isArray(paragraph) || !paragraph.every((node) => isObject(node) && isNode(node))) return false;
	return paragraph.length <= 1 || !paragraph.some((node) => ['img', 'media', 'md'].includes(asText(asObject(node).tag)));
}

function isNode(node: JsonObject): boolean {
	switch (node.tag) {
		case 'text':
		case 'md':
		case 'code_block':
			return typeof node.text === 'string';
		case 'a':
			return typeof node.text === 'string' && /^(?:https?|lark|feishu):\/\//i.test(asText(node.href)) && URL.canParse(asText(node.href));
		case 'at':
			return isFilled(node.user_id);
		case 'img':
			return isFilled(node.image_key);
		case 'media':
			return isFilled(node.file_key);
		case 'emotion':
			return isFilled(node.emoji_type);
		default:
			return node.tag === 'hr';
	}
}
