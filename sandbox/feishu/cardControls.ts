import { asArray, asObject, asText, isObject } from '../json';
import type { JsonObject } from '../types';
import type { Block, CardButton, Control, Inline } from '../view';
import { isTold, submitsForm } from './cardParts';
import { buttonHref } from './cardRules';
import { textObject, type CardContext } from './cardText';
import { mention } from './people';

/**
 * The parts of a card that take an answer, and those that show people and pictures; both versions have the same ones.
 * "组件概述", https://open.feishu.cn/document/feishu-cards/card-json-v2-components/component-json-v2-overview
 */
export function control(element: JsonObject, context: CardContext): Block {
	switch (element.tag) {
		case 'img':
			return image(element);
		case 'button':
			return { kind: 'actions', buttons: [button(element, context)] };
		case 'input':
			return { kind: 'input', ...common(element, context), value: asText(element.default_value), multiline: element.input_type === 'multiline_text' };
		case 'select_static':
		case 'select_person':
			return select(element, context, false);
		case 'multi_select_static':
		case 'multi_select_person':
			return select(element, context, true);
		case 'date_picker':
			return { kind: 'picker', type: 'date', ...common(element, context), value: asText(element.initial_date) };
		case 'picker_time':
			return { kind: 'picker', type: 'time', ...common(element, context), value: asText(element.initial_time) };
		case 'picker_datetime':
			return { kind: 'picker', type: 'datetime', ...common(element, context), value: asText(element.initial_datetime) };
		case 'checker':
			return {
				kind: 'checker',
				inlines: textObject(element.text, context.group),
				checked: element.checked === true,
				disabled: element.disabled === true,
				...named(element, context),
			};
		case 'overflow':
			return {
				kind: 'menu',
				options: objects(element.options).map((option) => ({
					text: asText(asObject(option.text).content),
					href: buttonHref(option),
					...valued(option.value, context),
				})),
				...clicked(element, context),
			};
		case 'select_img':
			return { kind: 'gallery', images: objects(element.options).map(({ img_key: key }) => ({ key: asText(key), alt: '' })) };
		case 'img_combination':
			return { kind: 'gallery', images: objects(element.img_list).map(({ img_key: key }) => ({ key: asText(key), alt: '' })) };
		case 'person':
			return { kind: 'people', names: [nameOf(element.user_id, context)] };
		case 'person_list':
			return { kind: 'people', names: objects(element.persons).map(({ id }) => nameOf(id, context)) };
		default:
			return { kind: 'unrendered', tag: asText(element.tag), json: element };
	}
}

const objects = (value: unknown): JsonObject[] => asArray(value).filter(isObject);

/** By which a click is told to the app, if it is. */
export const clicked = (element: JsonObject, { paths, inForm = false }: CardContext): { control?: string } => {
	const path = paths?.get(element);
	return path !== undefined && isTold(element, inForm) ? { control: path } : {};
};

/** The same of a field, with its name in a form. */
const named = (element: JsonObject, context: CardContext): { control?: string; name?: string } => ({
	...clicked(element, context),
	...(context.paths && typeof element.name === 'string' && { name: element.name }),
});

const valued = (value: unknown, { paths }: CardContext): { value?: string } => (paths && typeof value === 'string' ? { value } : {});

const common = (element: JsonObject, context: CardContext): Control => ({
	label: textObject(element.label, context.group),
	placeholder: asText(asObject(element.placeholder).content),
	required: element.required === true,
	disabled: element.disabled === true,
	...named(element, context),
});

/** `initial_option` is a value, `initial_index` counts from 1, and `selected_values` is the list of a multiple choice. */
function select(element: JsonObject, context: CardContext, multiple: boolean): Block {
	const chosen = multiple ? asArray(element.selected_values) : [element.initial_option];
	const options = optionsOf(element, context).map((option, index) => ({
		text: asText(asObject(option.text).content) || nameOf(option.value, context),
		selected: chosen.includes(option.value) || (!multiple && element.initial_index === index + 1),
		...valued(option.value, context),
	}));
	return { kind: 'select', ...common(element, context), multiple, options };
}

/** Without options a list of people has everybody in the chat. */
function optionsOf(element: JsonObject, { group }: CardContext): JsonObject[] {
	const isOpen = asText(element.tag).endsWith('person') && element.options === undefined;
	if (!isOpen) return objects(element.options);
	return group.members.filter(({ openId }) => openId?.startsWith('ou_')).map(({ openId }) => ({ value: openId }));
}

/** Somebody by the name that the group knows, else by the ID. */
export function nameOf(id: unknown, { group }: CardContext): string {
	const found: Inline = mention(group, asText(id), '');
	return found.kind === 'mention' ? found.name : asText(id);
}

export const image = (element: JsonObject): Block => ({
	kind: 'image',
	key: asText(element.img_key),
	alt: asText(asObject(element.alt).content),
});

export const button = (element: JsonObject, context: CardContext): CardButton => ({
	text: asText(asObject(element.text).content),
	type: asText(element.type) || 'default',
	href: buttonHref(element),
	disabled: element.disabled === true,
	...clicked(element, context),
	...(context.paths && context.inForm && submitsForm(element) && { submits: true }),
});
