import { asArray, asObject, asText, isObject, parseJson } from '../../json';
import type { Block, CardButton, CardView, Inline, MessageView } from '../../view';
import { markdownText } from '../markdownText';

/**
 * How a card is drawn. The layout of a template lives on the card platform and the sandbox does not have it, so cards
 * are drawn by the names of their variables: `title` (and `subtitle`), whatever is Markdown by its name, buttons (a JSON
 * list of objects with a text and an address), and the rest as fields.
 */
const MARKDOWN_NAMES = /^(?:markdown|content|text|body|summary|detail|details|lines|fields)$/i;
const HIDDEN = new Set(['title', 'subtitle', 'status', 'severity', 'color', 'flowStatus']);
const BUTTON_TEXTS = ['text', 'title', 'label', 'name'];
const BUTTON_LINKS = ['url', 'href', 'link'];

const plain = (text: string): Inline[] => [{ kind: 'text', text }];

export function cardView(data: Record<string, string>): MessageView {
	const shown = Object.entries(data).filter(([name, value]) => !HIDDEN.has(name) && value !== '');
	const card: CardView = {
		title: plain(data.title ?? ''),
		subtitle: data.subtitle ? plain(data.subtitle) : [],
		hasHeader: data.title !== undefined,
		template: data.color ?? 'default',
		tags: [data.status, data.severity].filter((text) => text !== undefined && text !== '').map((text) => ({ text: text!, color: 'neutral' })),
		blocks: [...shown.flatMap(([name, value]) => content(name, value)), ...buttons(shown.map(([, value]) => value))],
		href: '',
	};
	return { kind: 'card', card };
}

/** Markdown line by line, a JSON list as its rows, anything else as a field. */
function content(name: string, value: string): Block[] {
	if (buttonsOf(value).length > 0) return [];
	const parsed = parseJson(value);
	if (Array.isArray(parsed)) return parsed.map((row) => field(row, name));
	if (!MARKDOWN_NAMES.test(name)) return [{ kind: 'text', inlines: [...plain(`${name}: `), ...plain(value)] }];
	return markdownText(value)
		.split('\n')
		.map((line): Block => ({ kind: 'text', inlines: plain(line) }));
}

/** `{ key, value }`, `{ name, value }`, ... as `key: value`. */
function field(row: unknown, name: string): Block {
	const parts = isObject(row) ? Object.values(row).map(String) : [name, String(row)];
	return { kind: 'text', inlines: plain(parts.join(': ')) };
}

function buttons(values: string[]): Block[] {
	const all = values.flatMap(buttonsOf);
	return all.length > 0 ? [{ kind: 'actions', buttons: all }] : [];
}

function buttonsOf(value: string): CardButton[] {
	const list = asArray(parseJson(value)).map(asObject);
	const isButton = list.length > 0 && list.every((entry) => first(entry, BUTTON_TEXTS) && first(entry, [...BUTTON_LINKS, 'actionId', 'id']));
	if (!isButton) return [];
	return list.map((entry) => ({
		text: first(entry, BUTTON_TEXTS),
		type: asText(entry.color) || asText(entry.type) || 'default',
		href: first(entry, BUTTON_LINKS),
		disabled: entry.disabled === true,
	}));
}

const first = (entry: Record<string, unknown>, names: string[]): string => names.map((name) => asText(entry[name])).find(Boolean) ?? '';
