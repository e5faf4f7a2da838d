import type { Clock } from '../../../../lib/clock';
import { Buckets } from '../../../../lib/delivery/bucket';
import type { DeliveryState } from '../../../../lib/delivery/deliver';
import { Ledger } from '../../../../lib/delivery/ledger';
import type { Failure, FailureClass, Limit, Message, Outcome, Policy, Target } from '../../../../lib/delivery/types';

export const POLICY: Policy = { overLimit: 'wait', maxWaitMs: 60_000, onAmbiguous: 'resend' };

export const accepted = (extra: Partial<Extract<Outcome, { accepted: true }>> = {}): Outcome => ({ accepted: true, raw: { ok: true }, ...extra });

export const refused = (failureClass: FailureClass, extra: Partial<Failure> = {}): Outcome => ({
	accepted: false,
	failure: { class: failureClass, code: failureClass, message: `it was ${failureClass}`, fix: 'none', ...extra },
});

export const target = (key: string, limits: Limit[] = []): Target => ({ channel: 'feishu', name: `bot ${key}`, key, limits });

/** One call as the fake platform saw it. */
export interface Call {
	target: string;
	content: string;
	key: string;
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

	message(item: number, content: string, { to = target('bot'), answers = [] as Array<Outcome | Error>, ...rest }: MessageInput = {}): Message {
		const left = [...answers];
		return {
			item,
			target: to,
			content,
			idempotent: false,
			policy: POLICY,
			warnings: [],
			...rest,
			send: async (key) => {
				this.calls.push({ target: to.key, content, key, at: this.clock.now() });
				this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
				await this.clock.sleep(typeof this.latency === 'number' ? this.latency : this.latency(this.calls.length));
				this.underWay--;
				const answer = left.shift() ?? accepted();
				if (answer instanceof Error) throw answer;
				return answer;
			},
		};
	}

	contents(to?: string): string[] {
		return this.calls.filter((call) => to === undefined || call.target === to).map(({ content }) => content);
	}
}

type MessageInput = Partial<Omit<Message, 'send' | 'target' | 'item' | 'content'>> & { to?: Target; answers?: Array<Outcome | Error> };

export const stateOf = (clock: Clock, random: () => number = () => 0.5): DeliveryState => ({
	clock,
	buckets: new Buckets(clock),
	ledger: new Ledger(clock),
	random,
});
