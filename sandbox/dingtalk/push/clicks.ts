import type { App, Person } from '../../organization';
import { seenBy } from '../../push/seenBy';
import type { Click, ClickOutcome, Push } from '../../push/types';
import { asObject, isObject, parseJson } from '../../json';
import type { JsonObject, Message } from '../../types';
import { dataFor, idFor, merged, redraw, templateOf, type Card } from '../app/cardRecord';
import { paramMap, textMap } from '../app/cardRules';
import { actionsOf, filledIn, type CardData } from '../app/cardTemplates';
import { stateOf } from '../app/state';
import { CARD_TOPIC, newFrame, unifiedAppId } from './frames';
import { cardHeaders } from './http';
import { idOf } from './ids';
import { postedVerdict, verdictOf, type Teller, type Verdict } from './teller';

/** "请在 2 秒内完成业务处理并响应": https://open.dingtalk.com/document/development/event-callback-card */
const CARD_MS = 2_000;

/**
 * Somebody clicks a button of a card, which tells its app and is changed by the answer. A client shows words of its own
 * only where the template has some; unconfirmed: what it shows when no usable answer comes, so that `error` is the name
 * of what has become of the push.
 */
export async function clickCard(teller: Teller, { control, form = {} }: Click, message: Message, person: Person): Promise<ClickOutcome> {
	const { world } = teller;
	const card = [...stateOf(world).cards.values()].find(({ messageIds }) => messageIds.includes(message.id));
	const app = card && world.organization.app(card.appId);
	const data = card && dataFor(card, person);
	const action = card?.callbackType ? actionsOf(data ?? {}, templateOf(world, card)).find((one) => one.control === control) : undefined;
	if (!card || !app || !data || !action) throw new Error(`There is nothing to click that is called ${control}`);
	if (action.disabled) throw new Error(`It is disabled: ${control}`);
	const params = Object.fromEntries(Object.entries(action.params).map(([name, value]) => [name, valueOf(value, data, form)]));
	const body = callbackBody(app, card, person, message, { cardPrivateData: { actionIds: [action.actionId], params } });
	const verdict = await told(teller, app, card, body, message);
	if (verdict.outcome !== 'acknowledged') return { updated: false, error: verdict.outcome, message: seenBy(world.message(message.id)!, person) };
	const updated = applied(card, person, answerIn(card, verdict) ?? {});
	if (updated) redraw(world, card);
	return { updated, message: seenBy(world.message(message.id)!, person) };
}

/** A parameter that is nothing but a field keeps the type of what was filled in. */
function valueOf(value: unknown, data: CardData, form: Record<string, unknown>): unknown {
	if (typeof value !== 'string') return value;
	const field = /^\$\{(\w+)\}$/.exec(value)?.[1];
	return field !== undefined && Object.hasOwn(form, field) ? form[field] : filledIn(value, { ...data, ...texts(form) });
}

const texts = (form: Record<string, unknown>): CardData => Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]));

/**
 * `value` is the same as `content`; both documents and SDKs have it.
 * "接收事件回调", https://open.dingtalk.com/document/development/event-callback-card
 * "Stream 模式响应卡片回传请求事件", https://open.dingtalk.com/document/development/intelligent-assistant-with-interactive-card-use-tutorial
 * Unconfirmed: that cards at the top of a group are of the spaceType `im` as well.
 */
function callbackBody(app: App, card: Card, person: Person, message: Message, content: JsonObject): JsonObject {
	const text = JSON.stringify(content);
	return {
		extension: '{}',
		corpId: app.corpId,
		spaceType: 'im',
		userIdType: card.userIdType,
		type: 'actionCallback',
		userId: idFor(card, person),
		content: text,
		spaceId: message.groupId,
		outTrackId: card.outTrackId,
		value: text,
	};
}

/** Only the card itself says which way, whatever the app has set up: `callbackType`. */
function told(teller: Teller, app: App, card: Card, body: JsonObject, message: Message): Promise<Verdict> {
	const isHttp = card.callbackType === 'HTTP';
	const eventId = idOf('click', teller.world.nextId('click')).slice(0, 32);
	return new Promise((resolve) => {
		const attempt = async (push: Push): Promise<Verdict> => {
			const verdict = await (isHttp ? overHttp(teller, card, body) : overStream(teller, app, card, body, push));
			resolve(verdict);
			return verdict;
		};
		teller.book.deliver({ appId: app.id, eventId, type: CARD_TOPIC, way: isHttp ? 'http' : 'connection', messageId: message.id, retryAfterMs: [], attempt });
	});
}

async function overStream({ world, stream }: Teller, app: App, card: Card, body: JsonObject, push: Push): Promise<Verdict> {
	const frame = newFrame({ type: 'CALLBACK', topic: CARD_TOPIC, data: body, now: world.now(), headers: { appId: unifiedAppId(app) } });
	const reply = await stream.push(app, frame, push, CARD_MS);
	return verdictOf(reply, ({ code, raw }) => code === 200 && isUsable(world, answerIn(card, { outcome: 'acknowledged', body: raw })));
}

async function overHttp(teller: Teller, card: Card, body: JsonObject): Promise<Verdict> {
	const { world } = teller;
	const route = stateOf(world).callbackRoutes.get(card.callbackRouteKey);
	if (!route) return { outcome: 'none' };
	const headers = { 'content-type': 'application/json', ...cardHeaders(route.apiSecret, world.now()) };
	const posted = await teller.post({ url: route.callbackUrl, headers, body: JSON.stringify(body) }, CARD_MS);
	return postedVerdict(posted, ({ status, body: text }) => status === 200 && isUsable(world, answerIn(card, { outcome: 'acknowledged', body: text })));
}

/** HTTP: the body; Stream: `response` within `data`. Undefined when it is no object; `{}` for nothing. */
function answerIn({ callbackType }: Card, { body }: Verdict): JsonObject | undefined {
	if (callbackType === 'HTTP') {
		const answer = parseJson(String(body));
		return isObject(answer) ? answer : undefined;
	}
	const data = parseJson(String(asObject(body).data));
	if (!isObject(data)) return undefined;
	return isObject(data.response) ? data.response : {};
}

/** Unconfirmed: that an answer is worth nothing as a whole when a variable in it is no text. */
function isUsable(world: Teller['world'], answer: JsonObject | undefined): boolean {
	if (!world.switches.isOn('dingtalkPush.cardAnswer')) return true;
	const maps = [paramMap(answer?.cardData), paramMap(answer?.userPrivateData)];
	return answer !== undefined && maps.every((map) => Object.values(map).every((value) => typeof value === 'string'));
}

/**
 * "事件回调响应"; and "在卡片回传请求中更新 cardData 只会将公有数据下发给触发回传请求事件的用户，不会扩散给所有人":
 * https://open.dingtalk.com/document/development/message-card-sending-and-updating
 */
function applied(card: Card, person: Person, { cardUpdateOptions, cardData, userPrivateData }: JsonObject): boolean {
	const { updateCardDataByKey, updatePrivateDataByKey } = asObject(cardUpdateOptions);
	const id = idFor(card, person);
	if (isObject(cardData)) card.shownTo[id] = merged(card.shownTo[id] ?? card.data, textMap(paramMap(cardData)), updateCardDataByKey === true);
	if (isObject(userPrivateData)) {
		card.privateData[id] = merged(card.privateData[id] ?? {}, textMap(paramMap(userPrivateData)), updatePrivateDataByKey === true);
	}
	return isObject(cardData) || isObject(userPrivateData);
}
