import { asArray, isFilled, isObject } from '../json';
import type { JsonObject } from '../types';
import {
	configProblem,
	headerProblem,
	isButton,
	isImage,
	isLinkObject,
	isTextObject,
	malformed,
	optional,
	type CardProblem,
} from './cardRules';

/**
 * Card JSON 1.0. Unknown properties are ignored, unknown tags are not.
 * "卡片 JSON 1.0 结构", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-structure
 * "组件概述", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/component-overview
 */
const INTERACTIVE = [
	'button',
	'overflow',
	'select_static',
	'multi_select_static',
	'select_person',
	'multi_select_person',
	'date_picker',
	'picker_time',
	'picker_datetime',
	'input',
	'select_img',
	'checker',
];
const OTHER = ['form', 'interactive_container', 'collapsible_panel', 'img_combination', 'person', 'person_list', 'chart', 'table'];

/** Column sets nest at most five levels deep. */
const MAX_COLUMN_LEVEL = 5;
/** Unconfirmed: the largest number of tables; more are refused with "card table number over limit". */
const MAX_TABLES = 5;

type Place = 'root' | 'column';

export function cardV1Problem(card: JsonObject): CardProblem | undefined {
	if (card.config !== undefined) {
		const problem = configProblem(card.config);
		if (problem) return problem;
	}
	if (card.header !== undefined) {
		const problem = headerProblem(card.header, ['plain_text']);
		if (problem) return problem;
	}
	if (!optional(card.card_link, isLinkObject)) return malformed('card_link');
	if (card.i18n_elements !== undefined && !isObject(card.i18n_elements)) return malformed('i18n_elements');
	const lists = [card.elements, ...Object.values(card.i18n_elements ?? {})].filter((list) => list !== undefined);
	for (const list of lists) {
		const problem = elementsProblem(list, 'root', 0) ?? tablesProblem(list);
		if (problem) return problem;
	}
	return undefined;
}

function elementsProblem(elements: unknown, place: Place, level: number): CardProblem | undefined {
	if (!Array.isArray(elements)) return malformed('elements');
	for (const element of elements) {
		if (!isObject(element) || !isFilled(element.tag)) return malformed('elements[].tag');
		const problem = elementProblem(element, place, level);
		if (problem) return problem;
	}
	return undefined;
}

function elementProblem(element: JsonObject, place: Place, level: number): CardProblem | undefined {
	const tag = String(element.tag);
	const check = (valid: boolean): CardProblem | undefined => (valid ? undefined : malformed(tag));
	switch (tag) {
		case 'div':
			return check(isDiv(element));
		case 'markdown':
			return check(typeof element.content === 'string' && optional(element.text_align, isAlign));
		case 'hr':
			return undefined;
		case 'img':
			return check(isImage(element));
		case 'note':
			return check(optional(element.elements, (parts) => Array.isArray(parts) && parts.every(isNotePart)));
		case 'action':
			// The sub-code and its text are reported by users of the webhook.
			if (place === 'column') return { code: 200410, message: 'action components are not allowed in the column', value: '' };
			return check(Array.isArray(element.actions) && element.actions.length > 0 && element.actions.every(isInteractive));
		case 'column_set':
			return columnsProblem(element, level + 1);
		default:
			if (place === 'column' && (tag === 'table' || tag === 'form' || tag === 'img_combination')) return malformed(tag);
			if (INTERACTIVE.includes(tag)) return check(place === 'column' && isInteractive(element));
			// Unconfirmed: the text of an unknown tag's error; it is reported by users of the webhook.
			return OTHER.includes(tag) ? undefined : { code: 11310, message: 'unsupported type of block', value: tag };
	}
}

function columnsProblem(element: JsonObject, level: number): CardProblem | undefined {
	if (level > MAX_COLUMN_LEVEL || !Array.isArray(element.columns)) return malformed('column_set');
	if (!optional(element.flex_mode, (mode) => ['none', 'stretch', 'flow', 'bisect', 'trisect'].includes(mode as string))) {
		return malformed('column_set.flex_mode');
	}
	for (const column of element.columns) {
		if (!isObject(column) || column.tag !== 'column') return malformed('column');
		if (!optional(column.weight, (weight) => Number.isInteger(weight) && Number(weight) >= 1 && Number(weight) <= 5)) {
			return malformed('column.weight');
		}
		const problem = column.elements === undefined ? undefined : elementsProblem(column.elements, 'column', level);
		if (problem) return problem;
	}
	return undefined;
}

const isAlign = (value: unknown): boolean => ['left', 'center', 'right'].includes(value as string);

function isDiv(element: JsonObject): boolean {
	const hasFields = element.fields !== undefined;
	return (
		(element.text !== undefined || hasFields) &&
		optional(element.text, (text) => isTextObject(text)) &&
		optional(element.fields, (fields) => Array.isArray(fields) && fields.every(isField)) &&
		optional(element.extra, (extra) => isObject(extra) && (extra.tag === 'img' ? isImage(extra) : isInteractive(extra)))
	);
}

const isField = (field: unknown): boolean =>
	isObject(field) && optional(field.is_short, (short) => typeof short === 'boolean') && isTextObject(field.text);

function isNotePart(part: unknown): boolean {
	if (!isObject(part)) return false;
	if (part.tag === 'img') return isImage(part);
	return part.tag === 'standard_icon' || part.tag === 'custom_icon' || isTextObject(part);
}

const isInteractive = (element: unknown): boolean =>
	isObject(element) &&
	INTERACTIVE.includes(String(element.tag)) &&
	(element.tag !== 'button' || isButton(element));

function tablesProblem(elements: unknown): CardProblem | undefined {
	const tables = asArray(elements).filter((element) => isObject(element) && element.tag === 'table');
	return tables.length > MAX_TABLES ? { code: 11310, message: 'card table number over limit', value: 'table' } : undefined;
}
