/** The name behind an app ID, a userId or an open ID (`ou_<userId>_<end of the app ID>`); else the ID itself. */
export function nameOf(id, { apps, people }) {
	const app = apps.find((candidate) => candidate.id === id);
	const person = people.find(({ userId, unionId }) => id === userId || id === unionId || id.startsWith(`ou_${userId}_`));
	return app?.name ?? person?.name ?? id;
}

/** The ID by which this app, and no other one, knows somebody on Feishu and Lark. */
export const openIdOf = (person, app) => `ou_${person.userId}_${app.id.slice(-6)}`;

export const appsOf = ({ apps = [] }, state) => apps.map((id) => state.apps.find((app) => app.id === id)).filter(Boolean);

/** The person of the organization that a member of a group is; undefined for a mere name. */
export const personOf = (member, { platform, apps = [] }, { apps: all, people }) =>
	people.find((person) => {
		if (person.platform !== platform) return false;
		if (member.userId !== undefined) return person.userId === member.userId;
		return apps.some((id) => all.some((app) => app.id === id && openIdOf(person, app) === member.openId));
	});

/** Those of a chat who can write and click. */
export const peopleOf = (group, state) => group.members.map((member) => personOf(member, group, state)).filter(Boolean);

/** The node in n8n that hears an app over its long connection. */
export const triggerOf = (platform) => (platform === 'dingtalk' ? 'DingTalk Enterprise App Trigger' : 'Feishu App Trigger');

/** The one line that stands for a message in the list and in a reply. */
export function preview(item) {
	if (item.recalledAt) return 'Message recalled';
	const { view } = item;
	const label = view.kind === 'file' ? `[${view.fileKind}] ${view.name}`.trim() : `[${item.msgType}]`;
	return ((view.kind === 'file' ? '' : item.title || item.text) || label).split('\n')[0];
}
