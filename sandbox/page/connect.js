import { h } from './dom.js';
import { PLATFORMS } from './format.js';
import { hearing } from './hearing.js';
import { appsOf, openIdOf, personOf } from './names.js';

/** What a credential in n8n needs of each bot and app of the chat, and the IDs of the chat and its people. */
export function connection(group, state) {
	const apps = appsOf(group, state);
	return [
		group.bots.length + apps.length === 0 && h('p', { class: 'hint' }, 'This group has no bot yet.'),
		group.bots.map(botRows),
		apps.map((app) => appRows(app, state.url)),
		section('Chat', [row(group.platform === 'dingtalk' ? 'Open conversation ID' : 'Chat ID', group.id)]),
		group.members.length > 0 && h('h3', { class: 'connection-title people' }, 'People'),
		group.members.map((member) => memberRows(member, group, apps, state)),
	];
}

const section = (title, rows) => [h('h3', { class: 'connection-title' }, title), list(rows)];

const list = (rows) => h('dl', { class: 'connection' }, rows);

const botRows = (bot) =>
	section(`${bot.platform === 'dingtalk' ? 'DingTalk Bot' : 'Lark Bot'} credential: ${bot.name}`, [
		bot.disabled && note('State', 'disabled'),
		row('Webhook URL', bot.webhookUrl),
		row('Signing secret', bot.secret),
		fact('Keywords', bot.keywords.join(', ')),
		fact('Allowed IPs', bot.allowedIps.join(', ')),
	]);

const appRows = (app, url) =>
	section(`${app.platform === 'dingtalk' ? 'DingTalk Enterprise App' : 'Feishu App'} credential: ${app.name}`, [
		obstacles(app).map((text) => note('State', text)),
		row('Base URL', url),
		...(app.platform === 'dingtalk'
			? [
					row('Client ID', app.id),
					row('Client secret', app.secret),
					row('Robot code', app.robotCode),
					row('Corp ID', app.corpId),
					row('Agent ID', app.agentId),
					row('HTTP push token', app.push.token),
					row('HTTP push AES key', app.push.aesKey),
				]
			: [
					row('App ID', app.id),
					row('App secret', app.secret),
					row('Verification token', app.push.token),
					row('Encrypt key', app.push.encryptKey),
				]),
		hearing(app),
		app.scopes && fact('Scopes', app.scopes.join(', ') || 'none'),
		fact('Allowed IPs', app.allowedIps.join(', ')),
	]);

/** Why an app would be refused whatever it asks for. */
const obstacles = (app) =>
	[app.disabled && 'disabled', !app.published && 'no version released', !app.botEnabled && 'bot not enabled'].filter(Boolean);

/** Everything by which a node can name somebody, folded up: a group may be large. */
function memberRows(member, group, apps, state) {
	const person = personOf(member, group, state);
	const openIds = group.platform === 'dingtalk' || !person ? [] : apps.map((app) => row(`Open ID (${app.name})`, openIdOf(person, app)));
	const rows = [
		row(`Open ID (${PLATFORMS[group.platform]} bots)`, apps.some((app) => person && openIdOf(person, app) === member.openId) ? '' : member.openId),
		...openIds,
		row('User ID', person?.userId ?? member.userId),
		row('Union ID', person?.unionId),
		row('Email', person?.email),
		row('Mobile', person?.mobile || member.mobile),
	];
	return h('details', { class: 'connection-person' }, h('summary', {}, member.name), list(rows));
}

const fact = (name, value) => (value ? [h('dt', {}, name), h('dd', {}, value)] : []);

const note = (name, value) => [h('dt', {}, name), h('dd', { class: 'off' }, value)];

/** A value to copy; nothing when there is none. */
function row(name, value) {
	if (!value) return [];
	const button = h('button', { class: 'copy', type: 'button', 'aria-label': `Copy the ${name}` }, 'Copy');
	return [h('dt', {}, name), h('dd', {}, h('code', {}, value), button)];
}

/** Listens for all copy buttons of the page, since the page draws them again while they are there. */
export function copyOnClick(page) {
	page.addEventListener('click', async ({ target }) => {
		if (!target.matches('.copy')) return;
		await window.navigator.clipboard.writeText(target.previousElementSibling.textContent);
		target.textContent = 'Copied';
		window.setTimeout(() => {
			target.textContent = 'Copy';
		}, 1_500);
	});
}
