import { follow, getCalls, getMessages, getPushes, getSockets, getState, PUSHES, redeliver } from './api.js';
import { beginChat } from './beginChat.js';
import { listenForClicks } from './clicks.js';
import { Composer } from './composer.js';
import { connection, copyOnClick } from './connect.js';
import { h, morph, morphChildren } from './dom.js';
import { callList, isNotable, pushList } from './drawer.js';
import { date, plural } from './format.js';
import { appLabel, badge, chatName, groupList } from './groups.js';
import { saveHearing } from './hearing.js';
import { message as messageElement } from './message.js';
import { Pushes } from './pushes.js';
import { toast } from './toast.js';

const part = (id) => document.getElementById(id);
const stream = part('stream');

let state = { groups: [], people: [], apps: [], checks: [] };
let messages = [];
let calls = [];
let sockets = [];
const pushes = new Pushes(PUSHES);
/** What comes in while the lists are being fetched, and may not be in them; null when nothing is fetched. */
let meanwhile = null;
let selected = decodeURIComponent(location.hash.slice(1));
const unread = new Map();
/** How close to the end counts as being there, px. */
const NEAR_END = 80;

const group = () => state.groups.find(({ id }) => id === selected);
const find = (id) => messages.find((item) => item.id === id);
/** As the person has it before them who is chosen below: some see other values in a card. */
const seen = (item) => ({ ...item, view: item.viewOf?.[composer.writer] ?? item.view });
const drawn = (item) => messageElement(seen(item), { state, find, told: (id) => pushes.of(id) });

function showGroups() {
	const latest = new Map(messages.map((item) => [item.groupId, item]));
	const show = (list, groups) => morphChildren(list, groupList(groups, { state, selected, unread, latest }));
	const directs = state.groups.filter(({ direct }) => direct);
	show(part('groups'), state.groups.filter(({ direct }) => !direct));
	show(part('directs'), directs);
	part('direct-part').hidden = directs.length + state.apps.length === 0;
	part('new-chat').hidden = state.apps.length === 0;
	const waiting = [...unread.values()].reduce((sum, count) => sum + count, 0);
	document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${group() ? chatName(group()) : 'Chat sandbox'}`;
}

function showHeader() {
	const current = group();
	const header = part('header');
	if (!current) return header.replaceChildren();
	const wanted = h(
		'header',
		{ id: 'header', class: 'chat-header', 'data-group': current.id },
		h(
			'div',
			{ class: 'chat-title' },
			h('h2', {}, chatName(current)),
			appLabel(current, state),
			badge(current.platform),
			current.dissolved && h('span', { class: 'off' }, 'dissolved'),
			!current.direct && h('span', { class: 'members' }, plural(current.members.length, 'member', 'members')),
		),
		h(
			'details',
			{ id: 'connect', class: 'connect' },
			h('summary', {}, 'Connection details'),
			h('div', { class: 'connect-body' }, connection(current, state)),
		),
	);
	// Another chat's details are not the ones that were opened.
	if (header.dataset.group === current.id) morph(header, wanted);
	else header.replaceWith(wanted);
}

function showMessages() {
	const own = messages.filter(({ groupId }) => groupId === selected);
	stream.replaceChildren(...(own.length > 0 ? own.flatMap((item, index) => withDay(item, own[index - 1])) : [emptyState()]));
	toEnd();
}

function withDay(item, before) {
	const isNewDay = before === undefined || date(before.sentAt) !== date(item.sentAt);
	return [...(isNewDay ? [h('p', { class: 'day' }, date(item.sentAt))] : []), drawn(item)];
}

function emptyState() {
	const current = group();
	if (!current) return noGroups();
	return h(
		'div',
		{ class: 'empty', 'data-testid': 'empty' },
		h('p', { class: 'empty-title' }, 'No messages here yet'),
		h(
			'p',
			{},
			'Paste these values into a credential in n8n and run a workflow that sends a message: it appears here at once. Or write one yourself, below.',
		),
		connection(current, state),
	);
}

const noGroups = () =>
	h(
		'div',
		{ class: 'empty' },
		h('p', { class: 'empty-title' }, 'No groups yet'),
		h(
			'p',
			{},
			...['Start the sandbox with ', h('code', {}, 'npm run sandbox'), ' for demo groups and apps, or add one with '],
			...[h('code', {}, 'POST /sandbox/api/groups'), '.'],
		),
	);

/** The two lists below: their name, how many there are, what is wrong (empty = nothing), and how they are drawn. */
const DRAWERS = {
	calls: {
		name: 'Refused calls',
		count: () => calls.filter(isNotable).length,
		problem: () => (calls.some(isNotable) ? 'Not every call was accepted' : ''),
		list: () => callList(calls, state),
	},
	pushes: {
		name: 'Pushes to apps',
		count: () => pushes.count,
		problem: () => (pushes.unheard > 0 ? `${plural(pushes.unheard, 'event', 'events')} not heard` : ''),
		list: () => pushList(pushes.all, state),
	},
};

function showDrawers() {
	for (const [id, { name, count, problem, list }] of Object.entries(DRAWERS)) {
		const number = h('span', { class: problem() ? 'count some' : 'count', title: problem() || null }, count());
		part(`${id}-toggle`).replaceChildren(name, number);
		if (!part(id).hidden) morphChildren(part(id), list());
	}
}

/** One of them is open at most. */
function toggleDrawer(chosen) {
	const atLast = atEnd();
	for (const id of Object.keys(DRAWERS)) {
		part(id).hidden = id !== chosen || !part(id).hidden;
		part(`${id}-toggle`).setAttribute('aria-expanded', String(!part(id).hidden));
	}
	showDrawers();
	if (atLast) toEnd();
}

const showComposer = () => composer.show(group(), state, sockets);

function toEnd() {
	stream.scrollTop = stream.scrollHeight;
	part('newer').hidden = true;
	follows = true;
}

/** Pictures come later than their messages and push the end away. */
let follows = true;
const atEnd = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR_END;

function choose(id) {
	selected = id;
	unread.delete(id);
	window.history.replaceState(null, '', `#${encodeURIComponent(id)}`);
	showGroups();
	showHeader();
	showComposer();
	showMessages();
	part('chats').querySelector('[aria-current]')?.focus();
}

