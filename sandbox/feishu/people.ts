import type { Group } from '../types';
import type { Inline } from '../view';

/** What a mention of `@all` is called by each brand's client. */
export const allName = (group: Pick<Group, 'platform'>): string => (group.platform === 'lark' ? 'All' : '所有人');

const OPEN_ID = /^ou_[0-9A-Za-z_-]+$/;

/** Custom bots mention by open_id (or `all`) only. */
export const isMentionable = (id: string): boolean => id === 'all' || OPEN_ID.test(id);

/**
 * A mention as the group shows it: a member by name; an id that is nobody's as the given name, which notifies nobody.
 * "自定义机器人使用指南", section on @, https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 * Unconfirmed: what a card or post shows for an id that is nobody's and has no name; here the id.
 */
export function mention(group: Group, id: string, givenName: string): Inline {
	if (id === 'all') return notifying(id, givenName || allName(group));
	const member = group.members.find((candidate) => candidate.openId !== undefined && candidate.openId === id);
	if (member) return notifying(id, member.name);
	const name = givenName || id;
	return { kind: 'mention', id, name, shown: name, notifies: false };
}

const notifying = (id: string, name: string): Inline => ({ kind: 'mention', id, name, shown: `@${name}`, notifies: true });
