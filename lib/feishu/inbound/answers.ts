import { parsedText } from '../../events/body';
import { isObject, type JsonObject, objectOf } from '../../http';
import { InputError } from '../../inputError';
import { appCardJson, contentOf } from '../appMessage';
import { isEntity, isTemplate } from '../cardJson';

/**
 * What an app answers to a click ("Card callback", response). A toast and a card are two parts of one answer:
 * `{ ...toast('success', 'Approved'), ...cardAnswer(card) }`. Without either, `{}`, nothing changes.
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
 */
export interface ClickAnswer extends JsonObject {
	toast?: Toast;
	card?: { type: 'raw' | 'template'; data: JsonObject };
}

export interface Toast {
	type: ToastType;
	content: string;
}

export const TOAST_TYPES = ['info', 'success', 'warning', 'error'] as const;
export type ToastType = (typeof TOAST_TYPES)[number];

/** A short notice that who clicked sees; throws an {@link InputError} for one that says nothing. */
export function toast(type: ToastType, text: string): Required<Pick<ClickAnswer, 'toast'>> {
	if (text.trim() !== '') return { toast: { type, content: text.trim() } };
	throw new InputError('The text of the notice is empty', 'Enter what the person who clicked is to read, or check the expression that makes it.');
}

/**
 * The card as it is after the click: its JSON (of the same schema as the one that was sent), or a template
 * (`{"type": "template", "data": {"template_id": "..."}}`). Throws an {@link InputError} for what is no card.
 */
export function cardAnswer(given: unknown): Required<Pick<ClickAnswer, 'card'>> {
	const card = parsedText(given);
	if (!isObject(card)) {
		throw new InputError('The card is not a JSON object', 'Enter the card as the card builder copies it: {"schema": "2.0", "body": {"elements": [...]}}.');
	}
	if (isTemplate(card)) return { card: { type: 'template', data: templateData(card) } };
	if (isEntity(card)) {
		throw new InputError("A card that was created before can't be the answer to a click", 'Enter the JSON of a card, or a template; a card of Create Streaming is changed by its own operations.');
	}
	return { card: { type: 'raw', data: contentOf(appCardJson(card).body) } };
}

function templateData({ data }: JsonObject): JsonObject {
	const template = objectOf(data);
	if (typeof template.template_id === 'string' && template.template_id.trim() !== '') return template;
	throw new InputError('The card template has no template_id', 'Enter the ID of the template (AAq...), as the card builder shows it.');
}

/**
 * The same answer for the old card callback, which has the card's own fields beside the toast.
 * https://open.larksuite.com/document/ukTMukTMukTM/uYzM3QjL2MzN04iNzcDN/configuring-card-callbacks/card-callback-structure
 */
export function oldAnswer({ toast: notice, card }: JsonObject): JsonObject {
	const { type, data } = objectOf(card);
	return {
		...(isObject(notice) && { toast: notice }),
		...(type === 'template' ? { type, data } : objectOf(data)),
	};
}
