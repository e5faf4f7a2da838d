import type { World } from '../world';
import type { PushBook } from './book';
import type { PushControl, PushPlatform } from './types';

/** What somebody does in a chat, and what is told of it: to the platform that the chat belongs to. */
export function pushControl(world: World, book: PushBook, platforms: Record<'feishu' | 'dingtalk', PushPlatform>): PushControl {
	const of = (platform: string): PushPlatform => platforms[platform === 'dingtalk' ? 'dingtalk' : 'feishu'];
	const personOf = (platform: string, userId: string) => {
		const person = world.organization.allPeople().find((one) => one.platform === platform && one.userId === userId);
		if (!person) throw new Error(`Nobody has the userId ${userId} on ${platform}`);
		return person;
	};
	const appOf = (id: string) => {
		const app = world.organization.app(id);
		if (!app) throw new Error(`No such app: ${id}`);
		return app;
	};
	const messageOf = (id: string) => {
		const message = world.message(id);
		if (!message) throw new Error(`No such message: ${id}`);
		return message;
	};
	return {
		write: (writing) => {
			if (writing.groupId === undefined) {
				const app = appOf(writing.appId ?? '');
				const person = personOf(app.platform, writing.userId);
				return of(app.platform).write(writing, person, world.directChat(app, person));
			}
			const group = world.group(writing.groupId);
			if (!group) throw new Error(`No such group: ${writing.groupId}`);
			return of(group.platform).write(writing, personOf(group.platform, writing.userId), group);
		},
		click: async (click) => {
			const message = messageOf(click.messageId);
			const work = of(message.platform).click(click, message, personOf(message.platform, click.userId));
			return await book.orForgotten(work, { updated: false, error: 'reset', message });
		},
		event: ({ appId, type, event }) => of(appOf(appId).platform).event(appOf(appId), type, event),
		redeliver: (eventId) => book.redeliver(eventId),
		sockets: (appId) => Object.values(platforms).flatMap((one) => one.sockets()).filter((socket) => appId === undefined || socket.appId === appId),
		pushes: (filter) => book.find(filter),
		addSocketFault: (fault) => {
			const app = appOf(fault.appId);
			book.addFault(fault);
			of(app.platform).faultAdded?.(app);
		},
		checkUrl: async (appId) => {
			const app = appOf(appId);
			return (await of(app.platform).checkUrl?.(app)) ?? { ok: false };
		},
		ping: (appId) => of(appOf(appId).platform).ping?.(appOf(appId)),
		setPartBytes: (bytes) => Object.values(platforms).forEach((one) => one.setPartBytes?.(bytes)),
		setClientConfig: (config) => Object.values(platforms).forEach((one) => one.setClientConfig?.(config)),
		react: ({ messageId, userId, emoji, undo = false }) => {
			const { platform, reactions = [] } = messageOf(messageId);
			const { userId: by } = personOf(platform, userId);
			const others = reactions.filter((one) => one.by !== by || one.emoji !== emoji);
			const mine = undo ? [] : [{ id: world.nextId('reaction'), emoji, by, at: world.now() }];
			return world.changeMessage(messageId, { reactions: [...others, ...mine] });
		},
		recall: (messageId) => world.changeMessage(messageOf(messageId).id, { recalledAt: world.now() }),
	};
}
