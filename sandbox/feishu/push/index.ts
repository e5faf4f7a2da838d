import type { PushBook } from '../../push/book';
import type { PushPlatform } from '../../push/types';
import type { World } from '../../world';
import { ByConnection } from './byConnection';
import { Changes } from './changes';
import { Clicks } from './clicks';
import { handshake } from './handshake';
import { hears, messageEvent } from './messageEvent';
import { connectionsOf, longConnections } from './state';
import { Teller } from './teller';
import { checkUrl } from './urlCheck';
import { written } from './written';

/** Unconfirmed: from which size on the platform sends in parts; it is known only that it does. */
const PART_BYTES = 64 * 1_024;

/** How Feishu and Lark tell apps of what happens: over their long connections and by HTTP. */
export function feishuPush(world: World, book: PushBook): PushPlatform {
	let partBytes = PART_BYTES;
	const teller = new Teller(world, book, new ByConnection(world, book, () => partBytes));
	const clicks = new Clicks(world, book, teller);
	const changes = new Changes(world);
	world.subscribe((event) => {
		for (const { app, type, event: told, messageId } of changes.of(event)) teller.tell(app, type, told, messageId);
	});
	return {
		upgrade: handshake(world, book),
		write: (writing, person, group) => {
			const message = written(world, person, group, writing);
			for (const app of (group.apps ?? []).flatMap((id) => world.organization.app(id) ?? [])) {
				if (hears(world, app, group, message)) teller.tell(app, 'im.message.receive_v1', messageEvent(world, app, person, group, message), message.id);
			}
			return message;
		},
		click: (click, message, person) => clicks.click(click, message, person),
		event: (app, type, event) => teller.tell(app, type, event),
		sockets: () => [...longConnections(world).open.values()].map(({ id, appId, openedAt }) => ({ id, appId, openedAt })),
		faultAdded: (app) => {
			const open = connectionsOf(world, app.id);
			if (open.length > 0 && book.strikes(app.id, 'disconnect')) for (const connection of open) connection.close();
			for (const connection of open) if (book.strikes(app.id, 'halfOpen')) connection.goHalfOpen();
		},
		checkUrl: async (app) => {
			const urls = [...new Set([app.push.eventUrl, app.push.cardUrl])].filter((url) => url !== '');
			const checks = await Promise.all(urls.map((url) => checkUrl(app, url, book, world.now())));
			return checks.find(({ ok }) => !ok) ?? checks[0] ?? { ok: false };
		},
		setClientConfig: (config) => Object.assign(longConnections(world).config, config),
		setPartBytes: (bytes) => {
			partBytes = bytes;
		},
		clear: () => {
			partBytes = PART_BYTES;
			for (const connection of longConnections(world).open.values()) connection.drop();
		},
	};
}
