import { isFilled, isObject, parseJson } from '../../json';
import type { Group, JsonObject } from '../../types';
import type { FileKind, MessageView } from '../../view';
import { viewText } from '../../viewText';
import type { NewMessage } from '../../answer';
import { dingMessage } from '../view';
import type { Context } from './context';

/**
 * What a robot sends by `msgKey` and `msgParam`.
 * "消息发送与接收类型", https://open.dingtalk.com/document/development/robot-message-type
 */
interface Kind {
	/** Each with the code for its absence. Unconfirmed: which code; the documents name the fields of another shape. */
	fields: ReadonlyArray<readonly [string, string]>;
	/** The fields that name an uploaded file (or, for a picture, a web address). */
	media?: readonly string[];
	/** What else is wrong. */
	wrong?(param: JsonObject): string | undefined;
	view(param: JsonObject, group: Group, context: Context): Pick<NewMessage, 'view' | 'title'>;
}

const RULES = { inText: true, membersOnly: true };

/** Drawn like the same message of a webhook robot, in which nobody is mentioned ("不支持@人"). */
const asWebhook = (msgtype: string, content: JsonObject, group: Group): Pick<NewMessage, 'view' | 'title'> => {
	const { view, title } = dingMessage(msgtype, { [msgtype]: content }, group, RULES);
	return { view, title };
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const file = (fileKind: FileKind, key: unknown, name: unknown, { world }: Context): { view: MessageView } => ({
	view: { kind: 'file', fileKind, key: text(key), name: text(name) || (world.files.find(text(key))?.name ?? '') },
});

const CARD_FIELDS: Kind['fields'] = [
	['title', 'miss.param.actionCardTotitle'],
	['text', 'miss.param.actionCardTotext'],
];

const NO_BUTTON_TITLE = 'miss.param.actionCardTobtnsTotitle';
const NO_BUTTON_URL = 'miss.param.actionCardTobtnsToactionUrl';

/** A card with `count` buttons, whose fields are numbered from 1. */
const actionCard = (count: number, titleName: string, urlName: string, horizontal: boolean): Kind => {
	const numbers = Array.from({ length: count }, (_, index) => index + 1);
	return {
		fields: [
			...CARD_FIELDS,
			...numbers.flatMap((number) => [[titleName + number, NO_BUTTON_TITLE] as const, [urlName + number, NO_BUTTON_URL] as const]),
		],
		view: (param, group) => {
			const btns = numbers.map((number) => ({ title: param[titleName + number], actionURL: param[urlName + number] }));
			return asWebhook('actionCard', { title: param.title, text: param.text, btns, btnOrientation: horizontal ? '1' : '0' }, group);
		},
	};
};

/** "fileType：支持xlsx、pdf、zip、rar、doc、docx文件" */
const FILE_TYPES = ['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'];

const KINDS: Record<string, Kind> = {
	sampleText: {
		fields: [['content', 'miss.param.contentOfText']],
		view: (param, group) => asWebhook('text', param, group),
	},
	sampleMarkdown: {
		fields: [
			['title', 'miss.param.markdownTotitle'],
			['text', 'miss.param.markdownTotext'],
		],
		view: (param, group) => asWebhook('markdown', param, group),
	},
	sampleImageMsg: {
		fields: [['photoURL', 'miss.param.photoTophotoUrl']],
		media: ['photoURL'],
		view: (param, _group, context) => file('image', param.photoURL, '', context),
	},
	sampleLink: {
		fields: [
			['text', 'miss.param.textOfLink'],
			['title', 'miss.param.titleOfLink'],
			['messageUrl', 'miss.param.messageUrlOfLink'],
		],
		view: (param, group) => asWebhook('link', param, group),
	},
	sampleActionCard: {
		fields: [
			...CARD_FIELDS,
			['singleTitle', 'miss.param.actionCardTosingleTitle'],
			['singleURL', 'miss.param.actionCardTosingleUrl'],
		],
		view: (param, group) => asWebhook('actionCard', param, group),
	},
	sampleActionCard2: actionCard(2, 'actionTitle', 'actionURL', false),
	sampleActionCard3: actionCard(3, 'actionTitle', 'actionURL', false),
	sampleActionCard4: actionCard(4, 'actionTitle', 'actionURL', false),
	sampleActionCard5: actionCard(5, 'actionTitle', 'actionURL', false),
	sampleActionCard6: actionCard(2, 'buttonTitle', 'buttonUrl', true),
	sampleAudio: {
		fields: [
			['mediaId', 'miss.param.audio'],
			['duration', 'miss.param.audio'],
		],
		media: ['mediaId'],
		view: (param, _group, context) => file('audio', param.mediaId, '', context),
	},
	sampleFile: {
		fields: [
			['mediaId', 'miss.param.file'],
			['fileName', 'miss.param.file'],
			['fileType', 'miss.param.file'],
		],
		media: ['mediaId'],
		wrong: ({ fileType }) => (FILE_TYPES.includes(text(fileType)) ? undefined : 'invalidParameter.msg.unsupport'),
		view: (param, _group, context) => file('file', param.mediaId, param.fileName, context),
	},
	sampleVideo: {
		fields: [
			['videoMediaId', 'miss.param.video'],
			['duration', 'miss.param.video'],
			['videoType', 'miss.param.video'],
			['picMediaId', 'miss.param.video'],
		],
		media: ['videoMediaId', 'picMediaId'],
		wrong: ({ videoType }) => (videoType === 'mp4' ? undefined : 'invalidParameter.msg.unsupport'),
		view: (param, _group, context) => file('video', param.videoMediaId, '', context),
	},
};

const kindOf = (msgKey: unknown): Kind | undefined =>
	typeof msgKey === 'string' && Object.hasOwn(KINDS, msgKey) ? KINDS[msgKey] : undefined;

/** The inner object; undefined when `msgParam` is no JSON text of one. */
export function readParam(msgParam: unknown): JsonObject | undefined {
	const param = typeof msgParam === 'string' ? parseJson(msgParam) : undefined;
	return isObject(param) ? param : undefined;
}

/** The code for what is wrong with `msgKey` and `msgParam`, or nothing. */
export function messageProblem({ msgKey, msgParam }: JsonObject): string | undefined {
	if (msgKey === undefined || msgKey === '') return 'invalidParameter.msgKey.empty';
	const kind = kindOf(msgKey);
	if (!kind) return 'invalidParameter.msgKey.invalid';
	if (msgParam === undefined || msgParam === '') return 'invalidParameter.param.invalid';
	const param = readParam(msgParam);
	if (!param) return 'invalidParameter.msgParam.invalid';
	const missing = kind.fields.find(([name]) => param[name] === undefined || param[name] === '');
	if (missing) return missing[1];
	// Unconfirmed: how a value that is no text is answered; all documented ones are texts.
	if (kind.fields.some(([name]) => !isFilled(param[name]))) return 'invalidParameter.param.invalid';
	return kind.wrong?.(param);
}

const isWebAddress = (value: string): boolean => /^https?:\/\//i.test(value);

/** The code for a file that nobody has uploaded. Unconfirmed: which code; no document speaks of it. */
export function mediaProblem({ body, world }: Context): string | undefined {
	const param = readParam(body.msgParam) ?? {};
	const isUnknown = (name: string): boolean => {
		const key = text(param[name]);
		return world.files.find(key)?.platform !== 'dingtalk' && !(name === 'photoURL' && isWebAddress(key));
	};
	return kindOf(body.msgKey)?.media?.some(isUnknown) ? 'invalidParameter.param.invalid' : undefined;
}

/** What the reader sees. Works on any body, also on one that a check which is switched off has let through. */
export function robotMessage(context: Context, group: Group): NewMessage {
	const { msgKey, msgParam } = context.body;
	const param = readParam(msgParam) ?? {};
	const msgType = text(msgKey);
	const drawn = kindOf(msgKey)?.view(param, group, context) ?? { view: { kind: 'unrendered' as const, type: msgType, json: param } };
	return { msgType, body: context.body, text: viewText(drawn.view), mentions: [], ...drawn };
}
