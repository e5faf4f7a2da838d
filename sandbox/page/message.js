import { card } from './card.js';
import { dingMarkdown } from './dingMarkdown.js';
import { h, link, webPicture } from './dom.js';
import { date, exactTime, initials, shade, time } from './format.js';
import { inlines } from './inlines.js';
import { unrendered } from './unrendered.js';

/** A message as the chat shows it. */
export function message(item) {
	return h(
		'article',
		{
			class: `message from-${item.platform}`,
			'data-testid': 'message',
			'data-message-id': item.id,
			'data-type': item.msgType,
			'aria-label': `${item.bot}, ${time(item.sentAt)}`,
		},
		h('span', { class: `avatar shade-${shade(item.bot)}`, 'aria-hidden': 'true' }, initials(item.bot)),
		h(
			'div',
			{ class: 'message-main' },
			h(
				'p',
				{ class: 'message-head' },
				h('span', { class: 'message-bot' }, item.bot),
				h('span', { class: 'badge-bot' }, 'BOT'),
				h('time', timeOf(item.sentAt), time(item.sentAt)),
			),
			h('div', { class: `message-body kind-${item.view.kind}`, 'data-testid': 'message-text' }, drawn(item)),
		),
	);
}

const timeOf = (ms) => ({ datetime: new Date(ms).toISOString(), title: `${date(ms)} ${exactTime(ms)}` });

/** One message that cannot be drawn must not take the others with it. */
function drawn(item) {
	try {
		return content(item.view);
	} catch {
		return unrendered(item.msgType, item.body);
	}
}

function content(view) {
	switch (view.kind) {
		case 'text':
			return h('p', { class: 'plain' }, inlines(view.inlines));
		case 'post':
			return post(view);
		case 'tile':
			return tile(view);
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
		default:
			return unrendered(view.type, view.json);
	}
}

const post = ({ title, paragraphs }) => [
	title !== '' && h('p', { class: 'post-title', role: 'heading', 'aria-level': '3' }, title),
	paragraphs.map((paragraph) => h('p', { class: 'plain' }, inlines(paragraph))),
];

const tile = ({ label, detail }) =>
	h(
		'p',
		{ class: 'tile' },
		h('span', { class: 'tile-icon', 'aria-hidden': 'true' }, label === 'Image' ? '🖼' : '👥'),
		h('span', {}, h('strong', {}, label), h('code', {}, detail)),
	);

const linkTile = ({ title, text, href, picUrl }) =>
	link(
		href,
		{ class: 'link-tile' },
		h('span', { class: 'link-tile-text' }, h('strong', {}, title), h('span', {}, text)),
		picUrl !== '' && webPicture(picUrl, '', 'link-tile-picture'),
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

const feedCard = (tiles) =>
	h('div', { class: 'feed-card' }, tiles.map(feedTile));

const feedTile = ({ title, href, picUrl }, index) =>
	link(
		href,
		{ class: index === 0 ? 'feed-tile first' : 'feed-tile' },
		webPicture(picUrl, '', 'feed-picture'),
		h('span', {}, title),
	);
