import { card } from './card.js';
import { dingMarkdown } from './dingMarkdown.js';
import { h, link } from './dom.js';
import { anyPicture, file } from './files.js';
import { inlines } from './inlines.js';
import { oa } from './oa.js';
import { unrendered } from './unrendered.js';

/** What a message says. One that cannot be drawn must not take the others with it. */
export function content(item) {
	try {
		return drawn(item.view);
	} catch {
		return unrendered(item.msgType, item.body);
	}
}

function drawn(view) {
	switch (view.kind) {
		case 'text':
			return h('p', { class: 'plain' }, inlines(view.inlines));
		case 'post':
			return post(view);
		case 'tile':
			return tile(view);
		case 'file':
			return file(view);
		case 'card':
			return card(view.card);
		case 'markdown':
			return dingMarkdown(view);
		case 'link':
			return linkTile(view.tile);
		case 'actionCard':
			return actionCard(view);
		case 'feedCard':
			return feedCard(view.tiles);
		case 'oa':
			return oa(view);
		case 'ding':
			return h('p', { class: 'plain' }, view.text);
		default:
			return unrendered(view.type, view.json);
	}
}

const post = ({ title, paragraphs }) => [
	title !== '' && h('p', { class: 'post-title', role: 'heading', 'aria-level': '3' }, title),
	paragraphs.map((paragraph) => h('p', { class: 'plain' }, inlines(paragraph))),
];

const ICONS = { 'Group card': '👥', 'Personal card': '👤', 'System message': 'ℹ️' };

/** Pictures that are known by their key alone: of group bots, which upload nothing, and stickers. */
const tile = ({ label, detail }) =>
	['Image', 'Sticker'].includes(label)
		? anyPicture(detail, label, 'sent-image')
		: h(
				'p',
				{ class: 'tile' },
				h('span', { class: 'tile-icon', 'aria-hidden': 'true' }, ICONS[label] ?? '🔗'),
				h('span', {}, h('strong', {}, label), h('code', {}, detail)),
			);

const linkTile = ({ title, text, href, picUrl }) =>
	link(
		href,
		{ class: 'link-tile' },
		h('span', { class: 'link-tile-text' }, h('strong', {}, title), h('span', {}, text)),
		picUrl !== '' && anyPicture(picUrl, '', 'link-tile-picture'),
	);

const actionCard = (view) =>
	h(
		'div',
		{ class: 'action-card' },
		dingMarkdown(view),
		h(
			'div',
			{ class: view.horizontal ? 'action-buttons horizontal' : 'action-buttons' },
			view.buttons.map(({ title, href }) => link(href, { class: 'action-button', 'data-testid': 'card-button' }, title)),
		),
	);

const feedCard = (tiles) => h('div', { class: 'feed-card' }, tiles.map(feedTile));

const feedTile = ({ title, href, picUrl }, index) =>
	link(
		href,
		{ class: index === 0 ? 'feed-tile first' : 'feed-tile' },
		anyPicture(picUrl, '', 'feed-picture'),
		h('span', {}, title),
	);
