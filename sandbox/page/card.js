import { control } from './controls.js';
import { dingMarkdown } from './dingMarkdown.js';
import { h, link, safeHref } from './dom.js';
import { anyPicture } from './files.js';
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
		{ class: `card-header hue-${token(view.template)}`, 'data-template': view.template },
		h(
			'div',
			{ class: 'card-title', role: 'heading', 'aria-level': '3' },
			inlines(view.title),
			view.tags.map(({ text, color }) => h('span', { class: `tag hue-${token(color)}` }, text)),
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
		case 'dingMarkdown':
			return dingMarkdown({ source: view.source, mentions: [], atAll: false });
		case 'image':
			return anyPicture(view.key, view.alt, 'card-image');
		case 'note':
			return h('div', { class: 'block-note' }, view.parts.map(block));
		case 'actions':
			return h('div', { class: 'block-actions' }, view.buttons.map(button));
		case 'columns':
			return h('div', { class: view.shaded ? 'block-columns shaded' : 'block-columns' }, view.columns.map(column));
		case 'row':
			return h('div', { class: 'block-actions' }, view.blocks.map(block));
		case 'form':
			return h('div', { class: 'block-form', role: 'group', 'aria-label': 'Form', 'data-form': true }, view.blocks.map(block));
		case 'box':
			return h(
				'div',
				{ class: 'block-box', ...clickable(view.control) },
				view.blocks.map(block),
				view.href !== '' && link(view.href, { class: 'card-link' }, 'Open the box’s link'),
			);
		case 'panel':
			return h(
				'details',
				{ class: 'block-box', open: view.expanded },
				h('summary', {}, view.title.length > 0 ? inlines(view.title) : 'Details'),
				h('div', { class: 'block-markdown' }, view.blocks.map(block)),
			);
		case 'gallery':
			return h('div', { class: 'block-gallery' }, view.images.map(({ key, alt }) => anyPicture(key, alt, 'gallery-image')));
		case 'people':
			return h('p', { class: 'block-people' }, view.names.map((name) => h('span', { class: 'tag hue-neutral' }, name)));
		case 'table':
			return table(view);
		case 'unrendered':
			return unrendered(view.tag, view.json);
		default:
			return control(view);
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

/** Scrolls by itself when it is too wide. */
const table = ({ columns, rows }) =>
	h(
		'div',
		{ class: 'block-table', role: 'group', 'aria-label': 'Table', tabindex: '0' },
		h(
			'table',
			{},
			h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))),
			h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell) => h('td', {}, inlines(cell)))))),
		),
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

/** A box that can be clicked as a whole. */
const clickable = (control) => (control === undefined ? {} : { 'data-key': control, 'data-control': control, role: 'button', tabindex: '0' });

/** A button opens its address, tells the app that made the card, or both. Group bots are told nothing. */
export function button({ text, type, href, disabled, control: id, submits }) {
	const properties = {
		class: `button button-${token(type)}`,
		'data-testid': 'card-button',
		'data-key': id,
		'data-control': disabled ? null : id,
		'data-submits': Boolean(submits),
	};
	if (safeHref(href) !== null && !disabled) return link(href, properties, text);
	const title = disabled ? 'The card has disabled this button' : id === undefined ? 'Opens nothing, and no app is told of it' : null;
	return h('button', { ...properties, type: 'button', disabled: title !== null, title }, text);
}
