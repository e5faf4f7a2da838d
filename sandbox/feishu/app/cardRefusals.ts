import { asArray, asObject, asText, isObject } from '../../json';
import type { JsonObject } from '../../types';
import { cardProblem, isTemplate } from '../card';
import type { CardProblem } from '../cardRules';
import type { Call } from './call';
import { findByAnyId, findByEmail } from './ids';

/** `ext` of 230099 and 11246, as the pages of sending and batch sending write it. */
export const cardExt = ({ code, message, value }: CardProblem): string =>
	`ErrCode: ${code}; ErrMsg: ${message}; ${value === '' ? '' : `ErrorValue: ${value}; `}`;

/**
 * What is wrong with a card that an app sends, by its sub-code.
 * "发送消息", sub-codes of 230099, https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
 */
export function checkCard(call: Call, card: unknown, code: number): void {
	for (const { check, problem } of cardProblems(call, card)) call.refuseIf(true, check, code, { ext: cardExt(problem) });
}

type Sending = Pick<Call, 'app' | 'world'>;

/** Everything that is wrong with it, and which check it offends against. */
export function cardProblems(sending: Sending, card: unknown): Array<{ check: 'feishuApp.card' | 'feishuApp.cardMention' | 'feishuApp.resource'; problem: CardProblem }> {
	const isDrawn = isObject(card) && !isTemplate(card);
	const all = [
		{ check: 'feishuApp.card', problem: cardProblem(card) },
		{ check: 'feishuApp.cardMention', problem: isDrawn ? personProblem(sending, card) : undefined },
		{ check: 'feishuApp.resource', problem: isDrawn ? imageProblem(sending, card) : undefined },
	] as const;
	return all.flatMap(({ check, problem }) => (problem ? [{ check, problem }] : []));
}

/** Every object of a card, itself included. */
function objects(value: unknown): JsonObject[] {
	if (Array.isArray(value)) return value.flatMap(objects);
	return isObject(value) ? [value, ...Object.values(value).flatMap(objects)] : [];
}

const AT = /<at\s+(id|ids|email|user_id)\s*=\s*["']?([^"'\s>]*)["']?\s*>/gi;

/** Mentions by open_id, union_id, user_id or e-mail, and the person components, must be somebody. */
function personProblem({ world, app }: Sending, card: JsonObject): CardProblem | undefined {
	const mentioned = objects(card).flatMap((object) =>
		object.tag === 'lark_md' || object.tag === 'markdown'
			? [...asText(object.content).matchAll(AT)].flatMap(([, name, ids]) => (ids ?? '').split(',').map((id) => ({ isEmail: name === 'email', id })))
			: [],
	);
	const shown = objects(card).flatMap((object) => [
		...(object.tag === 'person' ? [asText(object.user_id)] : []),
		...(object.tag === 'person_list' ? asArray(object.persons).map((person) => asText(asObject(person).id)) : []),
	]);
	const all = [...mentioned, ...shown.map((id) => ({ isEmail: false, id }))];
	const unknown = all.find(({ isEmail, id }) => id !== 'all' && !(isEmail ? findByEmail : findByAnyId)(world, app, id));
	if (!unknown) return undefined;
	return { code: 100290, message: 'There is an invalid user resource(at/person) in your card', value: unknown.id };
}

/** Unconfirmed: that a picture of another app is as invalid as one that nobody uploaded. */
function imageProblem({ world, app }: Sending, card: JsonObject): CardProblem | undefined {
	const keys = objects(card).flatMap((object) => (typeof object.img_key === 'string' ? [object.img_key] : []));
	const unknown = keys.find((key) => world.files.find(key)?.appId !== app.id);
	if (unknown === undefined) return undefined;
	return { code: 200570, message: 'card contains invalid image keys', value: `image key ${unknown}` };
}
