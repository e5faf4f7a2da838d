import { isObject } from '../../json';
import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { Posted, Posting } from '../../push/poster';
import type { Push, PushWay, UrlCheck } from '../../push/types';
import type { JsonObject } from '../../types';
import type { World } from '../../world';
import { httpBody, type DingtalkEvent } from './eventBody';
import { robotHeaders, saysSuccess, sealedPosting, sealKeys, type Answered } from './http';
import { EVERY_EVENT, newFrame, ROBOT_TOPIC, unifiedAppId, type Ack } from './frames';
import { idOf } from './ids';
import { isUsable } from './sealing';
import { stateOf } from '../app/state';
import { Stream, type Reply } from './stream';

/** "超时时间为 2.5s（http 模式）/ 3s（stream 模式）": https://open.dingtalk.com/document/development/appendix-b-proposals-for-rational-use-of-resources */
const STREAM_MS = 3_000;
const HTTP_MS = 2_500;

/** "10秒", "30秒": https://open.dingtalk.com/document/development/obtain-the-event-list-of-failed-push-messages */
const EVENT_RETRIES = [10_000, 30_000];

/**
 * "机器人消息当前是fire-forgot模式，不会因为网络超时而重复推送", by the protocol page.
 * Unconfirmed: the SDK for Node.js says that what is not answered is pushed again "within 60 s"; no document says so of
 * HTTP either.
 */
const ROBOT_RETRIES: readonly number[] = [];

export type Verdict = Pick<Push, 'outcome' | 'status' | 'body'>;

export const verdictOf = (reply: Reply, isGood: (ack: Ack) => boolean): Verdict => {
	if (typeof reply === 'string') return { outcome: reply };
	const { ack } = reply;
	return { outcome: isGood(ack) ? 'acknowledged' : 'refused', status: ack.code, body: ack.raw };
};

export const postedVerdict = (posted: Posted, isGood: (answer: Answered) => boolean): Verdict => {
	if (posted.kind === 'timeout') return { outcome: 'timeout' };
	if (posted.kind !== 'answer') return { outcome: posted.kind === 'noUrl' ? 'none' : 'refused' };
	return { outcome: isGood(posted) ? 'acknowledged' : 'refused', status: posted.status, body: posted.body };
};

const waysOf = ({ push: { by } }: App): PushWay[] => (by === 'both' ? ['connection', 'http'] : [by]);

const isSuccess = ({ status }: { status: number }): boolean => status >= 200 && status < 300;

/** Tells apps of events and of messages to their robots. */
export class Teller {
	readonly stream: Stream;

	constructor(
		readonly world: World,
		readonly book: PushBook,
	) {
		this.stream = new Stream(world, book);
	}

	/** Returns the identity of the event. */
	event(app: App, type: string, data: JsonObject): string {
		const eventId = idOf('event', this.world.nextId('event')).slice(0, 32);
		const isTicked = app.push.events === null || app.push.events.includes(type);
		// Unconfirmed: that an app which is switched off is told of nothing.
		if (app.disabled || (!isTicked && this.world.switches.isOn('dingtalkPush.events'))) return eventId;
		const event: DingtalkEvent = { eventId, type, data, bornAt: this.world.now() };
		for (const way of waysOf(app)) {
			const attempt = (push: Push): Promise<Verdict> => (way === 'http' ? this.eventOverHttp(app, event, push) : this.eventOverStream(app, event, push));
			this.book.deliver({ appId: app.id, eventId, type, way, retryAfterMs: EVENT_RETRIES, attempt });
		}
		return eventId;
	}

	private async eventOverStream(app: App, { eventId, type, data, bornAt }: DingtalkEvent, push: Push): Promise<Verdict> {
		const headers = {
			eventId,
			eventType: type,
			eventCorpId: app.corpId,
			eventBornTime: String(bornAt),
			eventUnifiedAppId: unifiedAppId(app),
		};
		const frame = newFrame({ type: 'EVENT', topic: EVERY_EVENT, data, now: this.world.now(), headers });
		const isStrict = this.world.switches.isOn('dingtalkPush.ackStatus');
		return verdictOf(await this.stream.push(app, frame, push, STREAM_MS), (ack) => !isStrict || isConsumed(ack));
	}

	private async eventOverHttp(app: App, event: DingtalkEvent, push: Push): Promise<Verdict> {
		const verdict = await this.sealed(app, httpBody(app, event));
		const isLast = push.attempt === EVENT_RETRIES.length + 1;
		if (isLast && verdict.outcome !== 'acknowledged') {
			stateOf(this.world).failedEvents.push({ appId: app.id, type: event.type, data: event.data, at: event.bornAt });
		}
		return verdict;
	}

	private async sealed(app: App, event: JsonObject): Promise<Verdict> {
		if (!URL.canParse(app.push.eventUrl) || !isUsable(sealKeys(app))) return { outcome: 'none' };
		const posted = await this.post(sealedPosting(app, event, this.world.now()), HTTP_MS);
		const isStrict = this.world.switches.isOn('dingtalkPush.httpAnswer');
		return postedVerdict(posted, (answer) => (isStrict ? saysSuccess(answer, app) : isSuccess(answer)));
	}

	/** "验证有效性": https://open.dingtalk.com/document/development/test-callback-url-events */
	async checkUrl(app: App): Promise<UrlCheck> {
		const { outcome, status, body } = await this.sealed(app, { EventType: 'check_url' });
		return { ok: outcome === 'acknowledged', status, body };
	}

	/** A message to the app's robot, under the ID that it has for the app. */
	robotMessage(app: App, msgId: string, body: JsonObject, messageId: string): void {
		for (const way of waysOf(app)) {
			const attempt = (push: Push): Promise<Verdict> => (way === 'http' ? this.robotOverHttp(app, body) : this.robotOverStream(app, body, push));
			this.book.deliver({ appId: app.id, eventId: msgId, type: ROBOT_TOPIC, way, messageId, retryAfterMs: ROBOT_RETRIES, attempt });
		}
	}

	private async robotOverStream(app: App, body: JsonObject, push: Push): Promise<Verdict> {
		const frame = newFrame({ type: 'CALLBACK', topic: ROBOT_TOPIC, data: body, now: this.world.now(), headers: { appId: unifiedAppId(app) } });
		return verdictOf(await this.stream.push(app, frame, push, STREAM_MS), ({ code }) => code === 200);
	}

	/** Unconfirmed: how long the platform waits; that any success will do; that an answer with a message is not posted. */
	private async robotOverHttp(app: App, body: JsonObject): Promise<Verdict> {
		const { robotUrl } = app.push;
		const posted = await this.post({ url: robotUrl, headers: robotHeaders(app, this.world.now()), body: JSON.stringify(body) }, HTTP_MS);
		return postedVerdict(posted, isSuccess);
	}

	post(posting: Posting, withinMs: number): Promise<Posted> {
		return this.book.poster.post({ ...posting, withinMs: this.world.switches.isOn('dingtalkPush.ackDeadline') ? withinMs : undefined });
	}

	clear(): void {
		this.stream.clear();
	}
}

/**
 * "响应的 data 中必须包含 status 和 message 字段"; the message is optional by the same page.
 * Unconfirmed: that code 200 is not enough; the SDK for Python answers with the event's own data.
 */
const isConsumed = ({ code, data }: Ack): boolean => code === 200 && isObject(data) && data.status === 'SUCCESS';