const countUnread = ({ groupId }) => unread.set(groupId, (unread.get(groupId) ?? 0) + 1);

function add(item) {
	const own = messages.filter(({ groupId }) => groupId === selected);
	messages.push(item);
	meanwhile?.messages.push(item);
	if (item.groupId === selected) {
		const atLast = atEnd();
		if (own.length === 0) stream.replaceChildren();
		stream.append(...withDay(item, own.at(-1)));
		if (atLast) toEnd();
		else part('newer').hidden = false;
	} else countUnread(item);
	showGroups();
}

/** A message that is here already has been edited, recalled, read, ... */
function change(item) {
	replace(messages, item);
	if (meanwhile) replace(meanwhile.messages, item) || meanwhile.messages.push(item);
	keepingEnd(() => messages.forEach((other) => (other.id === item.id || other.replyTo === item.id) && redraw(other)));
	showGroups();
}

/** Whoever reads the end still does so when something above it grows. */
function keepingEnd(act) {
	const atLast = atEnd();
	act();
	if (atLast) toEnd();
}

const arrived = (item) => (find(item.id) ? change(item) : add(item));

function replace(list, item) {
	const index = list.findIndex(({ id }) => id === item.id);
	if (index >= 0) list[index] = item;
	return index >= 0;
}

/** In place, when it is shown. */
function redraw(item) {
	const shown = elementOf(item.id);
	if (shown) morph(shown, drawn(item));
}

const elementOf = (id) => [...stream.querySelectorAll('[data-message-id]')].find(({ dataset }) => dataset.messageId === id);

/** What came in while the rest was being fetched is newer than what was fetched. */
function withArrived(stored, arrived) {
	const newer = new Map(arrived.map((item) => [item.id, item]));
	const known = new Set(stored.map(({ id }) => id));
	return [...stored.map((item) => newer.get(item.id) ?? item), ...arrived.filter(({ id }) => !known.has(id))];
}

