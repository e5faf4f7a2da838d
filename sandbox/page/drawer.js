import { h } from './dom.js';
import { exactTime, PLATFORMS } from './format.js';
import { nameOf } from './names.js';

const SHOWN = 50;

/** Calls that did not simply make a message. */
export const isNotable = (call) => call.outcome !== 'accepted' || call.fault !== undefined;

/** What went wrong lately, newest first. */
export const callList = (calls, state) =>
	newest(calls.filter(isNotable), (call) => callEntry(call, state), 'Nothing was refused. Refusals appear here with their code and reason.');

/** What apps were told lately, newest first. */
export const pushList = (pushes, state) =>
	newest(pushes, (push) => pushEntry(push, state), 'No app was told of anything. Write to one or click a button, and every attempt to tell it appears here.');

const newest = (list, entry, hint) => (list.length > 0 ? list.slice(-SHOWN).reverse().map(entry) : [h('li', { class: 'hint' }, hint)]);

const entry = (properties, { at, outcome, title, detail }, ...more) =>
	h(
		'li',
		{ class: 'call', ...properties },
		h('time', {}, exactTime(at)),
		h('span', { class: `outcome outcome-${outcome}` }, OUTCOMES[outcome] ?? outcome),
		h('span', { class: 'call-main' }, h('strong', {}, title), h('span', {}, detail.filter(Boolean).join(' — '))),
		more,
	);

const OUTCOMES = { none: 'nobody' };

function callEntry(call, state) {
	const check = state.checks.find(({ name }) => name === call.check);
	const { at, outcome } = call;
	return entry({ 'data-testid': 'call' }, { at, outcome, title: answer(call), detail: [addressee(call, state), reason(call, check)] });
}

function pushEntry({ id, at, outcome, type, appId, way, attempt, status, body, eventId }, state) {
	const app = state.apps.find((one) => one.id === appId);
	const how = way === 'http' ? 'by HTTP' : 'by long connection';
	const who = `${nameOf(appId, state)}${app ? ` (${PLATFORMS[app.platform]} app)` : ''} ${how}`;
	const told = status === undefined ? '' : `answered ${status}`;
	const text = body === undefined || body === null || body === '' ? '' : (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 120);
	return entry(
		{ 'data-testid': 'push', 'data-key': id },
		{ at, outcome, title: type, detail: [who, attempt > 1 && `attempt ${attempt}`, why(outcome, way), told, text] },
		h('button', { class: 'copy', type: 'button', 'data-redeliver': eventId, title: 'Tells the app of it once more, as the platform does' }, 'Tell again'),
	);
}

const WHY = { timeout: 'no answer in time', pending: 'waiting for the answer' };

function why(outcome, way) {
	if (outcome === 'none') return way === 'http' ? 'no request URL, or none that answers' : 'nobody was connected';
	return WHY[outcome];
}

/** The bot that was called or the app that called; of others the platform. An app's call is known by its path. */
function addressee({ token, appId, platform, method, path }, { groups, apps }) {
	const group = groups.find(({ bots }) => bots.some((bot) => bot.token === token));
	const bot = group?.bots.find((own) => own.token === token);
	if (bot) return `${group.name} · ${bot.name}`;
	const app = apps.find(({ id }) => id === appId);
	return `${app ? `${app.name} (${PLATFORMS[platform]} app)` : PLATFORMS[platform]} · ${method} ${path}`;
}

const reason = (call, check) => (call.fault === undefined ? (check?.description ?? '') : `fault: ${call.fault}`);

function answer({ status, responseBody }) {
	if (status === null) return 'No answer';
	const body = typeof responseBody === 'object' && responseBody !== null ? responseBody : {};
	const code = body.code ?? body.errcode;
	const text = body.msg ?? body.errmsg ?? body.message ?? (typeof responseBody === 'string' ? responseBody.slice(0, 80) : '');
	return [`HTTP ${status}`, code === undefined ? '' : String(code), text].filter(Boolean).join(' · ');
}
