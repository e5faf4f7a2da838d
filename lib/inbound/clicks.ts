import type { Clock } from '../clock';
import type { JsonObject } from '../http';

type Give = (body: JsonObject) => void;

/** Clicks on cards whose platform still waits for an answer, and the workflows that may give it. */
export class Clicks {
	/** Several workflows may have heard of one click. */
	private readonly waiting = new Map<string, Set<Give>>();

	constructor(private readonly clock: Clock) {}

	/** What a workflow answers within `ms`; undefined if none does, or nobody waits for it any more (`gone`). */
	async answerOf(click: string, ms: number, gone?: AbortSignal): Promise<JsonObject | undefined> {
		const over = new AbortController();
		let body: JsonObject | undefined;
		const give: Give = (given) => {
			body = given;
			over.abort();
		};
		const others = this.waiting.get(click) ?? new Set();
		this.waiting.set(click, others.add(give));
		gone?.addEventListener('abort', () => over.abort(), { signal: over.signal });
		if (gone?.aborted) over.abort();
		await this.clock.sleep(ms, over.signal).catch(() => {});
		over.abort();
		others.delete(give);
		if (others.size === 0 && this.waiting.get(click) === others) this.waiting.delete(click);
		return body;
	}

	/** Gives the answer; false if nobody waits for it (any more, or in this process). */
	answer(click: string, body: JsonObject): boolean {
		const waiting = this.waiting.get(click);
		this.waiting.delete(click);
		waiting?.forEach((give) => give(body));
		return waiting !== undefined;
	}
}
