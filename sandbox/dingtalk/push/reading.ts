import type { Message } from '../../types';
import type { World } from '../../world';
import { stateOf } from '../app/state';
import type { Teller } from './teller';

/**
 * Tells an app when somebody has read what its robot sent: robot_msg_read.
 * https://open.dingtalk.com/document/development/bot-message-read-event
 */
export function watchReading(world: World, teller: Teller): void {
	const told = new WeakMap<Message, number>();
	world.subscribe((event) => {
		if (event.type !== 'message' || event.message.platform !== 'dingtalk') return;
		const { message } = event;
		const readers = message.readBy ?? [];
		const news = readers.slice(told.get(message) ?? 0);
		told.set(message, readers.length);
		for (const userId of news) tellOf(world, teller, message, userId);
	});
}

/** Unconfirmed: that of private messages as well, and then with the ID of the chat. */
function tellOf(world: World, teller: Teller, message: Message, userId: string): void {
	const app = world.organization.app(message.appId ?? '');
	const sending = [...stateOf(world).sendings.values()].find(({ messageIds }) => messageIds.includes(message.id));
	const person = world.organization.person('dingtalk', (one) => one.userId === userId);
	if (!app || !sending || !person) return;
	teller.event(app, 'robot_msg_read', {
		unionId: person.unionId,
		operatTime: String(world.now()),
		robotCode: app.robotCode,
		openConversationId: message.groupId,
		userId,
		processQueryKey: sending.key,
	});
}
