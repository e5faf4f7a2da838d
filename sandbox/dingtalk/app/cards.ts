import type { Result } from '../../answer';
import { asObject } from '../../json';
import type { JsonObject } from '../../types';
import { viewText } from '../../viewText';
import { done } from './answers';
import { deliver, declaredSpaces, deliverModelRefusal, spaceModelRefusal, spacesRefusal, type SpaceType } from './cardSpaces';
import { dataProblem, dynamicProblem, paramMap, privateProblem, textMap } from './cardRules';
import { cardView } from './cardView';
import { accept, firstOf, isEmpty, refuseWith, type Context, type Route } from './context';

/** What the card platform has built and released. */
export interface CardTemplate {
	id: string;
	published: boolean;
	/** The variables that are drawn as Markdown. */
	markdown: string[];
}

/** One card, wherever it was delivered to. */
export interface Card {
	outTrackId: string;
	appId: string;
	templateId: string;
	/** Variables for everybody. */
	data: Record<string, string>;
	/** Variables for one person, by userId. */
	privateData: Record<string, Record<string, string>>;
	spaces: Set<SpaceType>;
	messageIds: string[];
	/** `guid`s of the streaming updates. */
	guids: Set<string>;
	callbackType: string;
	callbackRouteKey: string;
}

export interface CallbackRoute {
	callbackUrl: string;
	apiSecret: string;
}

/** A card of the calling app. */
export const cardOf = ({ state, app, body }: Context): Card | undefined => {
	const card = state.cards.get(String(body.outTrackId));
	return card?.appId === app.id ? card : undefined;
};

const NOT_EMPTY = refuseWith(({ json }) => (json === undefined || Object.keys(json).length === 0 ? 'param.empty' : undefined));

const CARD_KNOWN = refuseWith((context) => (cardOf(context) ? undefined : 'param.cardNotExist'));

const TRACK_ID = refuseWith(({ body }) => (isEmpty(body.outTrackId) ? 'param.outTrackIdEmpty' : undefined));

/**
 * "创建卡片", https://open.dingtalk.com/document/development/interface-for-creating-a-card-instance
 * The document has both: an outTrackId that is taken is refused (param.cardAlreadyExist), and it has no effect
 * ("否则更改不会生效"). With `dingtalkApp.card` switched off it is the second.
 */
const CREATE: Route['steps'] = [
	['dingtalkApp.params', NOT_EMPTY],
	[
		'dingtalkApp.params',
		refuseWith(({ body }) =>
			firstOf(
				[isEmpty(body.cardTemplateId), 'param.cardTemplateIdEmpty'],
				[isEmpty(body.outTrackId), 'param.outTrackIdEmpty'],
				[body.cardData === undefined || body.cardData === null, 'param.cardPublicDataEmpty'],
				[!isEmpty(body.callbackType) && !['STREAM', 'HTTP'].includes(String(body.callbackType)), 'param.invalid'],
			),
		),
	],
	['dingtalkApp.params', refuseWith(({ body }) => dynamicProblem(body.openDynamicDataConfig))],
	['dingtalkApp.cardSpace', spaceModelRefusal],
	[
		'dingtalkApp.template',
		refuseWith(({ body, state }) => {
			const template = state.templates.get(String(body.cardTemplateId));
			return firstOf([template === undefined, 'param.templateNotExist'], [template?.published === false, 'param.templateUnpublished']);
		}),
	],
	['dingtalkApp.message', refuseWith(({ body }) => dataProblem(body))],
	['dingtalkApp.person', refuseWith((context) => privateProblem(context, context.body.userId))],
	['dingtalkApp.card', refuseWith(({ state, body }) => (state.cards.has(String(body.outTrackId)) ? 'param.cardAlreadyExist' : undefined))],
];

function create({ state, app, body }: Context): Card {
	const outTrackId = String(body.outTrackId ?? '');
	const known = state.cards.get(outTrackId);
	if (known) return known;
	const card: Card = {
		outTrackId,
		appId: app.id,
		templateId: String(body.cardTemplateId ?? ''),
		data: textMap(paramMap(body.cardData)),
		privateData: privateMaps(body.privateData),
		spaces: declaredSpaces(body),
		messageIds: [],
		guids: new Set(),
		callbackType: String(body.callbackType ?? ''),
		callbackRouteKey: String(body.callbackRouteKey ?? ''),
	};
	state.cards.set(outTrackId, card);
	return card;
}

