import { h } from './dom.js';
import { appsOf, nameOf, triggerOf } from './names.js';

/** The line under what a person has written: which apps have heard it and, if none has, why. */
export function heard(item, { state, told }) {
	if (!item.from || item.recalledAt) return null;
	const pushes = told(item.id);
	const group = state.groups.find(({ id }) => id === item.groupId);
	if (!pushes || !group) return null;
	const lines = pushes.length > 0 ? latest(pushes).map((push) => line(push, state)) : [['none', untold(item, group, state)]];
	return h('p', { class: 'heard', 'data-testid': 'heard' }, lines.map(([outcome, text]) => h('span', { class: `heard-${outcome}` }, text)));
}

/** The last attempt to tell each app each way. */
const latest = (pushes) => [...new Map(pushes.map((push) => [`${push.appId} ${push.way} ${push.eventId}`, push])).values()];

function line({ appId, outcome, way, attempt, status }, state) {
	const name = nameOf(appId, state);
	const where = way === 'http' ? ' by HTTP' : '';
	const again = attempt > 1 ? ` at attempt ${attempt}` : '';
	switch (outcome) {
		case 'acknowledged':
			return [outcome, `Heard by ${name}${where}${again}`];
		case 'pending':
			return [outcome, `Telling ${name}${where} …`];
		case 'none':
			if (way === 'http') return [outcome, `${name} could not be told: it has no request URL, or none that answers`];
			return [outcome, `Nobody listens for ${name}: publish a workflow with a ${triggerOf(platformOf(appId, state))} in n8n (button Publish)`];
		case 'refused':
			return [outcome, `${name} was told${where}${again}, but refused it${status === undefined ? '' : ` (${status})`}`];
		default:
			return [outcome, `${name} was told${where}${again}, but did not answer in time`];
	}
}

const platformOf = (appId, { apps }) => apps.find(({ id }) => id === appId)?.platform;

/** Why no app was told. */
function untold({ platform, view }, group, state) {
	const names = appsOf(group, state).map(({ name }) => name).join(', ');
	if (names === '') return 'Nobody hears it: no app is in this group';
	if (group.direct) return `Nobody hears it: ${names} may not read messages, or is not subscribed to them`;
	if (platform === 'dingtalk' && view.kind === 'file' && view.fileKind !== 'image') return 'Nobody hears it: DingTalk’s robots get no files in groups';
	return `No app was told of it. In a group ${names} hears what mentions it`;
}
