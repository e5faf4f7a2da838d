import { asArray, asObject, asText, isObject } from '../json';
import type { Group, JsonObject } from '../types';
import type { Block, CardButton, CardView, Inline } from '../view';
import { buttonHref } from './cardRules';
import { parseLarkMd } from './larkMd';
import { parseMarkdown } from './markdownBlocks';

/** What a reader of the card sees. Works on any object, also on cards a switched-off check let through. */
export function cardView(card: JsonObject, group: Group): CardView {
	const header = asObject(card.header);
	const link = asObject(card.card_link);
	const schema = card.schema === '2.0' ? 2 : 1;
	const elements = schema === 2 ? asObject(card.body).elements : (card.elements ?? localized(card.i18n_elements, group));
	return {
		title: textObject(header.title, group),
		subtitle: textObject(header.subtitle, group),
		hasHeader: isObject(card.header),
		template: asText(header.template) || 'default',
		tags: asArray(header.text_tag_list)
			.slice(0, 3)
			.map((tag) => ({ text: asText(asObject(asObject(tag).text).content), color: asText(asObject(tag).color) || 'blue' })),
		blocks: blocks(elements, { group, schema }),
		href: asText(link.url) || asText(link.pc_url),
	};
}

interface Context {
	group: Group;
	schema: 1 | 2;
}

/** The language a reader of this brand has, else the first one given. */
function localized(i18n: unknown, group: Group): unknown {
	const all = asObject(i18n);
	return all[group.platform === 'lark' ? 'en_us' : 'zh_cn'] ?? Object.values(all)[0];
}

/** "必须配置 content 或 i18n 两个属性的其中一个。如果同时配置仅生效 i18n。" */
function textObject(value: unknown, group: Group): Inline[] {
	const text = asObject(value);
	const content = asText(localized(text.i18n, group)) || asText(text.content);
	if (content === '') return [];
	return text.tag === 'lark_md' ? parseLarkMd(content, { group, component: false }) : [{ kind: 'text', text: content }];
}

const blocks = (elements: unknown, context: Context): Block[] =>
	asArray(elements).filter(isObject).map((element) => block(element, context));

function block(element: JsonObject, context: Context): Block {
	switch (element.tag) {
		case 'div':
			return {
				kind: 'div',
				text: textBlock(element.text, context),
				fields: asArray(element.fields).map((field) => ({
					short: asObject(field).is_short === true,
					blocks: textBlock(asObject(field).text, context),
				})),
				extra: isObject(element.extra) ? [interactive(element.extra)] : [],
			};
		case 'markdown':
			return {
				kind: 'markdown',
				align: asText(element.text_align) || 'left',
				blocks: parseMarkdown(asText(element.content), context),
			};
		case 'hr':
			return { kind: 'hr' };
		case 'note':
			return { kind: 'note', parts: asArray(element.elements).filter(isObject).map((part) => notePart(part, context)) };
		case 'action':
			return { kind: 'actions', buttons: asArray(element.actions).filter(isObject).map(actionPart) };
		case 'column_set':
			return {
				kind: 'columns',
				shaded: !['default', ''].includes(asText(element.background_style)),
				columns: asArray(element.columns)
					.filter(isObject)
					.map((column) => ({
						weight: Number(column.weight) || 1,
						auto: column.width !== 'weighted',
						blocks: blocks(column.elements, context),
					})),
			};
		default:
			return interactive(element);
	}
}

function textBlock(value: unknown, { group }: Context): Block[] {
	const inlines = textObject(value, group);
	return inlines.length > 0 ? [{ kind: 'text', inlines }] : [];
}

function notePart(part: JsonObject, context: Context): Block {
	if (part.tag === 'img') return image(part);
	return { kind: 'text', inlines: textObject(part, context.group) };
}

const image = (element: JsonObject): Block => ({
	kind: 'image',
	key: asText(element.img_key),
	alt: asText(asObject(element.alt).content),
});

function interactive(element: JsonObject): Block {
	if (element.tag === 'img') return image(element);
	if (element.tag === 'button') return { kind: 'actions', buttons: [button(element)] };
	return { kind: 'unrendered', tag: asText(element.tag), json: element };
}

/** Buttons are drawn; other interactive parts of an `action` become buttons without a target that name their kind. */
const actionPart = (element: JsonObject): CardButton =>
	element.tag === 'button'
		? button(element)
		: { text: `[${asText(element.tag)}]`, type: 'default', href: '', disabled: true };

const button = (element: JsonObject): CardButton => ({
	text: asText(asObject(element.text).content),
	type: asText(element.type) || 'default',
	href: buttonHref(element),
	disabled: element.disabled === true,
});
