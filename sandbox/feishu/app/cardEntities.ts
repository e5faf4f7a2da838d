import { randomInt } from 'node:crypto';
import type { Answer } from '../../answer';
import { asArray, asObject, asText, isFilled, isObject, parseJson } from '../../json';
import type { JsonObject } from '../../types';
import { cardV2Problem } from '../cardV2';
import { success } from './answers';
import type { Call } from './call';
import { elementOf, withAppended, withElement } from './cardElements';
import { int, object, text } from './fields';
import type { Operation } from './operation';
import { render } from './render';
import type { CardEntity } from './state';

/**
 * Cards that exist before they are sent, once, and can be changed piece by piece, text as if it was typed.
 * "创建卡片实体", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/cardkit-v1/card/create and its neighbours.
 */
const LIFE_MS = 14 * 86_400_000;
const MAX_BYTES = 30 * 1_024;
/** Unconfirmed: how long streaming stays on ("卡片流式更新模式因超时自动关闭"). */
const STREAMING_MS = 10 * 60_000;

const newId = (): string => `7${String(randomInt(2 ** 47)).padStart(18, '0')}`;

const isStreaming = (card: JsonObject): boolean => asObject(card.config).streaming_mode === true;

/** Refuses a card by the code that these operations have for what is wrong with it. */
function checkCard(call: Call, card: JsonObject): void {
	call.refuseIf(Object.keys(card).length === 0, 'feishuApp.card', 300307);
	call.refuseIf(Buffer.byteLength(JSON.stringify(card)) > MAX_BYTES, 'feishuApp.size', 200860);
	if (card.type === 'template') return;
	call.refuseIf(card.schema !== '2.0', 'feishuApp.card', 300303);
	call.refuseIf(asObject(card.config).update_multi === false, 'feishuApp.updateMulti', 300302);
	const problem = cardV2Problem(card);
	if (!problem) return;
	const code = problem.code === 11310 && problem.message.startsWith('element exceeds') ? 300305 : problem.value === 'element_id' ? 300301 : 200220;
	call.refuseIf(true, 'feishuApp.card', code, { ext: `${problem.message} ${problem.value}`.trim() });
}

