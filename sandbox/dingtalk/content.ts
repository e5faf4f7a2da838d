import { isFilled, isObject } from '../json';
import type { JsonObject } from '../types';

/**
 * The message objects of a webhook robot. Each function names the field that is missing or wrong, or nothing.
 * "消息发送与接收类型", https://open.dingtalk.com/document/development/robot-message-type
 * "自定义机器人发送群消息", https://open.dingtalk.com/document/development/custom-robots-send-group-messages
 * Mind the casing: link has messageUrl and picUrl, feedCard messageURL and picURL, actionCard singleURL and actionURL.
 */
type Shape = (content: JsonObject) => string | undefined;

const required =
	(...names: string[]): Shape =>
	(content) =>
		names.find((name) => !isFilled(content[name]));

const optionalText =
	(...names: string[]): Shape =>
	(content) =>
		names.find((name) => content[name] !== undefined && typeof content[name] !== 'string');

const actionCard: Shape = (content) => {
	const problem = required('title', 'text')(content) ?? switches(content);
	if (problem !== undefined) return problem;
	// "设置此项和singleURL后btns无效"
	if (isFilled(content.singleTitle) && isFilled(content.singleURL)) return undefined;
	if (content.singleTitle !== undefined || content.singleURL !== undefined) {
		return required('singleTitle', 'singleURL')(content);
	}
	return list(content.btns, 'btns', required('title', 'actionURL'));
};

/** Unconfirmed: whether anything but the documented "0" and "1" is refused. */
const switches: Shape = (content) =>
	['btnOrientation', 'hideAvatar'].find((name) => content[name] !== undefined && !['0', '1'].includes(String(content[name])));

function list(value: unknown, name: string, shape: Shape): string | undefined {
	if (!Array.isArray(value) || value.length === 0) return name;
	for (const entry of value) {
		const problem = isObject(entry) ? shape(entry) : '';
		if (problem !== undefined) return problem === '' ? name : `${name}.${problem}`;
	}
	return undefined;
}

const SHAPES: Record<string, Shape> = {
	text: required('content'),
	markdown: required('title', 'text'),
	link: (content) => required('title', 'text', 'messageUrl')(content) ?? optionalText('picUrl')(content),
	actionCard,
	feedCard: (content) => list(content.links, 'links', required('title', 'messageURL', 'picURL')),
};

export const MESSAGE_TYPES: readonly string[] = Object.keys(SHAPES);

/** What is wrong with the message object named by `msgtype`, or nothing. */
export function contentProblem(msgtype: string, body: JsonObject): string | undefined {
	const shape = Object.hasOwn(SHAPES, msgtype) ? SHAPES[msgtype] : undefined;
	if (shape === undefined) return undefined;
	const content = body[msgtype];
	if (!isObject(content)) return msgtype;
	const problem = shape(content);
	return problem === undefined ? undefined : `${msgtype}.${problem}`;
}

/** "在@群成员时，最多只能@50个。" */
export const MAX_MENTIONS = 50;

/** What is wrong with `at`, or nothing. Unconfirmed: how wrong types and more than 50 people are answered. */
export function atProblem(at: unknown): string | undefined {
	if (at === undefined || at === null) return undefined;
	if (!isObject(at)) return 'at';
	const lists = ['atMobiles', 'atUserIds'] as const;
	const wrong = lists.find((name) => at[name] !== undefined && !isTextList(at[name]));
	if (wrong !== undefined) return `at.${wrong}`;
	if (at.isAtAll !== undefined && typeof at.isAtAll !== 'boolean') return 'at.isAtAll';
	const people = lists.reduce((sum, name) => sum + (Array.isArray(at[name]) ? at[name].length : 0), 0);
	return people > MAX_MENTIONS ? 'at' : undefined;
}

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((entry) => typeof entry === 'string');
