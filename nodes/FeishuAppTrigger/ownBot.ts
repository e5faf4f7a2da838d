import type { AccessTokens } from '../../lib/accessTokens';
import { ApiFailure, attempt } from '../../lib/apiFailure';
import type { Clock } from '../../lib/clock';
import { botInfo, botOpenIdOf } from '../../lib/feishu/api/bot';
import { callFeishu, tokenKey, type FeishuApp } from '../../lib/feishu/appClient';
import type { Http } from '../../lib/http';

/** Of all apps of this process: it never changes. */
const openIds = new Map<string, string>();
const questions = new Map<string, Promise<void>>();

/** No event is to wait longer for it, in ms. */
const PATIENCE_MS = 500;

/** By which mentions of an app's bot are known. */
export class OwnBot {
	private readonly key: string;

	constructor(
		private readonly app: FeishuApp,
		private readonly tokens: AccessTokens,
		private readonly http: Http,
		private readonly warn: (message: string) => void,
	) {
		this.key = tokenKey(app);
	}

	/** Empty as long as nobody has asked, or it could not be found out. */
	get known(): string {
		return openIds.get(this.key) ?? '';
	}

	/** The same; what is not known is asked for. */
	openId(): string {
		if (!openIds.has(this.key)) void this.ask();
		return this.known;
	}

	async openIdSoon(clock: Clock): Promise<string> {
		if (!openIds.has(this.key)) await Promise.race([this.ask(), clock.sleep(PATIENCE_MS)]);
		return this.known;
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
		if (typeof found === 'string') openIds.set(this.key, found);
		else warn(`It is not known which mentions are those of the bot of the app ${app.appId}: ${found.failure.message}. ${found.failure.fix}`);
	}
}