/** A JSON text of the body. */
function jsonOf<Kind>(call: Call, value: unknown, is: (json: unknown) => json is Kind): Kind {
	const json = typeof value === 'string' ? parseJson(value) : undefined;
	return is(json) ? json : call.end('feishuApp.content', 10002, { ext: 'invalid json' });
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function create(call: Call): Answer {
	const data = jsonOf(call, call.body.data, isObject);
	const isTemplate = call.text('type') === 'template';
	call.refuseIf(isTemplate && !isFilled(data.template_id), 'feishuApp.card', 10002, { ext: 'template_id' });
	const card = isTemplate ? { type: 'template', data } : data;
	checkCard(call, card);
	const id = newId();
	const entity: CardEntity = { id, appId: call.app.id, createdAt: call.world.now(), card, sequence: 0, uuids: new Set() };
	if (isStreaming(card)) entity.streamingSince = call.world.now();
	call.state.cards.set(id, entity);
	return success({ card_id: id });
}

/** The card of the path, if this operation on it comes in turn. */
function entityAt(call: Call): CardEntity {
	const entity = call.state.cards.get(call.params.card_id ?? '');
	if (!entity) return call.end('feishuApp.cardEntity', 200740);
	call.refuseIf(entity.appId !== call.app.id, 'feishuApp.cardEntity', 300311);
	call.refuseIf(call.world.now() - entity.createdAt > LIFE_MS, 'feishuApp.cardEntity', 200750);
	const uuid = call.text('uuid');
	// Unconfirmed: that a repeated uuid is the conflict of 200770.
	call.refuseIf(uuid !== '' && entity.uuids.has(uuid), 'feishuApp.cardUuid', 200770);
	call.refuseIf(Number(call.body.sequence) <= entity.sequence, 'feishuApp.sequence', 300317);
	return entity;
}

/** Takes the new card over, also where it has been sent. */
function change(call: Call, entity: CardEntity, card: JsonObject): Answer {
	const message = entity.messageId === undefined ? undefined : call.world.message(entity.messageId);
	const chat = message && call.world.group(message.groupId);
	checkCard(call, card);
	if (isStreaming(card) && !isStreaming(entity.card)) entity.streamingSince = call.world.now();
	if (!isStreaming(card)) entity.streamingSince = undefined;
	entity.card = card;
	entity.sequence = Number(call.body.sequence);
	if (call.text('uuid') !== '') entity.uuids.add(call.text('uuid'));
	if (message && chat) {
		const rendered = render(call.world, call.app, chat, { msgType: 'interactive', content: card, body: message.body });
		call.world.changeMessage(message.id, { ...rendered, editedAt: call.world.now() });
	}
	return success();
}

function update(call: Call): Answer {
	const entity = entityAt(call);
	const { type, data } = asObject(call.body.card);
	call.refuseIf(type !== 'card_json', 'feishuApp.content', 10002, { ext: 'card.type' });
	return change(call, entity, jsonOf(call, data, isObject));
}

const withSettings = (card: JsonObject, settings: JsonObject): JsonObject => ({
	...card,
	config: { ...asObject(card.config), ...asObject(settings.config) },
	...(isObject(settings.card_link) && { card_link: settings.card_link }),
});

function settings(call: Call): Answer {
	const entity = entityAt(call);
	const given = jsonOf(call, call.body.settings, isObject);
	const isKnown = Object.keys(given).every((name) => name === 'config' || name === 'card_link');
	call.refuseIf(!isKnown, 'feishuApp.element', 300122);
	return change(call, entity, withSettings(entity.card, given));
}

const TEXT_TAGS = ['markdown', 'plain_text', 'lark_md'];

/** The whole text every time, not what is new of it. */
function stream(call: Call): Answer {
	const entity = entityAt(call);
	const since = entity.streamingSince;
	call.refuseIf(since === undefined, 'feishuApp.streaming', 300309);
	const isOver = since !== undefined && call.world.now() - since > STREAMING_MS;
	call.refuseIf(isOver, 'feishuApp.streaming', 200850);
	const id = call.params.element_id ?? '';
	const element = elementOf(entity.card, id);
	if (!element) return call.end('feishuApp.element', 300313, { ext: `element ${id} does not exist` });
	const isDiv = element.tag === 'div' && isObject(element.text);
	call.refuseIf(!isDiv && !TEXT_TAGS.includes(asText(element.tag)), 'feishuApp.element', 300310);
	const content = call.text('content');
	const card = withElement(entity.card, id, (old) => [isDiv ? { ...old, text: { ...asObject(old.text), content } } : { ...old, content }]);
	return change(call, entity, card ?? entity.card);
}

type Change = (card: JsonObject, params: JsonObject) => JsonObject | undefined;

/** What a batch can hold: how to do it, and the code of what can't be done. */
const ACTIONS: Record<string, { code: number; apply: Change }> = {
	partial_update_setting: { code: 300122, apply: (card, params) => (isObject(params.settings) ? withSettings(card, params.settings) : undefined) },
	add_elements: {
		code: 300315,
		apply: (card, { type, target_element_id: target, elements }) => {
			const added = asArray(elements).filter(isObject);
			if (type === 'append') return withAppended(card, asText(target), added);
			if (type !== 'insert_before' && type !== 'insert_after') return undefined;
			return withElement(card, asText(target), (element) => (type === 'insert_before' ? [...added, element] : [element, ...added]));
		},
	},
	delete_elements: {
		code: 300314,
		apply: (card, params) =>
			asArray(params.element_ids).reduce<JsonObject | undefined>((rest, id) => rest && withElement(rest, asText(id), () => []), card),
	},
	partial_update_element: {
		code: 300313,
		apply: (card, { element_id: id, partial_element: part }) =>
			isObject(part) ? withElement(card, asText(id), (element) => [{ ...element, ...part, tag: element.tag }]) : undefined,
	},
	update_element: {
		code: 300121,
		apply: (card, { element_id: id, element }) => (isObject(element) ? withElement(card, asText(id), () => [element]) : undefined),
	},
};

function batchUpdate(call: Call): Answer {
	const entity = entityAt(call);
	const card = jsonOf(call, call.body.actions, isList).reduce<JsonObject>((current, entry) => {
		const { action, params } = asObject(entry);
		const known = Object.hasOwn(ACTIONS, asText(action)) ? ACTIONS[asText(action)] : undefined;
		if (!known) return call.end('feishuApp.content', 10002, { ext: `action ${asText(action)}` });
		const retagged = action === 'partial_update_element' && asObject(asObject(params).partial_element).tag !== undefined;
		call.refuseIf(retagged, 'feishuApp.element', 300312);
		return known.apply(current, asObject(params)) ?? call.end('feishuApp.element', known.code);
	}, entity.card);
	return change(call, entity, card);
}

const scopes: readonly string[] = ['cardkit:card:write'];
const turn = [text('uuid', { max: 64 }), int('sequence', { required: true })];

export const CARD_ENTITY_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/cardkit/v1/cards',
		scopes,
		fields: [text('type', { required: true, oneOf: ['card_json', 'template'] }), text('data', { required: true })],
		run: create,
	},
	{ method: 'PUT', path: '/cardkit/v1/cards/:card_id', scopes, fields: [object('card', { required: true }), ...turn], run: update },
	{ method: 'PATCH', path: '/cardkit/v1/cards/:card_id/settings', scopes, fields: [text('settings', { required: true }), ...turn], run: settings },
	{ method: 'POST', path: '/cardkit/v1/cards/:card_id/batch_update', scopes, fields: [text('actions', { required: true }), ...turn], run: batchUpdate },
	{
		method: 'PUT',
		path: '/cardkit/v1/cards/:card_id/elements/:element_id/content',
		scopes,
		fields: [text('content', { required: true, max: 100_000 }), ...turn],
		run: stream,
	},
];
