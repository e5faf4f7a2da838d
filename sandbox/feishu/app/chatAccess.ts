import type { Group, Message } from '../../types';
import type { Call } from './call';
import { findByEmail, findPerson, idOf, isAvailable, unknownId, type UserIdType } from './ids';

/** "向同一用户发送消息的限频为 5 QPS、向同一群组发送消息的限频为群内机器人共享 5 QPS" */
const MESSAGES_PER_SECOND = 5;

/** "开启能力后需要发布版本才能生效" */
export function checkBot(call: Call, code = 230006): void {
	call.refuseIf(!call.app.botEnabled || !call.app.published, 'feishuApp.bot', code);
}

/**
 * The chat that a message goes to.
 * Unconfirmed: which code a wrong ID gets. Here an ID that looks like another kind of ID, or an unknown e-mail address,
 * gets 230034, and one that looks right but is nobody's gets the general code of its kind.
 */
export function receiver(call: Call, type: string, id: string): Group {
	if (type === 'chat_id') return openChat(call, chatById(call, id));
	const looksRight = type === 'open_id' ? id.startsWith('ou_') : type === 'union_id' ? id.startsWith('on_') : type !== 'email' || id.includes('@');
	if (!looksRight) return call.end('feishuApp.recipient', 230034);
	const userIdType = type as UserIdType;
	const person = type === 'email' ? findByEmail(call.world, call.app, id) : findPerson(call.world, call.app, userIdType, id);
	if (!person) {
		const { code, detail } = type === 'email' ? { code: 230034, detail: {} } : unknownId(call.world, call.app, userIdType, id);
		return call.end('feishuApp.recipient', code, detail);
	}
	call.refuseIf(person.resigned, 'feishuApp.availability', 230029);
	call.refuseIf(!isAvailable(person, call.app), 'feishuApp.availability', 230013);
	return call.world.directChat(call.app, person);
}

function chatById(call: Call, id: string): Group {
	if (!id.startsWith('oc_')) return call.end('feishuApp.recipient', 230034);
	const chat = call.world.group(id);
	return chat?.platform === call.app.platform ? chat : call.end('feishuApp.recipient', 99992356, { ext: id });
}

/** A chat in which the bot may do something. */
export function openChat(call: Call, chat: Group): Group {
	call.refuseIf(chat.dissolved === true, 'feishuApp.botInChat', 232009);
	call.refuseIf(!chat.apps?.includes(call.app.id), 'feishuApp.botInChat', 230002);
	const person = chat.direct && findPerson(call.world, call.app, 'user_id', chat.direct.userId);
	call.refuseIf(person !== undefined && !isAvailable(person, call.app), 'feishuApp.availability', 230013);
	return chat;
}

/** The chat of a thread. */
export function thread(call: Call, threadId: string): { chat: Group; threadId: string } {
	const root = call.world.messages().find((message) => message.threadId === threadId);
	const chat = root && call.world.group(root.groupId);
	if (!chat) return call.end('feishuApp.recipient', 230019);
	return { chat: openChat(call, chat), threadId };
}

/** The message that the path names, in a chat that the bot may use. */
export function messageAt(call: Call, id = call.params.message_id ?? ''): { message: Message; chat: Group } {
	const message = call.world.message(id);
	const chat = message && call.world.group(message.groupId);
	if (!message || chat?.platform !== call.app.platform) return call.end('feishuApp.message', 99992354, { ext: id });
	return { message, chat: openChat(call, chat) };
}

/** "应用机器人只能操作自己发送的消息" */
export function checkSender(call: Call, message: Message, code = 230012): void {
	call.refuseIf(message.appId !== call.app.id, 'feishuApp.sender', code);
}

/** Batch messages know recall, progress and reading alone, each under its own address. */
export function checkNoBatch(call: Call, message: Message): void {
	call.refuseIf(message.batchId !== undefined, 'feishuApp.batch', 230054);
}

export function checkNotRecalled(call: Call, message: Message, code: number): void {
	call.refuseIf(message.recalledAt !== undefined, 'feishuApp.recalled', code);
}

/** Unconfirmed: sliding windows, and that the direct chats of other apps with somebody count on their own. */
export function takeChatTurn(call: Call, chat: Group): void {
	const rate = call.world.rate(`feishuApp chat ${chat.id}`);
	call.refuseIf(rate.within(1_000) >= MESSAGES_PER_SECOND, 'feishuApp.chatRate', 230020);
	rate.take();
}

/** What happens to one message at most five times a second: card updates, pins. */
export function takeMessageTurn(call: Call, message: Message, action: string, code: number): void {
	const rate = call.world.rate(`feishuApp ${action} ${message.id}`);
	call.refuseIf(rate.within(1_000) >= MESSAGES_PER_SECOND, 'feishuApp.messageRate', code);
	rate.take();
}

/** Who is in a chat, by the ID that the caller asked for; the app's own bots are left out. */
export function memberIds(call: Call, chat: Group, type: UserIdType): Array<{ id: string; userId: string; name: string }> {
	return chat.members.map((member) => {
		const person = member.userId === undefined ? undefined : findPerson(call.world, call.app, 'user_id', member.userId);
		return { id: person ? idOf(person, type, call.app) : (member.openId ?? ''), userId: member.userId ?? '', name: member.name };
	});
}
