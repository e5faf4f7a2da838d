import { randomBytes } from 'node:crypto';
import type { PushBook } from '../../push/book';
import type { Push } from '../../push/types';
import type { World } from '../../world';
import type { Ack, Connection } from './connection';
import { METHOD } from './frames';
import { connectionsOf } from './state';

/** "长连接模式下接收到消息后，需要在 3 秒内处理完成" */
export const DEADLINE_MS = 3_000;

/** What became of one attempt. */
export type Attempted = Pick<Push, 'outcome' | 'status' | 'body'>;

/** Sends what is pushed to the clients of an app. */
export class ByConnection {
	constructor(
		private readonly world: World,
		private readonly book: PushBook,
		/** Larger payloads go in parts; 0 = never. */
		private readonly partBytes: () => number,
	) {}

	/**
	 * "集群模式，不支持广播 ... 只有其中随机一个客户端会收到消息". Resolves once the client has acknowledged, or can't any more.
	 */
	attempt(push: Push, payload: Buffer): Promise<Attempted> {
		const connection = this.choose(push.appId);
		if (!connection) return Promise.resolve({ outcome: 'none' });
		push.socketId = connection.id;
		return new Promise((resolve) => {
			const messageIds = this.strikes(push, 'duplicate') ? [newId(), newId()] : [newId()];
			const ignore: Array<() => void> = [];
			const end = (attempted: Attempted): void => {
				for (const stop of ignore) stop();
				resolve(attempted);
			};
			ignore.push(this.book.schedule.after(DEADLINE_MS, () => end({ outcome: 'timeout' })));
			for (const messageId of messageIds) {
				if (this.world.switches.isOn('feishuPush.acknowledged')) ignore.push(connection.awaitAck(messageId, (ack) => end(attemptedOf(ack))));
			}
			this.disturb(push, connection);
			for (const messageId of messageIds) this.sendParts(push, connection, messageId, payload);
			// With the check off nobody waits for an acknowledgement.
			if (!this.world.switches.isOn('feishuPush.acknowledged')) end({ outcome: 'acknowledged', status: 200 });
		});
	}

	private choose(appId: string): Connection | undefined {
		const chosen = this.oneOf(appId);
		if (chosen && this.book.strikes(appId, 'halfOpen')) chosen.goHalfOpen();
		if (!chosen || !this.book.strikes(appId, 'drop')) return chosen;
		chosen.drop();
		return this.oneOf(appId, chosen);
	}

	private oneOf(appId: string, except?: Connection): Connection | undefined {
		const open = connectionsOf(this.world, appId).filter((connection) => connection !== except);
		return open[Math.floor(this.book.random() * open.length)];
	}

	private strikes = ({ appId }: Push, kind: Parameters<PushBook['strikes']>[1]): boolean => this.book.strikes(appId, kind);

	private disturb(push: Push, connection: Connection): void {
		if (this.strikes(push, 'malformed')) connection.sendBytes(Buffer.from('0affffffff07', 'hex'));
		if (this.strikes(push, 'notJson')) connection.send(frameOf(push, newId(), Buffer.from('{"schema":'), 1, 0, this.world.now()));
	}

	private sendParts(push: Push, connection: Connection, messageId: string, payload: Buffer): void {
		const parts = split(payload, this.partBytes());
		const isSplit = parts.length > 1;
		const strikes = (kind: Parameters<PushBook['strikes']>[1]): boolean => isSplit && this.strikes(push, kind);
		const isWrong = strikes('wrongTotal');
		const frames = parts.map((part, seq) => frameOf(push, messageId, part, isWrong ? parts.length + seq : parts.length, seq, this.world.now()));
		if (strikes('reverseParts')) frames.reverse();
		if (strikes('dropBetweenParts')) {
			connection.send(frames[0]!);
			return connection.drop();
		}
		const repeated = this.strikes(push, 'repeatParts') ? frames.flatMap((frame) => [frame, frame]) : frames;
		for (const frame of repeated) connection.send(frame);
	}
}

const newId = (): string => randomBytes(16).toString('hex');

function split(payload: Buffer, partBytes: number): Buffer[] {
	if (partBytes <= 0 || payload.length <= partBytes) return [payload];
	return Array.from({ length: Math.ceil(payload.length / partBytes) }, (_, part) => payload.subarray(part * partBytes, (part + 1) * partBytes));
}

/** Callbacks come as events too. */
const frameOf = ({ id }: Push, messageId: string, payload: Buffer, sum: number, seq: number, now: number) => ({
	method: METHOD.data,
	headers: { type: 'event', message_id: messageId, sum: String(sum), seq: String(seq), trace_id: id, timestamp: String(now) },
	payload,
});

const attemptedOf = ({ code, data }: Ack): Attempted => ({
	outcome: code === 200 ? 'acknowledged' : 'refused',
	status: code,
	...(data !== undefined && { body: data }),
});
