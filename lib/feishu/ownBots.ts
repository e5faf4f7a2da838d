import type { AccessTokens } from '../accessTokens';
import { ApiFailure, attempt } from '../apiFailure';
import type { Clock } from '../clock';
import type { Http } from '../http';
import { botInfo, botOpenIdOf } from './api/bot';
import { callFeishu, tokenKey, type FeishuApp } from './appClient';

/** No event is to wait longer for it, in ms. */
const PATIENCE_MS = 500;
/** What failed a moment ago would hold up every event. */
const ASK_AGAIN_MS = 60_000;

/** Who asks for the bot of an app. */
export interface Asker {
	app: FeishuApp;
	http: Http;
	warn(message: string): void;
}

/** By which mentions of the apps' own bots are known. They never change, so that each is asked for once. */
export class OwnBots {
	private readonly openIds = new Map<string, string>();
	private readonly questions = new Map<string, Promise<void>>();
	/** When it is worth asking again what could not be found out, in ms of the steady time. */
	private readonly askAgainAt = new Map<string, number>();

	constructor(
		private readonly clock: Clock,
		private readonly tokens: AccessTokens,
	) {}

	/** Empty as long as nobody has asked, or it could not be found out. */
	known({ app }: Asker): string {
		return this.openIds.get(tokenKey(app)) ?? '';
	}

	/** The same; what is not known is asked for. */
	openId(asker: Asker): string {
		if (this.isWorthAsking(asker)) void this.ask(asker);
		return this.known(asker);
	}

	/** The same, which may take {@link PATIENCE_MS}. */
	async openIdSoon(asker: Asker): Promise<string> {
		if (this.isWorthAsking(asker)) await Promise.race([this.ask(asker), this.clock.sleep(PATIENCE_MS)]);
		return this.known(asker);
	}

	private isWorthAsking({ app }: Asker): boolean {
		const key = tokenKey(app);
		return !this.openIds.has(key) && this.clock.elapsed() >= (this.askAgainAt.get(key) ?? 0);
	}

	private ask(asker: Asker): Promise<void> {
		const key = tokenKey(asker.app);
		const question = this.questions.get(key) ?? this.find(key, asker).finally(() => this.questions.delete(key));
		this.questions.set(key, question);
		return question;
	}

	private async find(key: string, { app, http, warn }: Asker): Promise<void> {
		const found = await attempt(async () => {
			const outcome = await callFeishu(http, this.tokens, app, botInfo);
			if (!outcome.accepted) throw new ApiFailure(outcome.failure);
			return botOpenIdOf(outcome.raw);
		});
		if (typeof found === 'string') {
			this.openIds.set(key, found);
			return;
		}
		this.askAgainAt.set(key, this.clock.elapsed() + ASK_AGAIN_MS);
		warn(`It is not known which mentions are those of the bot of the app ${app.appId}: ${found.failure.message}. ${found.failure.fix}`);
	}
}
