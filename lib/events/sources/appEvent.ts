import { isObject, type JsonObject, objectOf, objectsIn } from '../../http';
import type { Field } from '../../notification/types';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asText, asTime } from '../values';

/**
 * What the triggers of the apps put out: a message, a click on a card, or anything else that happened. Its reply address
 * and the token of a click are secrets, and are not told on.
 */
export const appEvent: Source = {
	name: 'app',
	recognises: (item) =>
		isObject(item) &&
		typeof item.platform === 'string' &&
		typeof item.eventId === 'string' &&
		isObject(item.raw) &&
		typeof item.kind === 'string' &&
		Object.hasOwn(tellers, item.kind),
	decode: (item: JsonObject) => [event(item)],
};

type Told = Pick<SubscriptionEvent, 'title' | 'summary' | 'fields'>;

const tellers: Record<string, (item: JsonObject) => Told> = {
	message: ({ sender, text, message }) => ({
		title: `Message from ${whoIs(sender)}`,
		summary: asText(text),
		fields: listed({ Attachments: namesOf(message) }),
	}),
	cardAction: ({ sender, card }) => {
		const { action, value, form, input } = objectOf(card);
		return {
			title: `${whoIs(sender)} clicked a card`,
			summary: '',
			fields: listed({ action, ...objectOf(value), ...objectOf(form), input }),
		};
	},
	event: ({ type, data }) => ({ title: asText(type), summary: '', fields: listed(objectOf(data)) }),
};

function event(item: JsonObject): SubscriptionEvent {
	const { platform, kind, eventId, sender, chat, time } = item;
	const { title, summary, fields } = tellers[asText(kind)]!(item);
	const key = `${asText(platform)}:${asText(eventId)}`;
	return {
		...emptyEvent(),
		source: asText(platform),
		kind: 'custom',
		title,
		summary,
		fields: [...listed({ Chat: objectOf(chat).name, By: kind === 'event' ? whoIs(sender, '') : '' }), ...fields],
		startsAt: asTime(time),
		subjectKey: key,
		dedupeKey: key,
		raw: item.raw,
	};
}

function whoIs(sender: unknown, otherwise = 'somebody'): string {
	const { name, userId, openId, unionId } = objectOf(sender);
	return [name, userId, openId, unionId].map(asText).find((id) => id !== '') ?? otherwise;
}

const namesOf = (message: unknown): string =>
	objectsIn(objectOf(message).attachments)
		.map(({ name, kind }) => asText(name) || asText(kind))
		.join(', ');

const listed = (values: JsonObject): Field[] =>
	Object.entries(values)
		.map(([name, value]) => ({ name, value: asText(value) }))
		.filter(({ value }) => value !== '');