const privateMaps = (value: unknown): Card['privateData'] =>
	Object.fromEntries(Object.entries(asObject(value)).map(([userId, data]) => [userId, textMap(paramMap(data))]));

const createOnly: Route = {
	method: 'POST',
	path: '/v1.0/card/instances',
	steps: CREATE,
	run: (context) => accept(done({ success: true, result: create(context).outTrackId })),
};

/** "投放卡片", https://open.dingtalk.com/document/development/delivery-card-interface */
const deliverOnly: Route = {
	method: 'POST',
	path: '/v1.0/card/instances/deliver',
	steps: [
		['dingtalkApp.params', NOT_EMPTY],
		['dingtalkApp.params', TRACK_ID],
		['dingtalkApp.cardSpace', spacesRefusal],
		['dingtalkApp.cardSpace', deliverModelRefusal('param.spaceDeliverModelEmpty')],
		['dingtalkApp.card', CARD_KNOWN],
	],
	run: (context): Result => {
		const card = cardOf(context) ?? create(context);
		const { results, message } = deliver(context, card);
		return accept(done({ success: true, result: results }), message);
	},
};

/** "创建并投放卡片", https://open.dingtalk.com/document/development/create-and-deliver-cards */
const createAndDeliver: Route = {
	method: 'POST',
	path: '/v1.0/card/instances/createAndDeliver',
	steps: [
		...CREATE.slice(0, -1),
		['dingtalkApp.cardSpace', spacesRefusal],
		['dingtalkApp.cardSpace', deliverModelRefusal('param.openDeliverModelError')],
		...CREATE.slice(-1),
	],
	run: (context): Result => {
		const card = create(context);
		const { results, message } = deliver(context, card);
		return accept(done({ success: true, result: { outTrackId: card.outTrackId, deliverResults: results } }), message);
	},
};

/** https://open.dingtalk.com/document/development/add-field-interface */
const addSpaces: Route = {
	method: 'PUT',
	path: '/v1.0/card/instances/spaces',
	steps: [
		['dingtalkApp.params', NOT_EMPTY],
		['dingtalkApp.params', TRACK_ID],
		['dingtalkApp.cardSpace', refuseWith(({ body }) => (declaredSpaces(body).size === 0 ? 'param.emptyAppendSpaces' : undefined))],
		['dingtalkApp.cardSpace', spaceModelRefusal],
		['dingtalkApp.card', CARD_KNOWN],
	],
	run: (context) => {
		const card = cardOf(context);
		for (const space of declaredSpaces(context.body)) card?.spaces.add(space);
		return accept(done({ success: true, result: true }));
	},
};

/** What readers of a card see from now on. */
function redraw({ world }: Context, { messageIds, data }: Card): void {
	const view = cardView(data);
	for (const id of messageIds) world.changeMessage(id, { view, text: viewText(view), editedAt: world.now() });
}

const merged = <Value>(old: Record<string, Value>, fresh: Record<string, Value>, byKey: boolean): Record<string, Value> =>
	byKey ? { ...old, ...fresh } : fresh;

/**
 * "更新卡片": what is not given again is gone ("不填默认覆盖更新"), unless `updateCardDataByKey`.
 * https://open.dingtalk.com/document/development/interactive-card-update-interface
 */
const update: Route = {
	method: 'PUT',
	path: '/v1.0/card/instances',
	steps: [
		['dingtalkApp.params', TRACK_ID],
		[
			'dingtalkApp.params',
			refuseWith(({ body }) => (isEmpty(body.cardData) && isEmpty(body.privateData) ? 'param.cardDataAndPrivateDataBothEmpty' : undefined)),
		],
		['dingtalkApp.message', refuseWith(({ body }) => (dataProblem(body) ? 'param.invalid' : undefined))],
		['dingtalkApp.person', refuseWith((context) => privateProblem(context, undefined))],
		['dingtalkApp.card', CARD_KNOWN],
	],
	run: (context) => {
		const card = cardOf(context);
		if (card) change(context, card, context.body);
		return accept(done({ success: true, result: true }));
	},
};

