import type { Clock } from '../../../../lib/clock';
import { Buckets } from '../../../../lib/delivery/bucket';
import { Boards } from '../../../../lib/delivery/board';
import type { DeliveryState, SendingState } from '../../../../lib/delivery/state';
import { Ledger } from '../../../../lib/delivery/ledger';
import type { Failure, FailureClass, Limit, Digestible, Message, Outcome, Policy, Routes, Target } from '../../../../lib/delivery/types';

export const POLICY: Policy = { overLimit: 'wait', maxWaitMs: 60_000, onAmbiguous: 'resend' };

export const accepted = (extra: Partial<Extract<Outcome, { accepted: true }>> = {}): Outcome => ({ accepted: true, raw: { ok: true }, ...extra });

export const refused = (failureClass: FailureClass, extra: Partial<Failure> = {}): Outcome => ({
	accepted: false,
	failure: { class: failureClass, code: failureClass, message: `it was ${failureClass}`, fix: 'none', ...extra },
});

export const target = (key: string, limits: Limit[] = []): Target => ({ channel: 'feishu', name: `bot ${key}`, key, host: 'platform.example.com', limits });

/** One call as the fake platform saw it. */
export interface Call {
	target: string;
	content: string;
	key: string;
	/** Steady time, in ms. */
	at: number;
}

/** A platform that answers after `latency` ms, call by call with `answers` and then with yes. */
export class FakePlatform {
	readonly calls: Call[] = [];
	underWay = 0;
	mostUnderWay = 0;

	constructor(
		private readonly clock: Clock,
		private readonly latency: number | ((call: number) => number) = 30,
	) {}

	/** @param to one bot, or a pool of them */
	message(item: number, content: string, { to = target('bot'), answers = [] as Array<Outcome | Error>, simpler = [], digest, ...rest }: MessageInput = {}): Message {
		const left = [...answers];
		const routes = [to].flat().map((one) => ({
			target: one,
			send: async (body: { content?: unknown }, key: string) => {
				this.calls.push({ target: one.key, content: String(body.content), key, at: this.clock.elapsed() });
				this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
				await this.clock.sleep(typeof this.latency === 'number' ? this.latency : this.latency(this.calls.length));
				this.underWay--;
				const answer = left.shift() ?? accepted();
				if (answer instanceof Error) throw answer;
				return answer;
			},
		})) as unknown as Routes;
		return {
			item,
			routes,
			bodies: { best: { content }, simpler: () => simpler.map((other) => ({ content: other })) },
			idempotent: false,
			policy: POLICY,
			warnings: [],
			digest: digest && { kind: 'kind', urgent: false, entry: content, merge: mergeUpTo(10), ...digest },
			...rest,
		};
	}

	contents(to?: string): string[] {
		return this.calls.filter((call) => to === undefined || call.target === to).map(({ content }) => content);
	}
}

type MessageInput = Partial<Omit<Message, 'routes' | 'item' | 'bodies' | 'digest'>> & {
	to?: Target | Target[];
	answers?: Array<Outcome | Error>;
	simpler?: string[];
	digest?: Partial<Digestible>;
};

/** Messages of at most `most` entries, joined by a bar; a beginning that was not told shows as a star. */
export const mergeUpTo =
	(most: number): Digestible['merge'] =>
	(entries) => {
		const taken = entries.slice(0, most);
		const content = taken.map(({ entry, untoldBeginning }) => `${String(entry)}${untoldBeginning ? '*' : ''}`).join('|');
		return { taken: taken.length, bodies: { best: { content }, simpler: () => [] }, warnings: [] };
	};

export function stateOf(clock: Clock, random: () => number = () => 0.5): DeliveryState {
	const sending: SendingState = { clock, buckets: new Buckets(clock), random };
	return { ...sending, boards: new Boards(sending), ledger: new Ledger(clock) };
}
