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
 * Card JSON 2.0. Unknown properties are errors; `action` and `note` are gone; at most 200 elements.
 * "卡片 JSON 2.0 结构", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 * "卡片 JSON 2.0 版本更新说明", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-breaking-changes-release-notes
 * Unconfirmed: the error of an unknown property; the one of unreadable card JSON is given here.
 */
const ROOT = ['schema', 'config', 'card_link', 'header', 'body'];
const HEADER = ['title', 'subtitle', 'text_tag_list', 'i18n_text_tag_list', 'template', 'icon', 'padding'];
const LAYOUT = ['direction', 'padding', 'horizontal_spacing', 'horizontal_align', 'vertical_spacing', 'vertical_align', 'elements'];
const COMMON = ['tag', 'element_id', 'margin'];

/** The properties of the components the sandbox draws; of the others only the tag is known here. */
const PROPERTIES: Record<string, readonly string[]> = {
	div: ['text', 'icon', 'width', 'fields', 'extra'],
	markdown: ['content', 'text_align', 'text_size', 'icon', 'i18n_content'],
	hr: [],
	img: ['img_key', 'alt', 'title', 'corner_radius', 'scale_type', 'size', 'transparent', 'preview', 'mode', 'custom_width'],
	button: [
		...['type', 'size', 'width', 'text', 'icon', 'hover_tips', 'disabled', 'disabled_tips', 'confirm', 'behaviors'],
		...['name', 'required', 'form_action_type', 'url', 'multi_url', 'value'],
	],
	column_set: ['horizontal_spacing', 'horizontal_align', 'flex_mode', 'background_style', 'action', 'columns'],
	column: [...LAYOUT, 'background_style', 'width', 'weight', 'action'],
};
const OTHER = [
	...['form', 'interactive_container', 'collapsible_panel', 'img_combination', 'person', 'person_list', 'chart', 'table'],
	...['overflow', 'select_static', 'multi_select_static', 'select_person', 'multi_select_person', 'date_picker'],
	...['picker_time', 'picker_datetime', 'input', 'select_img', 'checker'],
];
const REMOVED = ['action', 'note'];

const MAX_ELEMENTS = 200;
const ELEMENT_ID = /^[A-Za-z][A-Za-z0-9_]{0,19}$/;

export function cardV2Problem(card: JsonObject): CardProblem | undefined {
	return (
		unknownProperty(card, ROOT, '') ??
		configV2Problem(card.config) ??
		headerV2Problem(card.header) ??
		(optional(card.card_link, isLinkObject) ? undefined : malformed('card_link')) ??
		bodyProblem(card.body)
	);
}

function unknownProperty(object: JsonObject, allowed: readonly string[], path: string): CardProblem | undefined {
	const unknown = Object.keys(object).find((name) => !allowed.includes(name));
	return unknown === undefined ? undefined : malformed(`${path}unknown property ${unknown}`);
}

function configV2Problem(config: unknown): CardProblem | undefined {
	if (config === undefined) return undefined;
	const problem = configProblem(config);
	if (problem) return problem;
	return isObject(config) && config.update_multi === false ? malformed('config.update_multi') : undefined;
}

function headerV2Problem(header: unknown): CardProblem | undefined {
	if (header === undefined) return undefined;
	return (
		headerProblem(header, ['plain_text', 'lark_md']) ??
		(isObject(header) ? unknownProperty(header, HEADER, 'header: ') : undefined)
	);
}

function bodyProblem(body: unknown): CardProblem | undefined {
	if (body === undefined) return undefined;
	if (!isObject(body)) return malformed('body');
	const seen: Seen = { elements: 0, ids: new Set() };
	return unknownProperty(body, LAYOUT, 'body: ') ?? elementsProblem(body.elements ?? [], false, seen);
}

interface Seen {
	elements: number;
	ids: Set<string>;
}

function elementsProblem(elements: unknown, inColumn: boolean, seen: Seen): CardProblem | undefined {
	if (!Array.isArray(elements)) return malformed('elements');
	for (const [index, element] of elements.entries()) {
		if (!isObject(element) || !isFilled(element.tag)) return malformed('elements[].tag');
		const problem = elementProblem(element, index, inColumn, seen);
		if (problem) return problem;
	}
	return undefined;
}

function elementProblem(element: JsonObject, index: number, inColumn: boolean, seen: Seen): CardProblem | undefined {
	const tag = String(element.tag);
	if (REMOVED.includes(tag)) {
		return {
			code: 200861,
			message: 'cards of schema V2 no longer support this capability',
			value: `unsupported tag ${tag}`,
		};
	}
	const allowed = Object.hasOwn(PROPERTIES, tag) ? PROPERTIES[tag] : undefined;
	if (allowed === undefined && !OTHER.includes(tag)) return { code: 11310, message: 'unsupported type of block', value: tag };
	if (inColumn && (tag === 'table' || tag === 'form')) return malformed(tag);
	return (
		countProblem(element, seen) ??
		(allowed === undefined ? undefined : unknownProperty(element, [...COMMON, ...allowed], `[${index}](tag: ${tag}) `)) ??
		(isComponent(tag, element) ? undefined : malformed(`[${index}](tag: ${tag})`)) ??
		columnsProblem(element, seen)
	);
}

function countProblem(element: JsonObject, seen: Seen): CardProblem | undefined {
	seen.elements += 1 + (isObject(element.text) ? 1 : 0) + asArray(element.fields).length;
	// As other ways to send a card word it; unconfirmed for the webhook.
	if (seen.elements > MAX_ELEMENTS) return { code: 11310, message: 'element exceeds the limit', value: '' };
	if (element.element_id === undefined) return undefined;
	if (!isFilled(element.element_id) || !ELEMENT_ID.test(element.element_id) || seen.ids.has(element.element_id)) {
		return malformed('element_id');
	}
	seen.ids.add(element.element_id);
	return undefined;
}

function isComponent(tag: string, element: JsonObject): boolean {
	switch (tag) {
		case 'div':
			return (
				optional(element.text, (text) => isTextObject(text)) &&
				optional(
					element.fields,
					(fields) => Array.isArray(fields) && fields.every((field) => isObject(field) && isTextObject(field.text)),
				)
			);
		case 'markdown':
			return typeof element.content === 'string';
		case 'img':
			return isImage(element);
		case 'button':
			return isButton(element);
		case 'column_set':
			return Array.isArray(element.columns);
		default:
			return true;
	}
}

function columnsProblem(element: JsonObject, seen: Seen): CardProblem | undefined {
	for (const column of asArray(element.tag === 'column_set' ? element.columns : [])) {
		if (!isObject(column) || column.tag !== 'column') return malformed('column');
		const problem =
			unknownProperty(column, [...COMMON, ...(PROPERTIES.column ?? [])], 'column: ') ??
			countProblem(column, seen) ??
			elementsProblem(column.elements ?? [], true, seen);
		if (problem) return problem;
	}
	return undefined;
}
