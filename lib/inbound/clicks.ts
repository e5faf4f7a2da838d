import type { Clock } from '../clock';
import type { JsonObject } from '../http';

interface Waiting {
	answer(body: JsonObject): void;
}

/** Clicks on cards whose platform still waits for an answer, and the workflows that may give it. */
export class Clicks {
	private readonly waiting = new Map<string, Waiting>();

	constructor(private readonly clock: Clock) {}

	/** What the workflow answers within `ms`; undefined if it does not. */
	async answerOf(click: string, ms: number): Promise<JsonObject | undefined> {
		const over = new AbortController();
		let body: JsonObject | undefined;
		this.waiting.set(click, {
			answer: (given) => {
				body = given;
				over.abort();
			},
		});
		await this.clock.sleep(ms, over.signal).catch(() => {});
		this.waiting.delete(click);
		return body;
	}

	/** Gives the answer; false if nobody waits for it (any more, or in this process). */
	answer(click: string, body: JsonObject): boolean {
		const waiting = this.waiting.get(click);
		this.waiting.delete(click);
		waiting?.answer(body);
		return waiting !== undefined;
	}
}
