import { sha256 } from '../../hash';
import { isObject, type JsonObject, objectOf } from '../../http';
import type { AppEvent, CardClick } from '../../inbound/types';
import { chatOf } from './message';
import { personOf, textOf } from './values';

/** "Respond within 3 seconds". */
const ANSWER_MS = 3_000;

/** What a click adds to an event. */
export type ClickPart = Pick<AppEvent, 'kind' | 'eventId' | 'sender' | 'chat' | 'card'>;

/**
 * "Card callback" (card.action.trigger).
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
 *
 * @param now in ms since the epoch
 */
export function clickOf(event: JsonObject, now: number): ClickPart {
	const { open_message_id: message, open_chat_id: chat } = objectOf(event.context);
	return {
		kind: 'cardAction',
		eventId: identityOf(event),
		sender: personOf(event.operator),
		chat: chatOf(chat, ''),
		card: cardOf(event, message, now),
	};
}

/**
 * "Card callback (old)" (card.action.trigger_v1), which tells neither the chat nor the time.
 * https://open.larksuite.com/document/ukTMukTMukTM/uYzM3QjL2MzN04iNzcDN/configuring-card-callbacks/card-callback-structure
 */
export const oldClickOf = (body: JsonObject, now: number): ClickPart => ({
	kind: 'cardAction',
	eventId: identityOf(body),
	sender: personOf(body),
	chat: chatOf(body.open_chat_id, ''),
	card: cardOf(body, body.open_message_id, now),
});

/**
 * By its token, which is the click's own: an app that has subscribed to the old callback as well is told of a click twice.
 * Unconfirmed: with the same token. It is a secret, and an identity goes into logs.
 */
const identityOf = ({ token }: JsonObject): string => (textOf(token) === '' ? '' : `click-${sha256(textOf(token)).slice(0, 32)}`);

function cardOf({ token, action: given }: JsonObject, message: unknown, now: number): CardClick {
	const action = objectOf(given);
	return {
		id: textOf(message),
		click: textOf(token),
		action: textOf(action.name),
		value: valueOf(action.value),
		form: objectOf(action.form_value),
		// Dates as the platform writes them ("2024-04-01 +0800"): only the card's maker knows what they mean.
		input: action.options ?? action.option ?? action.checked ?? action.input_value,
		answerBy: new Date(now + ANSWER_MS).toISOString(),
	};
}

/** "An object or a string". */
const valueOf = (value: unknown): JsonObject => (isObject(value) ? value : value === undefined || value === null || value === '' ? {} : { value });
