import type { PushBook } from '../../push/book';
import type { PushPlatform } from '../../push/types';
import type { World } from '../../world';

export function dingtalkPush(world: World, book: PushBook): PushPlatform {
	// A stub.
	void [world, book];
	const missing = (): never => {
		throw new Error('Not built yet');
	};
	return { upgrade: () => false, write: missing, click: missing, event: missing, sockets: () => [], clear: () => {} };
}
