import type { EndpointWorld, NewMessage } from '../../answer';
import { asArray, asObject, asText, isFilled, isObject, parseJson } from '../../json';
import type { Group, JsonObject } from '../../types';
import type { FileKind, MessageView } from '../../view';
import { viewText } from '../../viewText';
import { dingMessage } from '../view';
import { integer } from './context';

/**
 * The messages of work notifications. Mind the names: `action_card`, `single_url`, `btn_json_list`.
 * "消息通知类型", https://open.dingtalk.com/document/development/message-types-and-data-format
 * Unconfirmed: the codes; the document gives the limits only.
 */
interface Kind {
	/** The code for what is wrong with the object of this type, or nothing. */
	problem(content: JsonObject, world: EndpointWorld): number | undefined;
	view(content: JsonObject, world: EndpointWorld): Pick<NewMessage, 'view' | 'title'>;
}

const WRONG = 40035;
const UNKNOWN_MEDIA = 40007;
const WRONG_SIZE = 40006;
const TOO_LONG = 45002;

const missing = (content: JsonObject, ...names: string[]): number | undefined =>
	names.some((name) => !isFilled(content[name])) ? WRONG : undefined;

const longer = (value: unknown, max: number): boolean => asText(value).length > max;

const uploaded = (key: unknown, world: EndpointWorld) => {
	const file = world.files.find(asText(key));
	return file?.platform === 'dingtalk' ? file : undefined;
};

const media = (key: unknown, world: EndpointWorld): number | undefined => (uploaded(key, world) ? undefined : UNKNOWN_MEDIA);

const fileView =
	(fileKind: FileKind) =>
	({ media_id }: JsonObject, world: EndpointWorld): { view: MessageView } => ({
		view: { kind: 'file', fileKind, key: asText(media_id), name: uploaded(media_id, world)?.name ?? '' },
	});

const NOWHERE: Group = { id: '', platform: 'dingtalk', name: '', allowAtAll: false, members: [] };
const RULES = { inText: true, membersOnly: true };

/** Drawn like the same message of a webhook robot, in which nobody is mentioned. */
const asWebhook = (msgtype: string, content: JsonObject): Pick<NewMessage, 'view' | 'title'> => {
	const { view, title } = dingMessage(msgtype, { [msgtype]: content }, NOWHERE, RULES);
	return { view, title };
};

/** "引用的媒体文件最大10MB" */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

const oaProblem = ({ message_url, head, body }: JsonObject): number | undefined => {
	if (!isFilled(message_url) || !isObject(head) || !isObject(body)) return WRONG;
	if (!isFilled(head.text) || !/^[0-9A-Fa-f]{8}$/.test(asText(head.bgcolor))) return WRONG;
	return body.form !== undefined && !(Array.isArray(body.form) && body.form.every(isObject)) ? WRONG : undefined;
};

/** "消息体的表单，最多显示6个，超过会被隐藏" */
const FORM_SHOWN = 6;

function oaView({ message_url, head, body, status_bar }: JsonObject): MessageView {
	const { title, form, rich, content, image, file_count, author } = asObject(body);
	const status = asObject(status_bar);
	return {
		kind: 'oa',
		head: { text: asText(asObject(head).text), color: asText(asObject(head).bgcolor) },
		title: asText(title),
		form: asArray(form)
			.slice(0, FORM_SHOWN)
			.map((row) => ({ key: asText(asObject(row).key), value: asText(asObject(row).value) })),
		...(isObject(rich) && { rich: { num: asText(rich.num), unit: asText(rich.unit) } }),
		content: asText(content),
		...(isFilled(image) && { image }),
		...(file_count !== undefined && { fileCount: String(file_count) }),
		author: asText(author),
		...(isFilled(status.status_value) && { status: { value: status.status_value, color: statusColor(status.status_bg) } }),
		href: asText(message_url),
	};
}

/** `0xFFF65E5E` without what is in front of the digits. */
export const statusColor = (value: unknown): string => asText(value).replace(/^0x/i, '');

