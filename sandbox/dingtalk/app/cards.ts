import type { Result } from '../../answer';
import { asObject } from '../../json';
import type { JsonObject } from '../../types';
import { done } from './answers';
import { deliver, declaredSpaces, deliverModelRefusal, spaceModelRefusal, spacesRefusal } from './cardSpaces';
import { cardOf, merged, NOT_EMPTY, redraw, type Card } from './cardRecord';
import { registerCallback } from './cardCallbacks';
import { dynamicProblem, paramMap, privateProblem, sizeProblem, textMap, typeProblem } from './cardRules';
import { streamCard } from './cardStream';
import { accept, firstOf, isEmpty, refuseWith, type Context, type Route } from './context';

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
	['dingtalkApp.message', refuseWith(({ body }) => typeProblem(body))],
	['dingtalkApp.size', refuseWith(({ body }) => sizeProblem(body))],
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
		userIdType: body.userIdType === 2 ? 2 : 1,
		privateData: privateMaps(body.privateData),
		shownTo: {},
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
		['dingtalkApp.message', refuseWith(({ body }) => typeProblem(body))],
		['dingtalkApp.size', refuseWith(({ body }) => sizeProblem(body))],
		['dingtalkApp.person', refuseWith((context) => privateProblem(context, undefined))],
		['dingtalkApp.card', CARD_KNOWN],
	],
	run: (context) => {
		const card = cardOf(context);
		if (card) change(context, card, context.body);
		return accept(done({ success: true, result: true }));
	},
};

function change({ world }: Context, card: Card, { cardData, privateData, cardUpdateOptions }: JsonObject): void {
	const { updateCardDataByKey, updatePrivateDataByKey } = asObject(cardUpdateOptions);
	if (!isEmpty(cardData)) {
		card.data = merged(card.data, textMap(paramMap(cardData)), updateCardDataByKey === true);
		card.shownTo = {};
	}
	for (const [userId, data] of Object.entries(privateMaps(privateData))) {
		card.privateData[userId] = merged(card.privateData[userId] ?? {}, data, updatePrivateDataByKey === true);
	}
	redraw(world, card);
}

export const CARD_ROUTES: readonly Route[] = [createOnly, deliverOnly, createAndDeliver, addSpaces, update, streamCard, registerCallback];
