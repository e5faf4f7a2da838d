import { randomBytes } from 'node:crypto';
import type { App, Person } from '../../organization';
import type { PushBook } from '../../push/book';
import type { Posted } from '../../push/poster';
import { seenBy } from '../../push/seenBy';
import type { Click, ClickOutcome, Push, PushWay } from '../../push/types';
import type { Group, JsonObject, Message } from '../../types';
import type { World } from '../../world';
import { issueCardToken } from '../app/cardTokens';
import { rememberCard, shownCard, updateCard } from '../app/cardUpdate';
import { TENANT_KEY } from '../app/messageData';
import { stateOf } from '../app/state';
import { DEADLINE_MS, type Attempted } from './byConnection';
import { callbackUrl, oldLetter, post, sealed } from './byHttp';
import { actionOf } from './cardAction';
import { answeredCardProblem, CLICK_ERRORS, readAnswer, readOldAnswer, type CardAnswer, type Read } from './cardAnswer';
import { envelope, newEventId, type Told } from './envelope';
import { userIds } from './messageEvent';
import { longConnections } from './state';
import { attemptedOf, isAtWork, OLD_CALLBACK, waysOf, type Teller } from './teller';

/**
 * "请求回调交互的有效期为 30 天", "可更新的有效期为 14 天"; of cards 2.0 "可交互和可更新时间统一为 14 天".
 * "处理卡片回调", https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/handle-card-callbacks
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-breaking-changes-release-notes
 */
const DAY_MS = 86_400_000;
const UPDATABLE_MS = 14 * DAY_MS;
const clickableMs = (card: JsonObject): number => (card.schema === '2.0' ? UPDATABLE_MS : 30 * DAY_MS);

/** One click, and everything that is needed to tell of it. */
interface Clicked {
	app: App;
	person: Person;
	message: Message;
	chat: Group;
	/** What was clicked. */
	card: JsonObject;
	token: string;
	action: JsonObject;
	told: Told;
}

/** What is known of one callback. */
type Reading = (push: Push) => Promise<{ attempted: Attempted; read: Read }>;

/** People clicking on cards. */
export class Clicks {
	constructor(
		private readonly world: World,
		private readonly book: PushBook,
		private readonly teller: Teller,
	) {}

	async click(click: Click, message: Message, person: Person): Promise<ClickOutcome> {
		const app = this.world.organization.app(message.appId ?? '');
		const chat = this.world.group(message.groupId);
		if (!app || !chat || message.msgType !== 'interactive') throw new Error(`No card of an app: ${message.id}`);
		if (message.recalledAt !== undefined) throw new Error(`The card was recalled: ${message.id}`);
		const card = shownCard(this.world, message, person);
		const unsent = (error: string): ClickOutcome => ({ updated: false, error, message: seenBy(message, person) });
		// "请确保你已创建并发布了最新的应用版本使修改生效". Unconfirmed: that it is the same of an app that is switched off.
		if (!isAtWork(app)) return unsent(CLICK_ERRORS.notConfigured);
		// Unconfirmed: the words for cards 2.0.
		if (this.world.now() - message.sentAt > clickableMs(card)) return unsent('该卡片发送时间已超过 30 天，无法进行互动');
		const done = actionOf(card, click);
		if ('error' in done) return unsent(done.error);
		return await this.tell({ ...this.clicked(app, person, message, done.action), app, person, message, chat, card });
	}

	private clicked(app: App, person: Person, message: Message, action: JsonObject): Pick<Clicked, 'token' | 'action' | 'told'> {
		const token = issueCardToken(this.world, message.id);
		const event = {
			operator: { tenant_key: TENANT_KEY, ...userIds(person, app) },
			token,
			action,
			host: 'im_message',
			context: { open_message_id: message.id, open_chat_id: message.groupId },
		};
		const told: Told = { eventId: newEventId(), type: 'card.action.trigger', event, at: this.world.now() };
		return { token, action, told };
	}

	/** "同时添加新版和旧版 ... 响应其中任一回调即为成功响应" */
	private async tell(clicked: Clicked): Promise<ClickOutcome> {
		const { app, person, message } = clicked;
		const restore = rememberCard(this.world, message);
		const errands = waysOf(app).map((way) => this.run(clicked, clicked.told.type, way, way === 'connection' ? this.byConnection(clicked) : this.byHttp(clicked)));
		if (app.push.oldCardCallback) errands.push(this.run(clicked, OLD_CALLBACK, 'http', this.byOldCallback(clicked)));
		const reads = await Promise.all(errands);
		this.undoEarlyUpdate(clicked, restore);
		const answers = reads.flatMap((read) => ('answer' in read ? [read.answer] : []));
		const answer = answers.find(({ card }) => card) ?? answers.find(({ toast }) => toast) ?? answers[0];
		if (answer) return this.apply(clicked, answer);
		const error = reads.flatMap((read) => ('error' in read ? [read.error] : []))[0];
		return { updated: false, ...(error !== undefined && { error }), message: seenBy(message, person) };
	}

