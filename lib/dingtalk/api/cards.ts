import { ApiFailure } from '../../apiFailure';
import type { Failure } from '../../delivery/types';
import { asText } from '../../events/values';
import { sha256 } from '../../hash';
import { isObject, objectsIn, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import type { DingTalkCall } from '../appClient';
import { ADD_TO_GROUP } from '../errorRows/robots';
import { filled, textsOf } from '../fields';

/** Where a card can stand: a group, a chat of one person with the robot, the top bar of a group. */
export type CardSpace = 'group' | 'person' | 'topBar';

/** Variables of a template, by name. */
export type CardValues = Record<string, unknown>;

export interface CardData {
	/** For everybody. */
	values: CardValues;
	/** For one person, by user ID. */
	privateValues: Record<string, CardValues>;
}

export interface NewCard extends CardData {
	templateId: string;
	space: CardSpace;
	/** Who is told of a click: the Stream connection of the app, or the URL that is registered under a route key. */
	callback: { type: 'STREAM' } | { type: 'HTTP'; routeKey: string };
	robotCode: string;
	/** What chat lists and notifications show; the platform's own words if empty. */
	summary: string;
	forwardable: boolean;
	/** Top bar: when it goes away, in ms since the epoch. */
	expiresAt: number;
}

const SPACE_TYPES: Record<CardSpace, string> = { group: 'IM_GROUP', person: 'IM_ROBOT', topBar: 'ONE_BOX' };

/** The card's ID has at most 100 characters: what is longer is named by its hash. */
export const trackIdOf = (key: string): string => (key.length <= 100 ? key : sha256(key));

/** An `openSpaceId` has at most 1,000 characters; a group's ID takes about 60 of them. */
export const MOST_PLACES = 10;

/** A new card without its ID and its places. */
export function cardBody(card: NewCard): JsonObject {
	const { templateId, callback, values, privateValues } = card;
	return {
		cardTemplateId: templateId,
		callbackType: callback.type,
		...(callback.type === 'HTTP' && { callbackRouteKey: filled('route key', callback.routeKey) }),
		...cardData({ values, privateValues }),
		...placement(card),
		userIdType: 1,
	};
}

export const openSpaceId = (space: CardSpace, ids: string[]): string =>
	`dtv1.card//${ids.map((id) => `${SPACE_TYPES[space]}.${id}`).join(';')}`;

/**
 * What it means that there is a card with the ID already:
 * - `done`: an earlier attempt, whose answer got lost, has made it and put it into its places;
 * - `undelivered`: it is in none of the places, and is put there as it is;
 * - `other`: it may be in the places or not, which no call tells.
 */
export type Existing = 'done' | 'undelivered' | 'other';

const EXISTS = 'param.cardAlreadyExist';

/**
 * Makes a card and puts it into up to {@link MOST_PLACES} groups or chats of one kind, where it is one and the same card.
 * https://open.dingtalk.com/document/development/create-and-deliver-cards
 */
export const createAndDeliver = (body: JsonObject, outTrackId: string, existing: Existing): DingTalkCall => ({
	generation: 'new',
	method: 'POST',
	path: '/v1.0/card/instances/createAndDeliver',
	body: { ...body, outTrackId },
	...(existing === 'done' && { doneBefore: EXISTS }),
	...(existing === 'undelivered' && { otherwise: { code: EXISTS, call: deliver(body, outTrackId) } }),
});

/**
 * Puts a card that there is into more places of the kinds that it was made for; where it is already, it is shown twice.
 * https://open.dingtalk.com/document/development/delivery-card-interface
 */
function deliver(body: JsonObject, outTrackId: string): DingTalkCall {
	const taken = Object.entries(body).filter(([name]) => name === 'openSpaceId' || name === 'userIdType' || name.endsWith('DeliverModel'));
	return { generation: 'new', method: 'POST', path: '/v1.0/card/instances/deliver', body: { outTrackId, ...Object.fromEntries(taken) } };
}

function placement({ space, robotCode, summary, forwardable, expiresAt }: NewCard): JsonObject {
	const shown = {
		supportForward: forwardable,
		...(summary !== '' && { lastMessageI18n: { ZH_CN: summary, EN_US: summary }, notification: { alertContent: summary } }),
	};
	switch (space) {
		case 'group':
			return { imGroupOpenSpaceModel: shown, imGroupOpenDeliverModel: { robotCode } };
		case 'person':
			return { imRobotOpenSpaceModel: shown, imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode } };
		case 'topBar':
			return { topOpenSpaceModel: { spaceType: 'ONE_BOX' }, topOpenDeliverModel: { expiredTimeMillis: expiresAt } };
	}
}

