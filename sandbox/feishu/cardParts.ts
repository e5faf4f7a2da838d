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

/** Other buttons of a form do without its contents. `action_type` is the older way. */
export const submitsForm = ({ tag, form_action_type: type, action_type: older }: JsonObject): boolean =>
	tag === 'button' && (type === 'submit' || older === 'form_submit');

const resetsForm = ({ form_action_type: type, action_type: older }: JsonObject): boolean => type === 'reset' || older === 'form_reset';

/** "默认拥有交互能力"; in a form they wait for it to be sent. Unconfirmed: that the lists belong to them. */
const FIELDS = [
	...['input', 'select_static', 'multi_select_static', 'select_person', 'multi_select_person'],
	...['date_picker', 'picker_time', 'picker_datetime', 'select_img'],
];
/** These are told of if something is behind them. */
const IF_ASKED = ['button', 'interactive_container', 'checker'];

const hasCallback = (element: JsonObject): boolean =>
	element.value !== undefined || asArray(element.behaviors).some((behavior) => asObject(behavior).type === 'callback');

/** Whether the app is told when it is clicked, or something is chosen in it. */
export function isTold(element: JsonObject, inForm: boolean): boolean {
	const tag = String(element.tag);
	if (submitsForm(element)) return inForm;
	if (tag === 'overflow') return true;
	if (FIELDS.includes(tag)) return !inForm;
	return IF_ASKED.includes(tag) && hasCallback(element) && !resetsForm(element) && !(inForm && tag === 'checker');
}
