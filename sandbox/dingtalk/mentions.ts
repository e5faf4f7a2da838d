import { asArray, asObject, asText } from '../json';
import type { Group, JsonObject, Member, Mention } from '../types';
import type { MentionText } from '../view';

export interface MentionRules {
	/** Only those count whose `@x` stands in the text. */
	inText: boolean;
	/** Only members of the group count. */
	membersOnly: boolean;
}

export interface DingMentions {
	mentions: Mention[];
	texts: MentionText[];
	atAll: boolean;
}

export const NO_MENTIONS: DingMentions = { mentions: [], texts: [], atAll: false };

/**
 * Whom a message notifies: an entry of atMobiles or atUserIds whose `@x` also stands in the body text and who is a
 * member of the group; the number of somebody else is masked.
 * "消息发送与接收类型", https://open.dingtalk.com/document/development/robot-message-type
 * Unconfirmed: what @all does in a group that does not allow it (nobody is notified here), and how a number is masked.
 */
export function dingMentions(at: unknown, text: string, group: Group, rules: MentionRules): DingMentions {
	const input: JsonObject = asObject(at);
	const mentions: Mention[] = [];
	const texts: MentionText[] = [];
	const add = (id: string, member: Member | undefined, masked: string): void => {
		const standsInText = containsMention(text, id);
		const notifies = (standsInText || !rules.inText) && (member !== undefined || !rules.membersOnly);
		const name = member?.name ?? masked;
		if (notifies && !mentions.some((mention) => mention.id === id)) mentions.push({ type: 'user', id, name });
		if (standsInText) texts.push({ literal: `@${id}`, shown: `@${name}`, notifies });
	};
	for (const mobile of asArray(input.atMobiles).map(asText).filter(Boolean)) {
		add(mobile, group.members.find((member) => member.mobile === mobile), maskMobile(mobile));
	}
	for (const userId of asArray(input.atUserIds).map(asText).filter(Boolean)) {
		add(userId, group.members.find((member) => member.userId === userId), userId);
	}
	const atAll = input.isAtAll === true && group.allowAtAll;
	if (atAll) mentions.push({ type: 'all', id: 'all', name: '所有人' });
	return { mentions, texts, atAll };
}

/** Whether `@x` stands in the text and does not go on (`@1381` is not in `@13812`). */
function containsMention(text: string, id: string): boolean {
	for (let index = text.indexOf(`@${id}`); index >= 0; index = text.indexOf(`@${id}`, index + 1)) {
		if (!/^[0-9A-Za-z_]/.test(text.slice(index + id.length + 1, index + id.length + 2))) return true;
	}
	return false;
}

const maskMobile = (mobile: string): string =>
	mobile.length > 7 ? `${mobile.slice(0, 3)}****${mobile.slice(-4)}` : '*'.repeat(mobile.length);
