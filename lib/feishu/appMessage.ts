/** Messages of an app, as the message API takes them and as batch sending does. */
import { isObject, objectOf, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { jsonBytes } from '../notification/text';
import type { Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { checkCard, checkContent, checkElementCount, isCard, isEntity, isTemplate } from './cardJson';
import { chatId, imageKey } from './keys';
import type { Medium } from './medium';
import { fits, tooLarge } from './size';

/** A message in the form that a custom bot's has; an app can send some more types. */
export type AppBody = Omit<BotMessage, 'msg_type'> & { msg_type: BotMessage['msg_type'] | 'audio' | 'file' | 'media' | 'share_user' };

/**
 * What stands in `content` of the message API ("message content"), before it becomes a text: a post has no `post`
 * around it, and a card stands in it.
 */
export function contentOf({ msg_type: type, content = {}, card = {} }: AppBody): JsonObject {
	switch (type) {
		case 'post':
			return content.post as JsonObject;
		case 'share_chat':
			return { chat_id: content.share_chat_id };
		case 'interactive':
			return sharedCard(card);
		default:
			return content;
	}
}

/** A card that all its readers share: structure 1.0 has to say so, or the card could not be updated. */
const sharedCard = (card: JsonObject): JsonObject =>
	isTemplate(card) || isEntity(card) || card.schema === '2.0' || (isObject(card.config) && 'update_multi' in card.config)
		? card
		: { ...card, config: { ...objectOf(card.config), update_multi: true } };

/** Recipient, key and their names take about this much, in bytes. */
const ENVELOPE_BYTES = 300;
/** "The request body of a text message: at most 150 KB; of a card or a rich text: 30 KB"; the smaller reading of it. */
const TEXT_BYTES = 150_000;
const RICH_BYTES = 30_000;

/** An app mentions by open ID, union ID and user ID; who is known by something else has to be looked up. */
export const app: Medium = {
	name: 'the platform',
	// Its content goes over the wire as JSON in JSON.
	bytesOf: (message) => jsonBytes({ msg_type: message.msg_type, content: JSON.stringify(contentOf(message)) }) + ENVELOPE_BYTES,
	mostBytes: (type) => (type === 'text' ? TEXT_BYTES : RICH_BYTES),
	most: (type) => (type === 'text' ? '150 KB in a text' : '30 KB in a card or a rich text'),
	mentionsBy: ['openId', 'userId'],
	person: (id) => {
		if (/^[\w-]+$/.test(id)) return id;
		throw new InputError(
			id === '' ? 'The ID of somebody to mention is empty' : `"${id.slice(0, 100)}" is not the ID of a person`,
			"Enter the person's open ID (ou_...), user ID, email address or mobile number.",
		);
	},
	pictures:
		'Enter the image key (img_...) of a picture that this app has uploaded (resource File, operation Upload Image). To send a picture from the item, choose Binary File instead.',
};

/** A card in JSON: structure 1.0 or 2.0, a template, or a card that was created before. */
export function appCardJson(card: JsonObject, medium: Medium = app): Rendered<AppBody> {
	if (!isCard(card) && !isEntity(card) && Object.keys(card).length > 0) {
		const isWhole = card.msg_type !== undefined || isObject(card.card);
		throw new InputError(
			isWhole ? 'This is a whole message, not a card' : 'The JSON is not a card',
			isWhole
				? 'Enter only what stands in "card" (or, as an object, in "content").'
				: 'Enter a card as the card builder copies it: {"schema": "2.0", "body": {"elements": [...]}} or {"header": {...}, "elements": [...]}.',
		);
	}
	if (!isEntity(card)) {
		checkCard(card);
		checkContent(card);
		checkElementCount(card);
	}
	const body: BotMessage = { msg_type: 'interactive', card };
	if (!fits(body, medium)) throw tooLarge('The card', body, 'Shorten its texts, leave elements out, or send several cards.', medium);
	return { body, warnings: [] };
}

/** A card that was created by Create Streaming; it can be sent once. */
export function cardEntity(id: string): Rendered<AppBody> {
	const cardId = id.trim();
	if (!/^\w+$/.test(cardId)) {
		throw new InputError(
			cardId === '' ? 'The card ID is empty' : `"${cardId.slice(0, 100)}" is not the ID of a card`,
			'Enter the card_id that resource Card, operation Create Streaming returns; it is a number.',
		);
	}
	return { body: { msg_type: 'interactive', card: { type: 'card', data: { card_id: cardId } } }, warnings: [] };
}

export const image = (key: string): Rendered<AppBody> => ({
	body: { msg_type: 'image', content: { image_key: imageKey(key, app.pictures) } },
	warnings: [],
});

export const FILE_TYPES = ['file', 'audio', 'media'] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** @param cover image key of a video's cover; may be empty */
export function file(type: FileType, key: string, cover = ''): Rendered<AppBody> {
	const fileKey = key.trim();
	if (!/^file_[\w-]+$/.test(fileKey)) {
		throw new InputError(
			fileKey === '' ? 'The file key is empty' : `"${fileKey.slice(0, 100)}" is not a file key`,
			'Enter the key (file_...) of a file that this app has uploaded (resource File, operation Upload File), or choose Binary File to send a file of the item.',
		);
	}
	const coverKey = cover.trim() === '' ? {} : { image_key: imageKey(cover, app.pictures) };
	return { body: { msg_type: type, content: { file_key: fileKey, ...(type === 'media' && coverKey) } }, warnings: [] };
}

/** A group's card. */
export const shareChat = (id: string): Rendered<AppBody> => ({
	body: { msg_type: 'share_chat', content: { share_chat_id: chatId(id) } },
	warnings: [],
});

/** @param openId of the person whose card it is */
export function shareUser(openId: string): Rendered<AppBody> {
	const id = openId.trim();
	if (!/^ou_\w+$/.test(id)) {
		throw new InputError(
			id === '' ? 'The open ID of the person to share is empty' : `"${id.slice(0, 100)}" is not an open ID`,
			'Enter the open ID (ou_...), the email address or the mobile number of the person whose card is to be sent.',
		);
	}
	return { body: { msg_type: 'share_user', content: { user_id: id } }, warnings: [] };
}