async function load() {
	const known = new Set(messages.map(({ id }) => id));
	const first = messages.length === 0;
	const arriving = { messages: [], calls: [] };
	meanwhile = arriving;
	const [newState, storedMessages, storedCalls, storedPushes, openSockets] = await Promise.all([getState(), getMessages(), getCalls(), getPushes(), getSockets()]);
	if (meanwhile === arriving) meanwhile = null;
	state = newState;
	messages = withArrived(storedMessages, arriving.messages);
	calls = withArrived(storedCalls, arriving.calls);
	sockets = openSockets;
	pushes.take(storedPushes, storedMessages);
	if (!group()) selected = state.groups[0]?.id ?? '';
	for (const item of messages) {
		if (!first && !known.has(item.id) && item.groupId !== selected) countUnread(item);
	}
	for (const id of [...unread.keys()]) if (!state.groups.some((item) => item.id === id)) unread.delete(id);
	part('offline').hidden = true;
	showGroups();
	part('chats').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	showHeader();
	showComposer();
	showMessages();
	showDrawers();
}

async function reloadState() {
	const before = selected;
	const known = [...messages];
	const [newState, storedPushes, openSockets] = await Promise.all([getState(), getPushes(), getSockets()]);
	state = newState;
	sockets = openSockets;
	const told = pushes.take(storedPushes, known);
	if (!group()) selected = state.groups[0]?.id ?? '';
	showGroups();
	showHeader();
	showComposer();
	if (before !== selected || !messages.some(({ groupId }) => groupId === selected)) showMessages();
	else keepingEnd(() => told.map(find).forEach((item) => item && redraw(item)));
	showDrawers();
}

/** Once more after it, however often it is asked for meanwhile. */
function coalesced(act) {
	let running = false;
	let wanted = false;
	return async () => {
		wanted = true;
		if (running) return;
		running = true;
		while (wanted) {
			wanted = false;
			await act();
		}
		running = false;
	};
}

const refresh = coalesced(() => reloadState().catch(lost));

const lost = () => {
	part('offline').hidden = false;
};

part('chats').addEventListener('click', ({ target }) => {
	const id = target.closest('[data-chat]')?.dataset.chat;
	if (id) choose(id);
});
part('newer').addEventListener('click', toEnd);
stream.addEventListener('scroll', () => {
	follows = atEnd();
	if (follows) part('newer').hidden = true;
});
stream.addEventListener('load', () => follows && toEnd(), true);
for (const id of Object.keys(DRAWERS)) part(`${id}-toggle`).addEventListener('click', () => toggleDrawer(id));
part('pushes').addEventListener('click', ({ target }) => {
	const { redeliver: eventId } = target.dataset;
	if (eventId) redeliver(eventId).then(refresh, (error) => toast('error', 'It could not be told again', error.message));
});
stream.addEventListener('click', ({ target }) => {
	const original = elementOf(target.closest('[data-reply-to]')?.dataset.replyTo);
	if (!original) return;
	original.scrollIntoView({ block: 'center' });
	original.focus({ preventScroll: true });
});
copyOnClick(document);
saveHearing(document);
const composer = new Composer({
	changedWriter: () => messages.forEach((item) => item.viewOf && redraw(item)),
	written: (item) => {
		arrived(item);
		toEnd();
		void refresh();
	},
});
listenForClicks(stream, { actor: () => composer.actor(), changed: arrived });
beginChat({
	state: () => state,
	begun: (item) => {
		arrived(item);
		void reloadState().then(() => choose(item.groupId), lost);
	},
});
document.addEventListener('keydown', (event) => {
	const connect = part('connect');
	if (event.key !== 'Escape' || connect?.open !== true) return;
	connect.open = false;
	connect.querySelector('summary').focus();
});
window.addEventListener('hashchange', () => {
	const id = decodeURIComponent(location.hash.slice(1));
	if (id !== selected && state.groups.some((item) => item.id === id)) choose(id);
});

follow({
	opened: () => load().catch(lost),
	lost,
	message: (item) => {
		arrived(item);
		// An app that is not told makes no other event.
		if (item.from) void refresh();
	},
	call: (call) => {
		calls.push(call);
		meanwhile?.calls.push(call);
		showDrawers();
	},
	state: refresh,
});
