import { asObject, asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { ClickOutcome } from '../../push/types';
import type { JsonObject } from '../../types';
import type { World } from '../../world';
import { cardProblems } from '../app/cardRefusals';

/** An answer that can be used. */
export interface CardAnswer {
	toast?: ClickOutcome['toast'];
	/** What the card is to become. */
	card?: JsonObject;
}

export type Read = { answer: CardAnswer } | { error: string };

/** What the client shows, by "错误码" of the page below. */
export const CLICK_ERRORS = {
	notConfigured: '200340',
	timeout: '200341',
	noConnection: '200342',
	noAddress: '200343',
	status: '200671',
	body: '200672',
	card: '200673',
	downgrade: '200830',
} as const;

const MAX_CARD_BYTES = 30 * 1_024;
const TOAST_TYPES = ['info', 'success', 'error', 'warning'];

/**
 * "响应回调的结构体", https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
 * Unconfirmed: that anything else than `toast` and `card` is a wrong form, and that an empty body is one.
 */
export function readAnswer(world: World, app: App, text: string): Read {
	const isChecked = world.switches.isOn('feishuPush.answerBody');
	const body = parseJson(text);
	if (!isObject(body)) return isChecked ? { error: CLICK_ERRORS.body } : { answer: {} };
	const { toast, card, ...others } = body;
	const isRight =
		Object.keys(others).length === 0 && isToast(toast) && (card === undefined || (isObject(card) && ['raw', 'template'].includes(asText(card.type)) && isObject(card.data)));
	if (!isRight && isChecked) return { error: CLICK_ERRORS.body };
	const { type, data } = asObject(card);
	return { answer: { ...toasted(app, toast), ...(isObject(data) && { card: type === 'template' ? { type, data } : data }) } };
}

/**
 * The answer to the old callback: the card stands beside the toast.
 * https://open.feishu.cn/document/ukTMukTMukTM/uYzM3QjL2MzN04iNzcDN/configuring-card-callbacks/card-callback-structure
 */
export function readOldAnswer(world: World, app: App, text: string): Read {
	const isChecked = world.switches.isOn('feishuPush.answerBody');
	const body = parseJson(text);
	if (!isObject(body)) return isChecked ? { error: CLICK_ERRORS.body } : { answer: {} };
	const { toast, ...card } = body;
	if (!isToast(toast) && isChecked) return { error: CLICK_ERRORS.body };
	return { answer: { ...toasted(app, toast), ...(Object.keys(card).length > 0 && { card }) } };
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isToast = (toast: unknown): boolean =>
	toast === undefined ||
	(isObject(toast) &&
		(toast.type === undefined || TOAST_TYPES.includes(asText(toast.type))) &&
		isText(toast.content) &&
		(toast.i18n === undefined || (isObject(toast.i18n) && Object.values(toast.i18n).every(isText))));

/** Unconfirmed: `info` unless it says otherwise. */
function toasted({ platform }: App, toast: unknown): Pick<CardAnswer, 'toast'> {
	const { type, content, i18n } = asObject(toast);
	const text = asText(asObject(i18n)[platform === 'lark' ? 'en_us' : 'zh_cn']) || asText(content) || asText(Object.values(asObject(i18n))[0]);
	return text === '' ? {} : { toast: { type: asText(type) || 'info', content: text } };
}

/** Why the card of an answer can't be shown, if it can't. `before`: the card that was clicked. */
export function answeredCardProblem(world: World, app: App, before: JsonObject, card: JsonObject): string | undefined {
	if (!world.switches.isOn('feishuPush.answerCard')) return undefined;
	if (Buffer.byteLength(JSON.stringify(card)) > MAX_CARD_BYTES || cardProblems({ world, app }, card).length > 0) return CLICK_ERRORS.card;
	const isDowngrade = before.schema === '2.0' && card.type === undefined && card.schema !== '2.0';
	return isDowngrade ? CLICK_ERRORS.downgrade : undefined;
}