function change(context: Context, card: Card, { cardData, privateData, cardUpdateOptions }: JsonObject): void {
	const { updateCardDataByKey, updatePrivateDataByKey } = asObject(cardUpdateOptions);
	if (!isEmpty(cardData)) card.data = merged(card.data, textMap(paramMap(cardData)), updateCardDataByKey === true);
	for (const [userId, data] of Object.entries(privateMaps(privateData))) {
		card.privateData[userId] = merged(card.privateData[userId] ?? {}, data, updatePrivateDataByKey === true);
	}
	redraw(context, card);
}

/** "内容 size 单次不要超过 1 K"; unconfirmed: counted in bytes. */
const MAX_CHUNK_BYTES = 1_024;

/** The states of an AI card ("flowStatus"), as the official SDK for Python sets them. Unconfirmed: no document has them. */
const INPUTTING = '2';
const FINISHED = '3';
const FAILED = '5';

/**
 * "AI卡片流式更新", https://open.dingtalk.com/document/development/api-streamingupdate
 * Unconfirmed: that the code for a Markdown variable without `isFull` is param.stream.isFull ("否则会报错").
 */
const stream: Route = {
	method: 'PUT',
	path: '/v1.0/card/streaming',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ body }) =>
				firstOf(
					[isEmpty(body.key), 'param.stream.keyEmpty'],
					[isEmpty(body.content), 'param.stream.contentEmpty'],
					[isEmpty(body.guid), 'param.stream.guidEmpty'],
					[body.isFull === null, 'param.stream.isFull'],
				),
			),
		],
		['dingtalkApp.card', refuseWith((context) => (cardOf(context) ? undefined : 'param.stream.outTrackId'))],
		[
			'dingtalkApp.message',
			refuseWith((context) => {
				const { key, isFull } = context.body;
				const template = context.state.templates.get(cardOf(context)?.templateId ?? '');
				return template?.markdown.includes(String(key)) && isFull !== true ? 'param.stream.isFull' : undefined;
			}),
		],
		['dingtalkApp.size', refuseWith(({ body }) => (Buffer.byteLength(String(body.content)) > MAX_CHUNK_BYTES ? 'param.stream.content' : undefined))],
	],
	run: (context) => {
		const card = cardOf(context);
		const { key, content, guid, isFull, isFinalize, isError } = context.body;
		const name = String(key);
		// The same guid is the same update.
		if (card && !card.guids.has(String(guid))) {
			card.guids.add(String(guid));
			const text = isFull === true ? String(content) : (card.data[name] ?? '') + String(content);
			const flowStatus = isError === true ? FAILED : isFinalize === true ? FINISHED : INPUTTING;
			card.data = { ...card.data, [name]: text, flowStatus };
			redraw(context, card);
		}
		return accept(done({ success: true, result: true }));
	},
};

/**
 * "注册卡片回调地址"; the sandbox cannot tell whether an address is public.
 * https://open.dingtalk.com/document/development/register-card-callback-address
 * Unconfirmed: that the same address once more is refused as well.
 */
const register: Route = {
	method: 'POST',
	path: '/v1.0/card/callbacks/register',
	steps: [
		['dingtalkApp.params', NOT_EMPTY],
		[
			'dingtalkApp.params',
			refuseWith(({ body }) =>
				firstOf(
					[isEmpty(body.callbackRouteKey), 'param.callbackRouteKeyEmpty'],
					[isEmpty(body.callbackUrl), 'param.callbackUrlEmpty'],
					[!/^https?:\/\//i.test(String(body.callbackUrl)), 'system.updateCallbackFailed'],
				),
			),
		],
		[
			'dingtalkApp.callbackRoute',
			refuseWith(({ body, state }) =>
				state.callbackRoutes.has(String(body.callbackRouteKey)) && body.forceUpdate !== true ? 'param.callbackRouteKeyExist' : undefined,
			),
		],
	],
	run: ({ body, state, world }) => {
		const route = { callbackUrl: String(body.callbackUrl ?? ''), apiSecret: String(body.apiSecret || world.nextId('secret')) };
		state.callbackRoutes.set(String(body.callbackRouteKey), route);
		return accept(done({ success: true, result: route }));
	},
};

export const CARD_ROUTES: readonly Route[] = [createOnly, deliverOnly, createAndDeliver, addSpaces, update, stream, register];
