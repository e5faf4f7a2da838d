import type { App, Person } from '../../organization';
import type { Group, JsonObject, Message } from '../../types';
import type { World } from '../../world';
import { downloadCodeOf, openSession } from '../app/received';
import { encryptedId } from './ids';
import type { Mentioned, Said } from './writing';

/** "群聊会话中，群成员 @机器人时，机器人不支持接收语音消息" (the same of videos and files). */
const PRIVATE_ONLY = ['audio', 'video', 'file'];

/** The apps whose robots hear it: in a group those that it mentions. */
export function hearers(world: World, group: Group, { msgtype, mentioned }: Said): App[] {
	const apps = (group.apps ?? []).flatMap((id) => world.organization.app(id) ?? []);
	const inside = apps.filter(({ botEnabled, disabled }) => botEnabled && !disabled);
	if (group.direct) return inside;
	if (PRIVATE_ONLY.includes(msgtype) && world.switches.isOn('dingtalkPush.groupFiles')) return [];
	const isMentioned = (app: App): boolean => mentioned.some((one) => one.app?.id === app.id);
	return inside.filter((app) => isMentioned(app) || !world.switches.isOn('dingtalkPush.mentioned'));
}

/**
 * What a robot is told of a message.
 * "机器人接收消息", https://open.dingtalk.com/document/development/robot-message-type
 * Unconfirmed: that a private chat has neither isInAtList nor atUsers; which of the clients `senderPlatform` names.
 */
export function robotBody(world: World, app: App, person: Person, group: Group, message: Message, said: Said): JsonObject {
	const isGroup = !group.direct;
	const isTold = app.published || !world.switches.isOn('dingtalkPush.published');
	return {
		senderPlatform: 'Mac',
		conversationId: group.id,
		...(isGroup && { atUsers: said.mentioned.flatMap((one) => atUser(one)) }),
		chatbotCorpId: app.corpId,
		chatbotUserId: encryptedId('robot', app.id),
		msgId: message.id,
		senderNick: person.name,
		// "机器人发布上线后生效，否则不返回"
		...(isTold && { isAdmin: false, senderStaffId: person.userId }),
		senderUnionId: person.unionId,
		senderCorpId: app.corpId,
		senderId: encryptedId('person', person.userId),
		...openSession(world, app.id, group.id),
		createAt: message.sentAt,
		conversationType: isGroup ? '2' : '1',
		...(isGroup && { conversationTitle: group.name, isInAtList: said.mentioned.some((one) => one.app?.id === app.id) }),
		robotCode: app.robotCode,
		msgtype: said.msgtype,
		...contentFor(world, app, isGroup, said),
	};
}

const atUser = ({ app, person }: Mentioned): JsonObject[] => {
	if (app) return [{ dingtalkId: encryptedId('robot', app.id) }];
	return person ? [{ dingtalkId: encryptedId('person', person.userId), staffId: person.userId, unionId: person.unionId }] : [];
};

/**
 * "接收消息中无 text 和 content 字段内容".
 * Unconfirmed: that errorCode is a number; and the sandbox has one quota for calls and messages, where the platform has two.
 */
const NO_QUOTA = {
	errorCode: 20001,
	errorMessage: '受调用量超量影响，当前我的消息服务已经暂停。请联系你所在的组织管理员并予以处理',
};

/** Unconfirmed: the ms of voice messages and videos that have no length here, and that nothing is understood of them. */
const DURATION_MS = 4_000;

function contentFor(world: World, app: App, isGroup: boolean, said: Said): JsonObject {
	if (app.quotaLeft !== null && app.quotaLeft < 1 && world.switches.isOn('dingtalkPush.quota')) return NO_QUOTA;
	if (said.raw) return { content: said.raw };
	const text = spokenTo(app, said, isGroup);
	const code = said.fileKey === undefined ? {} : { downloadCode: downloadCodeOf(world, app.id, said.fileKey) };
	switch (said.msgtype) {
		case 'text':
			return { text: { content: text } };
		case 'richText':
			return { content: { richText: [...(text.trim() === '' ? [] : [{ text }]), { ...code, type: 'picture' }] } };
		case 'audio':
			return { content: { duration: DURATION_MS, ...code, recognition: '' } };
		case 'video':
			return { content: { duration: DURATION_MS, ...code, videoType: 'mp4' } };
		case 'file':
			return { content: { ...code, fileName: said.fileName } };
		default:
			return { content: code };
	}
}

/** What follows the mention of the robot, with the space that stands between. Unconfirmed: that other mentions stay. */
function spokenTo(app: App, { text, mentioned }: Said, isGroup: boolean): string {
	if (!isGroup) return text;
	const others = mentioned.filter((one) => one.app?.id !== app.id).map(({ name }) => `@${name} `);
	return ` ${others.join('')}${text}`;
}
