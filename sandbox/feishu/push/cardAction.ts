import { asArray, asObject, asText } from '../../json';
import type { Click } from '../../push/types';
import type { JsonObject } from '../../types';
import { callbackValue, isTold, partsOnTheWay, submitsForm } from '../cardParts';

/**
 * `action` of a callback.
 * "卡片回传交互", https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
 */
export type CardAction =
	| { action: JsonObject }
	/** What the client says instead of sending it. */
	| { error: string };

/** Where everybody in the sandbox is. */
const TIMEZONE = 'Asia/Shanghai';
const OFFSET = '+0800';

const PICKERS = ['date_picker', 'picker_time', 'picker_datetime'];

/** "在表单容器中的交互组件的 name ... 为空", buttons included. */
const NO_NAME = '200530';
/** "前端提示“有必填项未填写”，不会向开发者的服务端发起回传请求" */
const REQUIRED = '有必填项未填写';

/** Throws for what nobody can click. */
export function actionOf(card: JsonObject, { control, form = {}, option }: Click): CardAction {
	const way = partsOnTheWay(card, control);
	const element = way.at(-1);
	const around = way.slice(0, -1).findLast(({ tag }) => tag === 'form');
	if (!element || !isTold(element, around !== undefined)) throw new Error(`Nobody is told of a click here: ${control}`);
	if (element.disabled === true) throw new Error(`It is disabled: ${control}`);
	const value = callbackValue(element);
	const name = asText(element.name);
	const action = { ...(value !== undefined && { value }), tag: element.tag, ...(name !== '' && { name }) };
	if (!around || !submitsForm(element)) return { action: { ...action, ...chosen(element, option ?? form[name]) } };
	const fields = partsOf(around.elements, FORM_FIELDS);
	if ([...fields, ...partsOf(around.elements, ['button'])].some((part) => asText(part.name) === '')) return { error: NO_NAME };
	const filled = fields.map((field) => [asText(field.name), valueOf(field, form[asText(field.name)])] as const);
	const isMissing = fields.some((field, index) => field.required === true && isEmpty(filled[index]?.[1]));
	if (isMissing) return { error: REQUIRED };
	const values = Object.fromEntries(filled.filter(([, given]) => given !== undefined));
	return { action: { ...action, ...(fields.some(isPicker) && { timezone: TIMEZONE }), form_value: values } };
}

const isPicker = ({ tag }: JsonObject): boolean => PICKERS.includes(asText(tag));
const isMultiple = ({ tag, multi_select: several }: JsonObject): boolean => asText(tag).startsWith('multi_') || several === true;
const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What is told of a field that stands alone. */
function chosen(element: JsonObject, given: unknown): JsonObject {
	switch (element.tag) {
		case 'button':
		case 'interactive_container':
			return {};
		case 'input':
			return { input_value: asText(given) };
		case 'checker':
			return { checked: given === undefined ? element.checked !== true : isYes(given) };
		default:
			if (isPicker(element)) return { timezone: TIMEZONE, option: valueOf(element, given) };
			return isMultiple(element) ? { options: valueOf(element, given) } : { option: valueOf(element, given) };
	}
}

const isYes = (value: unknown): boolean => value === true || value === 'true' || value === 'on';

/**
 * What a field has been filled in with, or stood in it before. Unconfirmed: that a field which nobody has touched is
 * missing, and a text empty.
 */
function valueOf(field: JsonObject, given: unknown): unknown {
	switch (field.tag) {
		case 'input':
			return asText(given ?? field.default_value);
		case 'checker':
			return given === undefined ? field.checked === true : isYes(given);
		case 'date_picker':
			return withOffset(given ?? field.initial_date);
		case 'picker_time':
			return withOffset(given ?? field.initial_time);
		case 'picker_datetime':
			return withOffset(given ?? field.initial_datetime);
		default:
			return isMultiple(field) ? several(field, given) : single(field, given);
	}
}

/** `2024-04-01 +0800`, `00:00 +0800`, `2024-04-29 07:07 +0800`. */
function withOffset(value: unknown): string | undefined {
	const text = asText(value).replace('T', ' ');
	return text === '' ? undefined : / [+-]\d{4}$/.test(text) ? text : `${text} ${OFFSET}`;
}

function single(field: JsonObject, given: unknown): string | undefined {
	const first = asObject(asArray(field.options)[Number(field.initial_index) - 1]).value;
	const value = Array.isArray(given) ? asText(given[0]) : asText(given ?? field.initial_option ?? first);
	return value === '' ? undefined : known(field, value);
}

function several(field: JsonObject, given: unknown): string[] | undefined {
	const values = typeof given === 'string' ? [given] : asArray(given ?? field.selected_values).map(asText);
	return values.length === 0 ? undefined : values.map((value) => known(field, value));
}

function known(field: JsonObject, value: string): string {
	const options = asArray(field.options).map((option) => asObject(option).value);
	if (options.length > 0 && !options.includes(value)) throw new Error(`No such option: ${value}`);
	return value;
}

/** The parts of a form that have one of these tags, however deep in columns and panels. */
const partsOf = (elements: unknown, tags: string[]): JsonObject[] =>
	asArray(elements)
		.map(asObject)
		.flatMap((element) => (tags.includes(asText(element.tag)) ? [element] : [element.elements, element.columns, element.actions].flatMap((inner) => partsOf(inner, tags))));

const FORM_FIELDS = [
	...['input', 'select_static', 'multi_select_static', 'select_person', 'multi_select_person', 'select_img', 'checker'],
	...PICKERS,
];
