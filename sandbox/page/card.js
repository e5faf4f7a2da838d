import { h, link, picture, safeHref } from './dom.js';
import { inlines, token } from './inlines.js';
import { unrendered } from './unrendered.js';

/** An interactive card. */
export function card(view) {
	return h(
		'div',
		{ class: 'card', 'data-testid': 'card' },
		view.hasHeader && header(view),
		h(
			'div',
			{ class: 'card-body' },
			view.blocks.map(block),
			view.href !== '' && link(view.href, { class: 'card-link' }, 'Open the card’s link'),
		),
	);
}

const header = (view) =>
	h(
		'div',
		{ class: `card-header template-${token(view.template)}`, 'data-template': view.template },
		h(
			'div',
			{ class: 'card-title', role: 'heading', 'aria-level': '3' },
			inlines(view.title),
			view.tags.map(({ text, color }) => h('span', { class: `tag tag-${token(color)}` }, text)),
		),
		view.subtitle.length > 0 && h('div', { class: 'card-subtitle' }, inlines(view.subtitle)),
	);

function block(view) {
	switch (view.kind) {
		case 'text':
			return h('p', { class: 'block-text' }, inlines(view.inlines));
		case 'heading':
			return h('p', { class: `block-heading level-${view.level}` }, inlines(view.inlines));
		case 'item':
			return item(view);
		case 'quote':
			return h('blockquote', {}, inlines(view.inlines));
		case 'code':
			return h('pre', {}, view.text);
		case 'hr':
			return h('hr');
		case 'div':
			return textWithFields(view);
		case 'markdown':
			return h('div', { class: `block-markdown align-${token(view.align)}` }, view.blocks.map(block));
		case 'image':
			return picture(view.alt || 'Image', view.key);
		case 'note':
			return h('div', { class: 'block-note' }, view.parts.map(block));
		case 'actions':
			return h('div', { class: 'block-actions' }, view.buttons.map(button));
		case 'columns':
			return h('div', { class: view.shaded ? 'block-columns shaded' : 'block-columns' }, view.columns.map(column));
		default:
			return unrendered(view.tag, view.json);
	}
}

const item = ({ marker, indent, inlines: text }) =>
	h(
		'p',
		{ class: `block-item indent-${Math.min(indent, 4)}` },
		h('span', { class: 'marker' }, marker),
		h('span', {}, inlines(text)),
	);

const textWithFields = (view) =>
	h(
		'div',
		{ class: 'block-div' },
		h('div', { class: 'block-div-main' }, view.text.map(block), view.fields.length > 0 && fields(view.fields)),
		view.extra.map(block),
	);

/** Short fields stand two in a row. */
const fields = (list) =>
	h(
		'div',
		{ class: 'fields' },
		list.map((field) => h('div', { class: field.short ? 'field short' : 'field' }, field.blocks.map(block))),
	);

function column(view) {
	const element = h('div', { class: 'column' }, view.blocks.map(block));
	element.style.flex = view.auto ? '0 1 auto' : `${view.weight} 1 0`;
	return element;
}

/** Group bots get no callbacks: a button opens its address or nothing. */
export function button({ text, type, href, disabled }) {
	const properties = { class: `button button-${token(type)}`, 'data-testid': 'card-button' };
	if (safeHref(href) !== null && !disabled) return link(href, properties, text);
	const title = 'Opens nothing: group bots get no callbacks';
	return h('button', { ...properties, type: 'button', disabled: true, title }, text);
}
