import { content } from './content.js';
import { h } from './dom.js';
import { date, exactTime, initials, plural, shade, time } from './format.js';
import { heard } from './heard.js';
import { emojiOf } from './inlines.js';
import { nameOf, preview } from './names.js';

/**
 * A message as the chat shows it, with what has happened to it since.
 * `chat` knows the `state` of the sandbox, finds a message of the chat by its ID with `find`, and with `told` what apps have
 * been told of it. What people write stands on the other side.
 */
export function message(item, chat) {
	return h(
		'article',
		{
			class: `message from-${item.platform}${item.from ? ' written' : ''}`,
			'data-testid': 'message',
			'data-message-id': item.id,
			'data-type': item.msgType,
			'data-recalled': Boolean(item.recalledAt),
			'aria-label': `${item.bot}, ${time(item.sentAt)}`,
			tabindex: '-1',
		},
		h('span', { class: `avatar shade-${shade(item.bot)}`, 'aria-hidden': 'true' }, initials(item.bot)),
		h('div', { class: 'message-main' }, head(item), quote(item, chat), body(item), feet(item, chat), heard(item, chat)),
	);
}

const head = (item) =>
	h(
		'p',
		{ class: 'message-head' },
		h('span', { class: 'message-bot' }, item.bot),
		!item.from && h('span', { class: 'badge-bot' }, 'BOT'),
		h('time', timeOf(item.sentAt), time(item.sentAt)),
		marks(item).map(([name, properties, text]) => h('span', { class: `mark mark-${name}`, 'data-testid': name, ...properties }, text)),
	);

const URGENT = { app: 'in the app', sms: 'by SMS', phone: 'by phone' };

/** Name, properties and text of each mark. */
function marks({ msgType, view, threadId, editedAt, recalledAt, pinned, urgent }) {
	const all = [
		msgType.startsWith('work_') && ['work', {}, 'Work notification'],
		view.kind === 'ding' && ['urgent', {}, `DING ${URGENT[view.remind] ?? view.remind}`],
		urgent && view.kind !== 'ding' && ['urgent', {}, `Urgent ${URGENT[urgent] ?? urgent}`],
		threadId && ['thread', { title: threadId }, 'In a thread'],
		pinned && ['pinned', {}, '📌 Pinned'],
		editedAt && !recalledAt && ['edited', { title: `Edited at ${exactTime(editedAt)}` }, 'edited'],
	];
	return all.filter(Boolean);
}

const timeOf = (ms) => ({ datetime: new Date(ms).toISOString(), title: `${date(ms)} ${exactTime(ms)}` });

/** What the message answers; the page scrolls there on a click. */
function quote({ replyTo }, { find }) {
	if (!replyTo) return null;
	const original = find(replyTo);
	if (!original) return h('p', { class: 'quote', 'data-testid': 'quote' }, 'Reply to a message that is not here');
	return h(
		'button',
		{ class: 'quote', type: 'button', 'data-testid': 'quote', 'data-reply-to': replyTo, title: 'Show the message' },
		`Reply to ${original.bot}: ${preview(original)}`,
	);
}

function body(item) {
	const properties = { 'data-testid': 'message-text' };
	if (!item.recalledAt) return h('div', { ...properties, class: `message-body kind-${item.view.kind}` }, content(item));
	return h('div', { ...properties, class: 'message-body recalled', title: `Recalled at ${exactTime(item.recalledAt)}` }, 'Message recalled');
}

/** Reactions and readers. */
function feet(item, { state }) {
	const { reactions = [], readBy = [] } = item;
	if (item.recalledAt || reactions.length + readBy.length === 0) return null;
	const types = [...new Set(reactions.map(({ emoji }) => emoji))];
	return h(
		'p',
		{ class: 'message-feet' },
		types.map((type) => reaction(type, reactions.filter(({ emoji }) => emoji === type), state)),
		readBy.length > 0 && read(readBy, item, state),
	);
}

function reaction(type, given, state) {
	const names = given.map(({ by }) => nameOf(by, state)).join(', ');
	const label = `${type}, ${plural(given.length, 'reaction', 'reactions')}: ${names}`;
	return h(
		'span',
		{ class: 'reaction', 'data-testid': 'reaction', role: 'img', 'aria-label': label, title: names },
		`${emojiOf(type)} ${given.length}`,
	);
}

function read(readBy, { groupId }, state) {
	const { direct, members = [] } = state.groups.find(({ id }) => id === groupId) ?? {};
	const people = new Set(readBy);
	const text = direct ? 'Read' : `Read by ${people.size}${members.length >= people.size ? ` of ${members.length}` : ''}`;
	return h('span', { class: 'read-by', 'data-testid': 'read-by', title: [...people].map((id) => nameOf(id, state)).join(', ') }, text);
}
