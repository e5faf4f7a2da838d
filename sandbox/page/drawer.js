import { h } from './dom.js';
import { exactTime, PLATFORMS } from './format.js';

const SHOWN = 50;

/** Calls that did not simply make a message. */
export const isNotable = (call) => call.outcome !== 'accepted' || call.fault !== undefined;

/** What went wrong lately, newest first. */
export function drawerList(calls, state) {
	const notable = calls.filter(isNotable).slice(-SHOWN).reverse();
	if (notable.length > 0) return notable.map((call) => entry(call, state));
	return [h('li', { class: 'hint' }, 'Nothing was refused. Refusals appear here with their code and reason.')];
}

function entry(call, state) {
	const check = state.checks.find(({ name }) => name === call.check);
	return h(
		'li',
		{ class: `call call-${call.outcome}`, 'data-testid': 'call' },
		h('time', {}, exactTime(call.at)),
		h('span', { class: `outcome outcome-${call.outcome}` }, call.outcome),
		h(
			'span',
			{ class: 'call-main' },
			h('strong', {}, answer(call)),
			h('span', {}, [addressee(call, state), reason(call, check)].filter(Boolean).join(' — ')),
		),
	);
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
