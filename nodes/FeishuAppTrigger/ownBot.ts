import type { AccessTokens } from '../../lib/accessTokens';
import { ApiFailure, attempt } from '../../lib/apiFailure';
import type { Clock } from '../../lib/clock';
import { botInfo, botOpenIdOf } from '../../lib/feishu/api/bot';
import { callFeishu, tokenKey, type FeishuApp } from '../../lib/feishu/appClient';
import type { Http } from '../../lib/http';

/** Of all apps of this process: it never changes. */
const openIds = new Map<string, string>();
const questions = new Map<string, Promise<void>>();
/** When it is worth asking again what could not be found out, in ms of the steady time. */
const askAgainAt = new Map<string, number>();

/** No event is to wait longer for it, in ms. */
const PATIENCE_MS = 500;
const ASK_AGAIN_MS = 5 * 60_000;

/** By which mentions of an app's bot are known. */
export class OwnBot {
	private readonly key: string;

	constructor(
		private readonly app: FeishuApp,
		private readonly tokens: AccessTokens,
		private readonly http: Http,
		private readonly warn: (message: string) => void,
		private readonly clock: Clock,
	) {
		this.key = tokenKey(app);
	}

	/** Empty as long as nobody has asked, or it could not be found out. */
	get known(): string {
		return openIds.get(this.key) ?? '';
	}

	/** The same; what is not known is asked for. */
	openId(): string {
		if (this.isWorthAsking()) void this.ask();
		return this.known;
	}

	async openIdSoon(): Promise<string> {
		if (this.isWorthAsking()) await Promise.race([this.ask(), this.clock.sleep(PATIENCE_MS)]);
		return this.known;
	}

	/** What failed a moment ago would hold up every event. */
	private isWorthAsking(): boolean {
		return !openIds.has(this.key) && this.clock.elapsed() >= (askAgainAt.get(this.key) ?? 0);
	}

	private ask(): Promise<void> {
		const question = questions.get(this.key) ?? this.find().finally(() => questions.delete(this.key));
		questions.set(this.key, question);
		return question;
	}

	private async find(): Promise<void> {
		const { app, tokens, http, warn } = this;
		const found = await attempt(async () => {
			const outcome = await callFeishu(http, tokens, app, botInfo);
			if (!outcome.accepted) throw new ApiFailure(outcome.failure);
			return botOpenIdOf(outcome.raw);
		});
		if (typeof found === 'string') {
			openIds.set(this.key, found);
			return;
		}
		askAgainAt.set(this.key, this.clock.elapsed() + ASK_AGAIN_MS);
		warn(`It is not known which mentions are those of the bot of the app ${app.appId}: ${found.failure.message}. ${found.failure.fix}`);
	}
}