const KEY_BYTES = 100;
const VALUE_BYTES = 1024;
const DATA_BYTES = 100 * 1024;

/**
 * "All values are texts": numbers and booleans as they are written, objects and lists as JSON.
 * https://open.dingtalk.com/document/development/instructions-for-filling-in-api-card-data
 */
export function cardParams(values: CardValues): Record<string, string> {
	const texts = textsOf(values);
	for (const [name, text] of Object.entries(texts)) {
		if (name.trim() === '') throw new InputError('A variable of the card has no name', 'Enter the name of the variable, as the card template has it.');
		if (Buffer.byteLength(name) > KEY_BYTES) {
			throw new InputError(`The name of the card variable "${name.slice(0, 40)}..." has more than ${KEY_BYTES} bytes`, 'Rename the variable in the card template.');
		}
		if (Buffer.byteLength(text) > VALUE_BYTES) {
			throw new InputError(
				`The card variable "${name}" has ${Buffer.byteLength(text)} bytes; DingTalk takes at most ${VALUE_BYTES} (a Chinese character has 3)`,
				'Shorten the value, or spread it over several variables of the card template.',
			);
		}
	}
	return texts;
}

function cardData({ values, privateValues }: CardData): { cardData: JsonObject; privateData?: JsonObject } {
	const people = Object.entries(privateValues).map(([userId, own]) => [filled('user ID of the private variables', userId), { cardParamMap: cardParams(own) }]);
	return withinDataLimit({ cardData: { cardParamMap: cardParams(values) }, ...(people.length > 0 && { privateData: Object.fromEntries(people) as JsonObject }) });
}

/** All variables of a card together. */
export function withinDataLimit<Data extends JsonObject>(data: Data): Data {
	const bytes = Buffer.byteLength(JSON.stringify(data));
	if (bytes <= DATA_BYTES) return data;
	throw new InputError(`The variables of the card have ${bytes} bytes together; DingTalk takes at most ${DATA_BYTES}`, 'Leave out what the card can do without.');
}

/**
 * What became of a card in each of its places, by the place's ID. The call succeeds also when none of them took it.
 */
export function undelivered({ result }: JsonObject): Map<string, Failure> {
	const listed = isObject(result) ? result.deliverResults : result;
	const results = objectsIn(listed);
	return new Map(results.filter(({ success }) => success !== true).map((one) => [String(one.spaceId), notDelivered(one)]));
}

/** What is not known of a card that an earlier attempt has made, whose answer got lost. */
export const lostAnswer = ({ code }: JsonObject): string[] =>
	code === EXISTS ? ['The first answer of DingTalk got lost: the card has been made, but nobody knows whether it is shown in all of its places.'] : [];

function notDelivered({ spaceId, spaceType, errorMsg }: JsonObject): Failure {
	const said = asText(errorMsg);
	const [place, fix] =
		String(spaceType).toUpperCase() === SPACE_TYPES.person
			? [
					`the person with the user ID "${String(spaceId)}"`,
					'Check that it is the user ID of a current employee, and that the person is within the visible scope of the app (developer console > your app > Version Management & Release).',
				]
			: [`the group "${String(spaceId)}"`, `Check the open conversation ID, and that the robot is in the group: ${ADD_TO_GROUP}`];
	return {
		class: 'permanent',
		code: 'NOT_DELIVERED',
		message: `The card was made, but DingTalk did not show it to ${place}${said === '' ? '' : ` (${said.slice(0, 200)})`}`,
		fix: `${fix} Then run the node again; if the card has an ID of yours, or that of an event, with Card Options > If the Card Exists: Deliver It.`,
	};
}