	/** Callbacks are told once; resolves when it is known what came of it. */
	private run({ app, told, message }: Clicked, type: string, way: PushWay, reading: Reading): Promise<Read> {
		return new Promise((resolve) => {
			const attempt = async (push: Push): Promise<Attempted> => {
				const { attempted, read } = await reading(push);
				resolve(read);
				return attempted;
			};
			this.teller.run({ app, told: { ...told, type }, way, messageId: message.id, attempt });
		});
	}

	/**
	 * Unconfirmed: what the client shows when no client is connected, or one could not handle it; and that an
	 * acknowledgement without `data`, as the SDKs send for a handler that returns nothing, is as good as `{}`.
	 */
	private byConnection =
		({ app, told }: Clicked): Reading =>
		async (push) => {
			const attempted = await this.teller.overConnection(app, told)(push);
			switch (attempted.outcome) {
				case 'acknowledged':
					return { attempted, read: attempted.body === undefined ? { answer: {} } : readAnswer(this.world, app, String(attempted.body)) };
				case 'none':
					return { attempted, read: { error: CLICK_ERRORS.notConfigured } };
				case 'refused':
					return { attempted, read: this.isOn('feishuPush.answerStatus') ? { error: CLICK_ERRORS.status } : { answer: {} } };
				default:
					return { attempted, read: { error: CLICK_ERRORS.timeout } };
			}
		};

	private byHttp =
		({ app, told }: Clicked): Reading =>
		async () => {
			const posted = await post(this.book, callbackUrl(app), sealed(app, envelope(app, told), this.world.now()), DEADLINE_MS);
			return { attempted: attemptedOf(posted), read: this.readPosted(posted, (text) => readAnswer(this.world, app, text)) };
		};

	private byOldCallback =
		({ app, person, message, token, action }: Clicked): Reading =>
		async () => {
			const { open_id, user_id } = userIds(person, app);
			const body = { open_id, ...(user_id !== undefined && { user_id }), open_message_id: message.id, tenant_key: TENANT_KEY, token, action };
			const letter = oldLetter(app, body, this.world.now(), this.refreshToken(message));
			const posted = await post(this.book, callbackUrl(app), letter, DEADLINE_MS);
			return { attempted: attemptedOf(posted), read: this.readPosted(posted, (text) => readOldAnswer(this.world, app, text)) };
		};

	/** "只有在卡片的点击事件成功被响应 ... 的时候才会刷新 X-Refresh-Token" */
	private refreshToken({ id }: Message): string {
		const { refreshTokens } = longConnections(this.world);
		const known = refreshTokens.get(id) ?? randomBytes(16).toString('hex');
		refreshTokens.set(id, known);
		return known;
	}

	private readPosted(posted: Posted, read: (text: string) => Read): Read {
		switch (posted.kind) {
			case 'answer':
				return posted.status === 200 || !this.isOn('feishuPush.answerStatus') ? read(posted.body) : { error: CLICK_ERRORS.status };
			case 'noUrl':
				return { error: CLICK_ERRORS.notConfigured };
			default:
				return { error: CLICK_ERRORS[posted.kind] };
		}
	}

	private isOn = (check: Parameters<World['switches']['isOn']>[0]): boolean => this.world.switches.isOn(check);

	/** "此步骤必须在响应回调请求之后执行，并行执行或提前执行会出现更新失败的情况" */
	private undoEarlyUpdate({ token }: Clicked, restore: () => void): void {
		const wasUsed = (stateOf(this.world).cardTokens.get(token)?.uses ?? 0) > 0;
		if (wasUsed && this.isOn('feishuPush.answerFirst')) restore();
	}

	/** After 14 days "更新动作将不会生效". */
	private apply({ app, person, message, chat, card: before }: Clicked, { toast, card }: CardAnswer): ClickOutcome {
		const error = card && answeredCardProblem(this.world, app, before, card);
		if (error !== undefined) return { updated: false, error, message: seenBy(message, person) };
		longConnections(this.world).refreshTokens.delete(message.id);
		const isUpdated = card !== undefined && this.world.now() - message.sentAt <= UPDATABLE_MS;
		if (isUpdated) updateCard(this.world, { app, chat, message, card, readers: [person] });
		return { ...(toast && { toast }), updated: isUpdated, message: seenBy(message, person) };
	}
}
