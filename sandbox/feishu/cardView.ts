import { asArray, asObject, asText, isObject } from '../json';
import type { Group, JsonObject } from '../types';
import type { Block, CardView } from '../view';
import { button, clicked, control, image } from './cardControls';
import { pathsOf } from './cardParts';
import { buttonHref } from './cardRules';
import { table } from './cardTable';
import { localized, textObject, type CardContext } from './cardText';
import { parseMarkdown } from './markdownBlocks';

/**
 * What a reader of the card sees. Works on any object, also on cards a switched-off check let through.
 * `isAnswered`: an app has sent it, which hears of clicks.
 */
export function cardView(card: JsonObject, group: Group, isAnswered = false): CardView {
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
		blocks: blocks(elements, { group, schema, ...(isAnswered && { paths: pathsOf(card) }) }),
		href: asText(link.url) || asText(link.pc_url),
	};
}

const blocks = (elements: unknown, context: CardContext): Block[] =>
	asArray(elements).filter(isObject).map((element) => block(element, context));

function block(element: JsonObject, context: CardContext): Block {
	switch (element.tag) {
		case 'div':
			return {
				kind: 'div',
				text: textBlock(element.text, context),
				fields: asArray(element.fields).map((field) => ({
					short: asObject(field).is_short === true,
					blocks: textBlock(asObject(field).text, context),
				})),
				extra: isObject(element.extra) ? [control(element.extra, context)] : [],
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
			return actions(asArray(element.actions).filter(isObject), context);
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
		case 'form':
			return { kind: 'form', blocks: blocks(element.elements, { ...context, inForm: true }) };
		case 'interactive_container':
			return { kind: 'box', href: buttonHref(element), blocks: blocks(element.elements, context), ...clicked(element, context) };
		case 'collapsible_panel':
			return {
				kind: 'panel',
				title: textObject(asObject(element.header).title, context.group),
				expanded: element.expanded === true,
				blocks: blocks(element.elements, context),
			};
		case 'table':
			return table(element, context);
		default:
			return control(element, context);
	}
}

function textBlock(value: unknown, { group }: CardContext): Block[] {
	const inlines = textObject(value, group);
	return inlines.length > 0 ? [{ kind: 'text', inlines }] : [];
}

function notePart(part: JsonObject, context: CardContext): Block {
	if (part.tag === 'img') return image(part);
	return { kind: 'text', inlines: textObject(part, context.group) };
}

/** Buttons stand together; with other controls among them each is drawn for itself. */
const actions = (parts: JsonObject[], context: CardContext): Block =>
	parts.every(({ tag }) => tag === 'button')
		? { kind: 'actions', buttons: parts.map((part) => button(part, context)) }
		: { kind: 'row', blocks: parts.map((part) => control(part, context)) };