export interface CardUpdate extends CardData {
	outTrackId: string;
	/** Variables that are not given keep their values; otherwise they are gone. */
	keepOthers: boolean;
}

/** https://open.dingtalk.com/document/development/interactive-card-update-interface */
export function cardUpdate({ outTrackId, keepOthers, ...given }: CardUpdate): DingTalkCall {
	const { cardData: shared, privateData } = cardData(given);
	const isEmpty = Object.keys(given.values).length === 0;
	if (isEmpty && !privateData) throw new InputError('There is nothing to change on the card', 'Enter at least one variable.');
	return {
		generation: 'new',
		method: 'PUT',
		path: '/v1.0/card/instances',
		body: {
			outTrackId: trackIdOf(filled('card ID', outTrackId)),
			// To overwrite with nothing would empty the card.
			...(!isEmpty && { cardData: shared }),
			...(privateData && { privateData }),
			cardUpdateOptions: { updateCardDataByKey: keepOthers, updatePrivateDataByKey: keepOthers },
			userIdType: 1,
		},
	};
}

export interface StreamedText {
	outTrackId: string;
	/** The variable. */
	key: string;
	content: string;
	/** The whole text so far, or only what is new. Variables that are shown as Markdown take only the first. */
	isFull: boolean;
	/** What comes after it. */
	state: 'more' | 'finished' | 'failed';
}

/** The largest part that the platform takes. */
const STREAM_BYTES = 1024;

/**
 * Shows a text on an AI card while it grows.
 *
 * @param guid the same for a repetition of this part, so that it is not added twice
 * https://open.dingtalk.com/document/development/api-streamingupdate
 */
export function cardStream({ outTrackId, key, content, isFull, state }: StreamedText, guid: string): DingTalkCall {
	// A part may be a line break.
	if (content === '') throw new InputError('The text is empty', 'Enter a text, or check the expression that makes it.');
	const bytes = Buffer.byteLength(content);
	if (!isFull && bytes > STREAM_BYTES) {
		throw new InputError(`The part has ${bytes} bytes; DingTalk takes at most ${STREAM_BYTES} at a time`, 'Send it in smaller parts.');
	}
	return {
		generation: 'new',
		method: 'PUT',
		path: '/v1.0/card/streaming',
		body: {
			outTrackId: trackIdOf(filled('card ID', outTrackId)),
			guid,
			key: filled('variable', key),
			content,
			isFull,
			isFinalize: state === 'finished',
			isError: state === 'failed',
		},
	};
}

export interface CallbackRoute {
	routeKey: string;
	url: string;
	/** Signs the clicks; none if empty. */
	secret: string;
	/** Takes the route key over from another URL. */
	overwrite: boolean;
}

/** https://open.dingtalk.com/document/development/register-card-callback-address */
export function callbackRegistration({ routeKey, url, secret, overwrite }: CallbackRoute): DingTalkCall {
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new InputError(
			`The callback URL "${url.slice(0, 100)}" is not a complete address`,
			'Enter the production URL of the DingTalk Enterprise App Webhook Trigger (https://...), which must be reachable from the internet.',
		);
	}
	return {
		generation: 'new',
		method: 'POST',
		path: '/v1.0/card/callbacks/register',
		body: { callbackRouteKey: filled('route key', routeKey), callbackUrl: url, ...(secret !== '' && { apiSecret: secret }), forceUpdate: overwrite },
		repeatable: overwrite,
		secrets: secret === '' ? [] : [secret],
	};
}

/** What cards answer; throws for one that did nothing, though it was HTTP 200. */
export function cardAnswer(answer: JsonObject): JsonObject {
	if (answer.success !== false && answer.result !== false) return answer;
	throw new ApiFailure({
		class: 'permanent',
		code: 'NOT_DONE',
		message: 'DingTalk answered that it did not change the card',
		fix: 'Check the card ID and the names of the variables; a card that is too old can not be changed.',
	});
}
