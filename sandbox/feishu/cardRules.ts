import { isFilled, isObject } from '../json';
import type { JsonObject } from '../types';

/** Why a card is refused. `code` is the inner error code of 11246. */
export interface CardProblem {
	code: number;
	message: string;
	value: string;
}

/**
 * Documented sub-code of 11246 for a card that cannot be read.
 * "批量发送消息", https://open.feishu.cn/document/ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM
 */
export const malformed = (value: string): CardProblem => ({
	code: 200621,
	message: 'parse card json err, please check whether the card json is correct',
	value,
});

export const HEADER_TEMPLATES = [
	'blue',
	'wathet',
	'turquoise',
	'green',
	'yellow',
	'orange',
	'red',
	'carmine',
	'violet',
	'purple',
	'indigo',
	'grey',
	'default',
] as const;

export const BUTTON_TYPES = [
	'default',
	'primary',
	'danger',
	'text',
	'primary_text',
	'danger_text',
	'primary_filled',
	'danger_filled',
	'laser',
] as const;

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
export const optional = (value: unknown, test: (value: unknown) => boolean): boolean => value === undefined || test(value);
const oneOf = (values: readonly string[]) => (value: unknown) => typeof value === 'string' && values.includes(value);

/** A text object: plain_text, or lark_md where allowed. */
export const isTextObject = (value: unknown, tags: readonly string[] = ['plain_text', 'lark_md']): value is JsonObject =>
	isObject(value) &&
	oneOf(tags)(value.tag) &&
	(isText(value.content) || (value.content === undefined && isObject(value.i18n))) &&
	optional(value.lines, (lines) => Number.isInteger(lines) && (lines as number) > 0);

/** `url`, or all of `pc_url`, `ios_url`, `android_url`. */
export const isLinkObject = (value: unknown): boolean =>
	isObject(value) &&
	['url', 'pc_url', 'ios_url', 'android_url'].every((name) => optional(value[name], isText)) &&
	(isFilled(value.url) || ['pc_url', 'ios_url', 'android_url'].every((name) => isFilled(value[name])));

const isTag = (value: unknown): boolean =>
	isObject(value) && value.tag === 'text_tag' && isTextObject(value.text, ['plain_text']) && optional(value.color, isText);

/**
 * The header of a card.
 * "标题", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/title
 * Unconfirmed: whether an unknown `template` is refused; it is here.
 */
export function headerProblem(header: unknown, titleTags: readonly string[]): CardProblem | undefined {
	if (!isObject(header)) return malformed('header');
	if (!isTextObject(header.title, titleTags)) return malformed('header.title');
	if (!optional(header.subtitle, (subtitle) => isTextObject(subtitle, titleTags))) return malformed('header.subtitle');
	if (!optional(header.template, oneOf(HEADER_TEMPLATES))) return malformed('header.template');
	if (!optional(header.text_tag_list, (list) => Array.isArray(list) && list.every(isTag))) {
		return malformed('header.text_tag_list');
	}
	return undefined;
}

/** The `config` of a card: its documented switches are booleans. */
export function configProblem(config: unknown): CardProblem | undefined {
	if (!isObject(config)) return malformed('config');
	const flags = ['wide_screen_mode', 'enable_forward', 'update_multi', 'use_custom_translation', 'enable_forward_interaction'];
	const wrong = flags.find((name) => !optional(config[name], isFlag));
	if (wrong !== undefined) return malformed(`config.${wrong}`);
	if (!optional(config.width_mode, oneOf(['default', 'compact', 'fill']))) return malformed('config.width_mode');
	return undefined;
}

/** Where a button's click leads. */
export function buttonHref(button: JsonObject): string {
	if (isFilled(button.url)) return button.url;
	if (isObject(button.multi_url)) return firstUrl([button.multi_url.pc_url, button.multi_url.url]);
	const behaviors = Array.isArray(button.behaviors) ? button.behaviors.filter(isObject) : [];
	const open = behaviors.find((behavior) => behavior.type === 'open_url');
	return open ? firstUrl([open.pc_url, open.default_url]) : '';
}

const firstUrl = (urls: unknown[]): string => urls.find(isFilled) ?? '';

/**
 * "按钮", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/interactive-components/button
 * Custom bots get no callbacks: a button that opens nothing is accepted and does nothing.
 */
export function isButton(button: JsonObject): boolean {
	return (
		optional(button.text, (text) => isTextObject(text) && [...String(text.content ?? '')].length <= 100) &&
		optional(button.type, oneOf(BUTTON_TYPES)) &&
		!(button.url !== undefined && button.multi_url !== undefined) &&
		optional(button.url, isText) &&
		optional(button.multi_url, isLinkObject) &&
		optional(button.value, isObject) &&
		optional(button.behaviors, (list) => Array.isArray(list) && list.every((entry) => isObject(entry) && isFilled(entry.type))) &&
		optional(
			button.confirm,
			(confirm) => isObject(confirm) && isTextObject(confirm.title, ['plain_text']) && isTextObject(confirm.text, ['plain_text']),
		)
	);
}

export const isImage = (image: JsonObject): boolean =>
	isFilled(image.img_key) && isTextObject(image.alt, ['plain_text', 'lark_md']);
