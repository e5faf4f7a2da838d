import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { Posted } from '../../push/poster';
import type { Push, PushWay } from '../../push/types';
import type { JsonObject } from '../../types';
import type { World } from '../../world';
import type { Attempted, ByConnection } from './byConnection';
import { DEADLINE_MS } from './byConnection';
import { callbackUrl, post, sealed } from './byHttp';
import { CALLBACKS, envelope, newEventId, type Told } from './envelope';

/** "以 15 秒、5 分钟、1 小时、6 小时的间隔 ... 重新推送事件", https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM */
const RETRIES = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000];

/** One way to tell one app of one thing. */
export interface Errand {
	app: App;
	told: Told;
	way: PushWay;
	messageId?: string;
	attempt(push: Push): Promise<Attempted>;
}

/** Tells apps of what happens. */
export class Teller {
	constructor(
		private readonly world: World,
		private readonly book: PushBook,
		private readonly byConnection: ByConnection,
	) {}

	/** Returns the identity of the event. */
	tell(app: App, type: string, event: JsonObject, messageId?: string): string {
		const told: Told = { eventId: newEventId(), type, event, at: this.world.now() };
		if (!this.isTold(app, type)) return told.eventId;
		for (const way of waysOf(app)) {
			const attempt = way === 'connection' ? this.overConnection(app, told) : this.overHttp(app, told);
			this.run({ app, told, way, attempt, ...(messageId !== undefined && { messageId }) });
		}
		return told.eventId;
	}

	private isTold(app: App, type: string): boolean {
		const { events } = app.push;
		const isSubscribed = events === null || events.includes(type) || CALLBACKS.includes(type);
		return isAtWork(app) && (isSubscribed || !this.world.switches.isOn('feishuPush.subscription'));
	}

	run({ app, told, way, messageId, attempt }: Errand): void {
		const { type, eventId } = told;
		const retryAfterMs = CALLBACKS.includes(type) || type === OLD_CALLBACK ? [] : RETRIES;
		this.book.deliver({ appId: app.id, eventId, type, way, messageId, retryAfterMs, attempt });
	}

	overConnection =
		(app: App, told: Told) =>
		(push: Push): Promise<Attempted> =>
			this.byConnection.attempt(push, Buffer.from(JSON.stringify(envelope(app, told))));

	private overHttp =
		(app: App, told: Told) =>
		async (): Promise<Attempted> => {
			const posted = await post(this.book, CALLBACKS.includes(told.type) ? callbackUrl(app) : app.push.eventUrl, sealed(app, envelope(app, told), this.world.now()), DEADLINE_MS);
			return attemptedOf(posted, !this.world.switches.isOn('feishuPush.eventStatus'));
		};
}

/** "发布应用使配置生效" */
export const isAtWork = ({ disabled, published }: App): boolean => published && !disabled;

/** The old callback of cards, which is no event. */
export const OLD_CALLBACK = 'card.action.trigger_v1';

export const waysOf = ({ push }: App): PushWay[] => (push.by === 'both' ? ['connection', 'http'] : [push.by]);

/** "以 HTTP 200 状态码响应该请求": any other is a failure, redirects included. */
export function attemptedOf(posted: Posted, anyStatus = false): Attempted {
	switch (posted.kind) {
		case 'answer':
			return { outcome: posted.status === 200 || anyStatus ? 'acknowledged' : 'refused', status: posted.status, body: posted.body };
		case 'timeout':
			return { outcome: 'timeout' };
		default:
			return { outcome: 'none' };
	}
}
