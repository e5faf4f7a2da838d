import { asArray, asObject, asText, parseJson } from '../../json';

/** What the card platform has built and released. */
export interface CardTemplate {
	id: string;
	published: boolean;
	/** The variables that are drawn as Markdown. */
	markdown: string[];
	buttons: TemplateButton[];
	inputs: TemplateInput[];
}

/** In all texts `${name}` stands for the value of a variable. */
export interface TemplateButton {
	text: string;
	color?: string;
	/** The page that it opens; */
	href?: string;
	/** or what it tells the app when it is clicked ("回传请求"), with these parameters. */
	actionId?: string;
	params?: Record<string, string>;
	/** Shown only while this variable is empty, */
	whileEmpty?: string;
	/** or while this one is not. */
	whileFilled?: string;
}

/** A field whose value is a local variable: a parameter of a button sends it along. */
export interface TemplateInput {
	name: string;
	label: string;
	placeholder?: string;
	multiline?: boolean;
}

/** The values of a card's variables, by name. */
export type CardData = Record<string, string>;

/** A button as one person has it before them. */
export interface CardAction {
	text: string;
	color: string;
	href: string;
	disabled: boolean;
	/** Of those that tell the app: the action ID, with a number where it is taken. */
	control?: string;
	actionId: string;
	/** As the template has them, with `${name}` for variables. */
	params: Record<string, unknown>;
}

/** The names of the variables that a text speaks of. */
export const variablesIn = (text: string): string[] => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);

export const filledIn = (text: string, data: CardData): string => text.replace(/\$\{(\w+)\}/g, (_all, name: string) => data[name] ?? '');

/** The buttons of the template, then those that stand in a variable. */
export function actionsOf(data: CardData, template: CardTemplate | undefined): CardAction[] {
	const shown = (template?.buttons ?? []).filter(
		({ whileEmpty, whileFilled }) => (whileEmpty === undefined || !data[whileEmpty]) && (whileFilled === undefined || Boolean(data[whileFilled])),
	);
	const own = shown.map(({ text, color = 'default', href = '', actionId = '', params = {} }) => ({
		text: filledIn(text, data),
		color,
		href: filledIn(href, data),
		disabled: false,
		actionId,
		params,
	}));
	return named([...own, ...Object.values(data).flatMap(buttonsIn)]);
}

function named(actions: Array<Omit<CardAction, 'control'>>): CardAction[] {
	const taken = new Map<string, number>();
	return actions.map((action) => {
		const { actionId, href } = action;
		if (actionId === '' || href !== '') return action;
		const count = (taken.get(actionId) ?? 0) + 1;
		taken.set(actionId, count);
		return { ...action, control: count === 1 ? actionId : `${actionId} ${count}` };
	});
}

const BUTTON_TEXTS = ['text', 'title', 'label', 'name'];
const BUTTON_LINKS = ['url', 'href', 'link'];
const BUTTON_IDS = ['actionId', 'id'];

/** A JSON list of objects with a text and an address or an ID. */
export function buttonsIn(value: string): Array<Omit<CardAction, 'control'>> {
	const list = asArray(parseJson(value)).map(asObject);
	const isButton = list.length > 0 && list.every((entry) => first(entry, BUTTON_TEXTS) && first(entry, [...BUTTON_LINKS, ...BUTTON_IDS]));
	if (!isButton) return [];
	return list.map((entry) => ({
		text: first(entry, BUTTON_TEXTS),
		color: asText(entry.color) || asText(entry.type) || 'default',
		href: first(entry, BUTTON_LINKS),
		disabled: entry.disabled === true,
		actionId: first(entry, BUTTON_IDS),
		params: asObject(entry.params),
	}));
}

const first = (entry: Record<string, unknown>, names: string[]): string => names.map((name) => asText(entry[name])).find(Boolean) ?? '';

const template = (id: string, more: Partial<CardTemplate> = {}): CardTemplate => ({ id, published: true, markdown: ['content'], buttons: [], inputs: [], ...more });

const LINK: TemplateButton = { text: '${linkText}', color: 'blue', href: '${linkUrl}', whileFilled: 'linkUrl' };

const decision = (text: string, actionId: string, color: string): TemplateButton => ({
	text,
	color,
	actionId,
	params: { action: actionId },
	whileEmpty: 'decision',
});

/** Built from the start: the templates of examples/card-templates/dingtalk with their buttons, and one that is not released. */
export const TEMPLATES: readonly CardTemplate[] = [
	template('alert.schema', { buttons: [LINK] }),
	template('approval.schema', { buttons: [decision('Approve', 'approve', 'blue'), decision('Reject', 'reject', 'red'), LINK] }),
	template('digest.schema'),
	template('draft.schema', { published: false, markdown: [] }),
];
