import { h, link } from './dom.js';
import { inlines } from './inlines.js';

/** A part of a card that takes an answer. It can be tried out; nothing is sent. */
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

const common = ({ placeholder, required, disabled }) => ({ placeholder, required, disabled, 'aria-label': placeholder || 'Answer' });

/** The label above; a picker of the browser shows no placeholder, so that it stands for the label there. */
function labelled({ kind, label, placeholder, required }, element) {
	const text = label.length > 0 ? inlines(label) : kind === 'picker' ? [placeholder] : [];
	if (text.length === 0) return h('span', { class: 'control' }, element);
	element.removeAttribute('aria-label');
	const mark = required && h('span', { class: 'required', title: 'Required' }, ' *');
	return h('label', { class: 'control' }, h('span', { class: 'control-label' }, text, mark), element);
}

const area = (view) => h('textarea', { rows: '3', ...common(view) }, view.value);

function select(view) {
	const { multiple, options, placeholder } = view;
	const none = !multiple && !options.some(({ selected }) => selected);
	return h(
		'select',
		{ ...common(view), placeholder: null, multiple, size: multiple ? Math.min(4, Math.max(2, options.length)) : null },
		none && h('option', { value: '', selected: true }, placeholder || 'Choose'),
		options.map(({ text, selected }) => h('option', { selected }, text)),
	);
}

const checker = ({ inlines: text, checked, disabled }) =>
	h('label', { class: 'checker' }, h('input', { type: 'checkbox', checked, disabled }), h('span', {}, inlines(text)));

const menu = ({ options }) =>
	h(
		'details',
		{ class: 'menu' },
		h('summary', { class: 'button', 'aria-label': 'More choices' }, '⋯'),
		h('ul', {}, options.map(({ text, href }) => h('li', {}, link(href, { class: 'link' }, text)))),
	);
