import type { PushBook } from '../../push/book';
import type { PushPlatform } from '../../push/types';
import type { World } from '../../world';
import { clickCard } from './clicks';
import { watchReading } from './reading';
import { hearers, robotBody } from './robotMessage';
import { Teller } from './teller';
import { saidBy, written } from './writing';

/** How DingTalk tells apps of what happens: over Stream, and over HTTP. */
export function dingtalkPush(world: World, book: PushBook): PushPlatform {
	const teller = new Teller(world, book);
	watchReading(world, teller);
	return {
		upgrade: (request, socket, head) => teller.stream.upgrade(request, socket, head),
		write: (writing, person, group) => {
			const said = saidBy(world, writing);
			const message = written(world, person, group, said, writing.replyTo);
			for (const app of hearers(world, group, said)) {
				teller.robotMessage(app, message.id, robotBody(world, app, person, group, message, said), message.id);
			}
			return message;
		},
		click: (click, message, person) => clickCard(teller, click, message, person),
		event: (app, type, event) => teller.event(app, type, event),
		sockets: () => teller.stream.sockets(),
		faultAdded: (app) => teller.stream.faultAdded(app),
		checkUrl: (app) => teller.checkUrl(app),
		ping: (app) => teller.stream.ping(app),
		clear: () => teller.clear(),
	};
}