const actionCardProblem = (content: JsonObject): number | undefined => {
	if (!isFilled(content.markdown)) return WRONG;
	if (content.btn_json_list === undefined) {
		if (missing(content, 'single_title', 'single_url')) return WRONG;
		return longer(content.single_title, 20) || longer(content.single_url, 500) ? WRONG : undefined;
	}
	const buttons = asArray(content.btn_json_list).map(asObject);
	if (!['0', '1'].includes(asText(content.btn_orientation)) || buttons.length === 0) return WRONG;
	if (JSON.stringify(content.btn_json_list).length > 1_000) return WRONG;
	const isWrong = (button: JsonObject): boolean =>
		missing(button, 'title', 'action_url') !== undefined || longer(button.title, 20) || longer(button.action_url, 700);
	return buttons.some(isWrong) ? WRONG : undefined;
};

const actionCardView = (content: JsonObject): Pick<NewMessage, 'view' | 'title'> => {
	const { title, markdown: text, single_title: singleTitle, single_url: singleURL, btn_orientation: btnOrientation } = content;
	const buttons = asArray(content.btn_json_list).map(asObject);
	const btns = buttons.map((button) => ({ title: button.title, actionURL: button.action_url }));
	const single = content.btn_json_list === undefined ? { singleTitle, singleURL } : {};
	return asWebhook('actionCard', { title: asText(title), text, ...single, btns, btnOrientation });
};

const KINDS: Record<string, Kind> = {
	text: { problem: (content) => missing(content, 'content'), view: (content) => asWebhook('text', content) },
	image: { problem: ({ media_id }, world) => media(media_id, world), view: fileView('image') },
	voice: {
		// "正整数，小于60，表示音频时长"
		problem: ({ media_id, duration }, world) => {
			const seconds = integer(duration) ?? 0;
			return seconds > 0 && seconds < 60 ? media(media_id, world) : WRONG;
		},
		view: fileView('audio'),
	},
	file: {
		problem: ({ media_id }, world) =>
			media(media_id, world) ?? ((uploaded(media_id, world)?.bytes.length ?? 0) > MAX_FILE_BYTES ? WRONG_SIZE : undefined),
		view: fileView('file'),
	},
	link: { problem: (content) => missing(content, 'messageUrl', 'picUrl', 'title', 'text'), view: (content) => asWebhook('link', content) },
	oa: { problem: oaProblem, view: (content) => ({ view: oaView(content) }) },
	markdown: {
		// "最大不超过5000字符"
		problem: (content) => missing(content, 'title', 'text') ?? (longer(content.text, 5_000) ? TOO_LONG : undefined),
		view: (content) => asWebhook('markdown', content),
	},
	action_card: { problem: actionCardProblem, view: actionCardView },
};

/** An object, or (in a form) the JSON of one. */
export function readMsg(msg: unknown): JsonObject | undefined {
	const value = typeof msg === 'string' ? parseJson(msg) : msg;
	return isObject(value) ? value : undefined;
}

/** The code for what is wrong with the message, or nothing. */
export function workMessageProblem(msg: JsonObject | undefined, world: EndpointWorld): number | undefined {
	if (!msg) return WRONG;
	const msgtype = asText(msg.msgtype);
	if (!Object.hasOwn(KINDS, msgtype)) return 40008;
	const content = msg[msgtype];
	return isObject(content) ? KINDS[msgtype]!.problem(content, world) : WRONG;
}

/** "消息内容，最长不超过2048个字节" */
const MAX_BYTES = 2_048;

export const isTooLong = (msg: unknown): boolean =>
	Buffer.byteLength(typeof msg === 'string' ? msg : (JSON.stringify(msg) ?? '')) > MAX_BYTES;

/** What the reader sees. */
export function workMessage(msg: JsonObject, world: EndpointWorld): NewMessage {
	const msgtype = asText(msg.msgtype);
	const kind = Object.hasOwn(KINDS, msgtype) ? KINDS[msgtype] : undefined;
	const drawn = kind?.view(asObject(msg[msgtype]), world) ?? { view: { kind: 'unrendered' as const, type: msgtype, json: msg } };
	return { msgType: `work_${msgtype}`, body: msg, text: viewText(drawn.view), mentions: [], ...drawn };
}
