import { isObject, parseJson } from '../../json';
import type { Block, CardButton, CardView, Inline, MessageView } from '../../view';
import { markdownText } from '../markdownText';
import { actionsOf, buttonsIn, variablesIn, type CardAction, type CardData, type CardTemplate, type TemplateInput } from './cardTemplates';

/**
 * How a card is drawn. The layout of a template lives on the card platform and the sandbox does not have it, so cards
 * are drawn by the names of their variables: `title` (and `subtitle`), whatever is Markdown by its name, and the rest as
 * fields; then what the template (or a variable) has to fill in and to click.
 */
const MARKDOWN_NAMES = /^(?:markdown|content|text|body|summary|detail|details|lines|fields)$/i;
const HIDDEN = ['title', 'subtitle', 'status', 'severity', 'color', 'flowStatus'];

const plain = (text: string): Inline[] => [{ kind: 'text', text }];

/** @param isClickable whether clicks are told to somebody */
export function cardView(data: CardData, template: CardTemplate | undefined, isClickable: boolean): MessageView {
	const hidden = [...HIDDEN, ...(template?.buttons ?? []).flatMap(({ text, href = '' }) => [...variablesIn(text), ...variablesIn(href)])];
	const shown = Object.entries(data).filter(([name, value]) => !hidden.includes(name) && value !== '');
	const card: CardView = {
		title: plain(data.title ?? ''),
		subtitle: data.subtitle ? plain(data.subtitle) : [],
		hasHeader: data.title !== undefined,
		template: data.color ?? 'default',
		tags: [data.status, data.severity].filter((text) => text !== undefined && text !== '').map((text) => ({ text: text!, color: 'neutral' })),
		blocks: [...shown.flatMap(([name, value]) => content(name, value)), ...controls(actionsOf(data, template), template?.inputs ?? [], isClickable)],
		href: '',
	};
	return { kind: 'card', card };
}

/** Markdown line by line, a JSON list as its rows, anything else as a field. */
function content(name: string, value: string): Block[] {
	if (buttonsIn(value).length > 0) return [];
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

/** Where there is something to fill in, it makes a form together with the buttons. */
function controls(actions: CardAction[], inputs: TemplateInput[], isClickable: boolean): Block[] {
	const buttons = actions.map((action) => button(action, inputs.length > 0, isClickable));
	const row: Block[] = buttons.length > 0 ? [{ kind: 'actions', buttons }] : [];
	return inputs.length > 0 ? [{ kind: 'form', blocks: [...inputs.map(input), ...row] }] : row;
}

const button = ({ text, color, href, disabled, control }: CardAction, isInForm: boolean, isClickable: boolean): CardButton => ({
	text,
	type: color,
	href,
	disabled,
	...(isClickable && control !== undefined && { control, ...(isInForm && { submits: true }) }),
});

const input = ({ name, label, placeholder = '', multiline = false }: TemplateInput): Block => ({
	kind: 'input',
	name,
	label: plain(label),
	placeholder,
	multiline,
	value: '',
	required: false,
	disabled: false,
});
