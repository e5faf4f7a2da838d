import { h, link, safeHref } from './dom.js';
import { inlines } from './inlines.js';

/**
 * A part of a card that takes an answer. In a form it is a field (`data-field`) and goes with the button that submits the
 * form; by itself it is an answer (`data-answer`), which clicks.js sends.
 */
export function control(view) {
	switch (view.kind) {
		case 'input':
			return labelled(view, view.multiline ? area(view) : h('input', { type: 'text', value: view.value, ...common(view) }));
		case 'select':
			return labelled(view, select(view));
		case 'picker':
			return labelled(view, h('input', { type: PICKERS[view.type], value: view.value.replace(' ', 'T'), ...common(view) }));
		case 'checker':
			return checker(view);
		default:
			return menu(view);
	}
}

const PICKERS = { date: 'date', time: 'time', datetime: 'datetime-local' };

const answering = ({ name, control: id }) => ({ 'data-key': id ?? name, 'data-answer': id, 'data-field': id === undefined ? name : null });

const common = (view) => ({
	...answering(view),
	placeholder: view.placeholder,
	required: view.required,
	disabled: view.disabled,
	'aria-label': view.placeholder || 'Answer',
});

/** The label above; pickers and lists of the browser show no placeholder, so that it stands for the label there. */
function labelled(view, element) {
	const { kind, multiple, label, placeholder, required } = view;
	const text = label.length > 0 ? inlines(label) : kind === 'picker' || multiple ? [placeholder] : [];
	const answer = sender(view, element);
	if (text.length === 0) return h('span', { class: 'control' }, answer);
	element.removeAttribute('aria-label');
	const mark = required && h('span', { class: 'required', title: 'Required' }, ' *');
	return h('label', { class: 'control' }, h('span', { class: 'control-label' }, text, mark), answer);
}

/** What is not answered with a single choice has a button beside it. */
function sender(view, element) {
	if (view.control === undefined || view.disabled || (view.kind === 'select' && !view.multiple)) return element;
	return h('span', { class: 'control-answer' }, element, h('button', { class: 'button', type: 'button', 'data-send': view.control }, 'Send'));
}

const area = (view) => h('textarea', { rows: '3', ...common(view) }, view.value);

function select(view) {
	const { multiple, options, placeholder } = view;
	const none = !multiple && !options.some(({ selected }) => selected);
	return h(
		'select',
		{ ...common(view), placeholder: null, multiple, size: multiple ? Math.min(4, Math.max(2, options.length)) : null },
		none && h('option', { value: '', selected: true }, placeholder || 'Choose'),
		options.map(({ text, selected, value }) => h('option', { value, selected }, text)),
	);
}

const checker = (view) =>
	h(
		'label',
		{ class: 'checker' },
		h('input', { type: 'checkbox', checked: view.checked, disabled: view.disabled, ...answering(view) }),
		h('span', {}, inlines(view.inlines)),
	);

const menu = ({ options, control: id }) =>
	h(
		'details',
		{ class: 'menu' },
		h('summary', { class: 'button', 'aria-label': 'More choices' }, '⋯'),
		h('ul', {}, options.map((option) => h('li', {}, choice(option, id)))),
	);

function choice({ text, href, value }, id) {
	if (id === undefined || safeHref(href) !== null) return link(href, { class: 'link' }, text);
	return h('button', { class: 'menu-choice', type: 'button', 'data-key': value, 'data-control': id, 'data-option': value ?? text }, text);
}
