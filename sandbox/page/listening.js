import { appsOf, triggerOf } from './names.js';

/** What somebody should know before writing here: whether anybody will hear it. `mentioned`: IDs. */
export function hint(group, state, sockets, mentioned) {
	if (group.dissolved) return 'The group is dissolved.';
	const apps = appsOf(group, state);
	if (apps.length === 0) return 'No app is in this group, so nobody hears what is written here.';
	const told = apps.filter((app) => group.direct || mentioned.has(app.id) || readsAll(app));
	if (told.length === 0) return `In a group an app hears only what mentions it: choose ${list(apps, '@')} above.`;
	const deaf = told.filter((app) => !listens(app, sockets));
	if (deaf.length > 0) return `Nobody listens for ${list(deaf)} yet: publish a workflow with a ${triggerOf(group.platform)} in n8n (button Publish).`;
	const unmentioned = !group.direct && !told.some(({ id }) => mentioned.has(id));
	if (unmentioned) return `${list(told)} may read everything in this group. A workflow that hears only mentions does not hear this.`;
	return `${list(told)} hears you. Enter sends, Shift+Enter begins a new line.`;
}

/** Feishu and Lark: a permission for all messages of the groups that an app is in. */
const readsAll = ({ platform, scopes }) => platform !== 'dingtalk' && (scopes === null || scopes.some((scope) => /^im:message\.group_msg(:readonly)?$/.test(scope)));

const listens = ({ id, push }, sockets) =>
	(push.by !== 'http' && sockets.some(({ appId }) => appId === id)) || (push.by !== 'connection' && push.eventUrl + push.robotUrl !== '');

const list = (apps, mark = '') => apps.map(({ name }) => mark + name).join(', ');
