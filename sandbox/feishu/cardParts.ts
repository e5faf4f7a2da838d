import { asArray, asObject, isObject } from '../json';
import type { JsonObject } from '../types';

/**
 * What of a card can be clicked, and what a click brings along.
 * "配置卡片交互", https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/configuring-card-interactions, and the
 * page of each component.
 */

/** Every object of a card and where it is: `body.elements.0.columns.1.elements.2`. */
export function pathsOf(card: JsonObject): Map<JsonObject, string> {
	const paths = new Map<JsonObject, string>();
	const walk = (value: unknown, path: string): void => {
		if (isObject(value)) paths.set(value, path);
		for (const [name, part] of Object.entries(isObject(value) || Array.isArray(value) ? value : {})) walk(part, path === '' ? name : `${path}.${name}`);
	};
	walk(card, '');
	return paths;
}

/** What stands at a path, after everything that it stands in. */
export function partsOnTheWay(card: JsonObject, path: string): JsonObject[] {
	const names = path.split('.');
	const way = names.map((_, index) => names.slice(0, index + 1).reduce<unknown>(member, card));
	return way.every((part) => part !== undefined) ? way.filter(isObject) : [];
}

const member = (value: unknown, name: string): unknown =>
	(isObject(value) || Array.isArray(value)) && Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;

/** What its maker has put behind it; `value` is the older way. */
export function callbackValue(element: JsonObject): unknown {
	const callback = asArray(element.behaviors).map(asObject).find(({ type }) => type === 'callback');
	return callback?.value ?? element.value;
}

const behaviorsOf = ({ behaviors }: JsonObject): JsonObject[] => asArray(behaviors).map(asObject);

/** What a button does to the form that it stands in: cards of version 1.0 have two other ways to say it. */
const formAction = (element: JsonObject): unknown => {
	const behavior = behaviorsOf(element).find(({ type }) => type === 'form_action');
	return element.form_action_type ?? (behavior && (behavior.behavior ?? 'submit')) ?? String(element.action_type ?? '').replace('form_', '');
};

/** Other buttons of a form do without its contents. */
export const submitsForm = (element: JsonObject): boolean => element.tag === 'button' && formAction(element) === 'submit';

/** "默认拥有交互能力"; in a form they wait for it to be sent. Unconfirmed: that the lists belong to them. */
const FIELDS = [
	...['input', 'select_static', 'multi_select_static', 'select_person', 'multi_select_person'],
	...['date_picker', 'picker_time', 'picker_datetime', 'select_img'],
];
/** These are told of if something is behind them. */
const IF_ASKED = ['interactive_container', 'checker'];

const hasCallback = (element: JsonObject): boolean => element.value !== undefined || behaviorsOf(element).some(({ type }) => type === 'callback');

/**
 * A button that nothing is behind is told of too, and one that opens an address only if it says so: by its behaviors, or
 * by `complex_interaction` ("默认仅生效跳转链接交互").
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/interactive-components/button
 * Unconfirmed: that the older `value` counts for nothing beside behaviors.
 */
function isToldOfButton(element: JsonObject): boolean {
	const behaviors = behaviorsOf(element);
	if (['reset', 'link'].includes(String(formAction(element)))) return false;
	if (behaviors.length > 0) return behaviors.some(({ type }) => type === 'callback');
	const opensAddress = element.url !== undefined || element.multi_url !== undefined;
	return !opensAddress || (element.value !== undefined && element.complex_interaction === true);
}

/** Whether the app is told when it is clicked, or something is chosen in it. */
export function isTold(element: JsonObject, inForm: boolean): boolean {
	const tag = String(element.tag);
	if (submitsForm(element)) return inForm;
	if (tag === 'overflow') return true;
	if (FIELDS.includes(tag)) return !inForm;
	if (tag === 'button') return isToldOfButton(element);
	return IF_ASKED.includes(tag) && hasCallback(element) && !(inForm && tag === 'checker');
}
