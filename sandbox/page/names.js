/** The name behind an app ID, a userId or an open ID (`ou_<userId>_<end of the app ID>`); else the ID itself. */
export function nameOf(id, { apps, people }) {
	const app = apps.find((candidate) => candidate.id === id);
	const person = people.find(({ userId, unionId }) => id === userId || id === unionId || id.startsWith(`ou_${userId}_`));
	return app?.name ?? person?.name ?? id;
}

/** The ID by which this app, and no other one, knows somebody on Feishu and Lark. */
export const openIdOf = (person, app) => `ou_${person.userId}_${app.id.slice(-6)}`;

/** The one line that stands for a message in the list and in a reply. */
export function preview(item) {
	if (item.recalledAt) return 'Message recalled';
	const { view } = item;
	const label = view.kind === 'file' ? `[${view.fileKind}] ${view.name}`.trim() : `[${item.msgType}]`;
	return ((view.kind === 'file' ? '' : item.title || item.text) || label).split('\n')[0];
}
