import { follow, getCalls, getMessages, getState } from './api.js';
import { connection } from './connect.js';
import { h } from './dom.js';
import { drawerList, isNotable } from './drawer.js';
import { date, plural } from './format.js';
import { badge, groupList } from './groups.js';
import { message as messageElement } from './message.js';

const part = (id) => document.getElementById(id);
const stream = part('stream');

let state = { groups: [], checks: [] };
let messages = [];
let calls = [];
/** What comes in while the lists are being fetched, and may not be in them; null when nothing is fetched. */
let meanwhile = null;
let selected = decodeURIComponent(location.hash.slice(1));
const unread = new Map();
/** How close to the end counts as being there, px. */
const NEAR_END = 80;

const group = () => state.groups.find(({ id }) => id === selected);

function showGroups() {
	const latest = new Map(messages.map((item) => [item.groupId, item]));
	part('groups').replaceChildren(...groupList(state.groups, { selected, unread, latest, choose }));
	const waiting = [...unread.values()].reduce((sum, count) => sum + count, 0);
	document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${group()?.name ?? 'Chat sandbox'}`;
}

function showHeader() {
	const current = group();
	const open = part('connect')?.open === true;
	if (!current) return part('header').replaceChildren();
	part('header').replaceChildren(
		h(
			'div',
			{ class: 'chat-title' },
			h('h2', {}, current.name),
			badge(current.platform),
			h('span', { class: 'members' }, plural(current.members.length, 'member', 'members')),
		),
		h(
			'details',
			{ id: 'connect', class: 'connect', open },
			h('summary', {}, 'Connection details'),
			h('div', { class: 'connect-body' }, connection(current)),
		),
	);
}

function showMessages() {
	const own = messages.filter(({ groupId }) => groupId === selected);
	stream.replaceChildren(...(own.length > 0 ? own.flatMap((item, index) => withDay(item, own[index - 1])) : [emptyState()]));
	toEnd();
}

function withDay(item, before) {
	const isNewDay = before === undefined || date(before.sentAt) !== date(item.sentAt);
	return [...(isNewDay ? [h('p', { class: 'day' }, date(item.sentAt))] : []), messageElement(item)];
}

function emptyState() {
	const current = group();
	if (!current) return noGroups();
	const credential = current.platform === 'dingtalk' ? 'DingTalk Bot' : 'Lark Bot';
	return h(
		'div',
		{ class: 'empty', 'data-testid': 'empty' },
		h('p', { class: 'empty-title' }, 'No messages in this group yet'),
		h(
			'p',
			{},
			`Paste these values into a ${credential} credential in n8n and run a workflow that sends a message. `,
			'It appears here at once.',
		),
		connection(current),
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
			...['Start the sandbox with ', h('code', {}, 'npm run sandbox'), ' for three demo groups, or add one with '],
			...[h('code', {}, 'POST /sandbox/api/groups'), '.'],
		),
	);

function showDrawer() {
	const count = calls.filter(isNotable).length;
	const number = h('span', { class: count > 0 ? 'count some' : 'count' }, count);
	part('drawer-toggle').replaceChildren('Refused calls', number);
	if (!part('drawer').hidden) part('drawer').replaceChildren(...drawerList(calls, state));
}

function toEnd() {
	stream.scrollTop = stream.scrollHeight;
	part('newer').hidden = true;
}

const atEnd = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR_END;

function choose(id) {
	selected = id;
	unread.delete(id);
	window.history.replaceState(null, '', `#${encodeURIComponent(id)}`);
	showGroups();
	showHeader();
	showMessages();
	part('groups').querySelector('[aria-current]')?.focus();
}

const countUnread = ({ groupId }) => unread.set(groupId, (unread.get(groupId) ?? 0) + 1);

function add(item) {
	if (messages.some(({ id }) => id === item.id)) return;
	const own = messages.filter(({ groupId }) => groupId === selected);
	messages.push(item);
	meanwhile?.messages.push(item);
	if (item.groupId === selected) {
		const follows = atEnd();
		if (own.length === 0) stream.replaceChildren();
		stream.append(...withDay(item, own.at(-1)));
		if (follows) toEnd();
		else part('newer').hidden = false;
	} else countUnread(item);
	showGroups();
}

function withArrived(stored, arrived) {
	const known = new Set(stored.map(({ id }) => id));
	return [...stored, ...arrived.filter(({ id }) => !known.has(id))];
}

async function load() {
	const known = new Set(messages.map(({ id }) => id));
	const first = messages.length === 0;
	const arriving = { messages: [], calls: [] };
	meanwhile = arriving;
	const [newState, storedMessages, storedCalls] = await Promise.all([getState(), getMessages(), getCalls()]);
	if (meanwhile === arriving) meanwhile = null;
	state = newState;
	messages = withArrived(storedMessages, arriving.messages);
	calls = withArrived(storedCalls, arriving.calls);
	if (!group()) selected = state.groups[0]?.id ?? '';
	for (const item of messages) {
		if (!first && !known.has(item.id) && item.groupId !== selected) countUnread(item);
	}
	for (const id of [...unread.keys()]) if (!state.groups.some((item) => item.id === id)) unread.delete(id);
	part('offline').hidden = true;
	showGroups();
	showHeader();
	showMessages();
	showDrawer();
}

async function reloadState() {
	const before = selected;
	state = await getState();
	if (!group()) selected = state.groups[0]?.id ?? '';
	showGroups();
	showHeader();
	if (before !== selected || !messages.some(({ groupId }) => groupId === selected)) showMessages();
	showDrawer();
}

const lost = () => {
	part('offline').hidden = false;
};

part('newer').addEventListener('click', toEnd);
stream.addEventListener('scroll', () => {
	if (atEnd()) part('newer').hidden = true;
});
part('drawer-toggle').addEventListener('click', () => {
	const hidden = !part('drawer').hidden;
	const follows = atEnd();
	part('drawer').hidden = hidden;
	part('drawer-toggle').setAttribute('aria-expanded', String(!hidden));
	showDrawer();
	if (follows) toEnd();
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
	message: add,
	call: (call) => {
		calls.push(call);
		meanwhile?.calls.push(call);
		showDrawer();
	},
	state: () => reloadState().catch(lost),
});
