import { path } from '../../apiCall';
import { isObject, objectOf, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { madeIn, type FeishuCall } from '../appClient';
import { appCardJson, contentOf, type AppBody } from '../appMessage';
import { plain, type HeaderColor } from '../cardParts';
import { cardEntityErrors, clickUpdateErrors } from '../errorRows/cards';

/**
 * "Delay updating message cards": once the click has been answered, within 30 minutes, twice.
 * https://open.feishu.cn/document/server-docs/im-v1/message-card/delay-update-message-card
 *
 * @param token of the click (`c-...`)
 * @param openIds who sees the update of a card 1.0 that is for each reader alone
 */
export const updateClickedCard = (token: string, card: AppBody, openIds: string[]): FeishuCall => ({
	method: 'POST',
	path: '/open-apis/interactive/v1/card/update',
	body: { token: clickToken(token), card: openIds.length > 0 ? { ...card.card, open_ids: openIds } : contentOf(card) },
	errors: clickUpdateErrors,
});

function clickToken(given: string): string {
	const token = given.trim();
	if (/^c-\S+$/.test(token)) return token;
	throw new InputError(
		token === '' ? 'The token of the click is empty' : 'This is not the token of a click: it has to begin with c-',
		'Enter the token that the trigger brings with the click ({{ $json.card.click }}).',
	);
}

/** The element of the cards made here that text is streamed into. */
export const TEXT_ELEMENT = 'text';

/** A card with one text that grows. */
export interface StreamingCard {
	title: string;
	color: HeaderColor;
	/** Markdown that is there from the beginning. */
	text: string;
}

export const streamingCard = ({ title, color, text }: StreamingCard): JsonObject => ({
	...(title.trim() !== '' && { header: { title: plain(title.trim()), template: color } }),
	body: { elements: [{ tag: 'markdown', content: text, element_id: TEXT_ELEMENT }] },
});

const CARDS = '/open-apis/cardkit/v1/cards';

/**
 * "Create card entity": a card 2.0 that can be sent once and changed for 14 days. Here it takes text from the
 * beginning (streaming mode), which the platform ends by itself after some minutes.
 * https://open.feishu.cn/document/cardkit-v1/card/create
 */
export function createStreamingCard(card: JsonObject): FeishuCall {
	const config = { ...objectOf(card.config), streaming_mode: true, update_multi: true };
	return {
		method: 'POST',
		path: CARDS,
		body: { type: 'card_json', data: JSON.stringify(contentOf(appCardJson({ ...card, schema: '2.0', config }).body)) },
		errors: cardEntityErrors,
		// A second card that nobody sends does no harm.
		repeatable: true,
	};
}

export const cardIdOf = (answer: JsonObject): string => madeIn(answer, 'card_id');

/** The first text of a card that text can be streamed into. */
export function textElementOf(value: unknown): string | undefined {
	if (Array.isArray(value)) return value.map(textElementOf).find((id) => id !== undefined);
	if (!isObject(value)) return undefined;
	const isText = value.tag === 'markdown' || value.tag === 'plain_text';
	return isText && typeof value.element_id === 'string' ? value.element_id : textElementOf(Object.values(value));
}

/** The card ID of Create Streaming. */
export function cardId(given: string): string {
	const id = given.trim();
	if (/^\d{1,20}$/.test(id)) return id;
	throw new InputError(
		id === '' ? 'The card ID is empty' : `"${id.slice(0, 100)}" is not a card ID`,
		'Enter the card_id (a long number) that Create Streaming returned.',
	);
}

/** "1 to 100,000 characters". */
const TEXT_LENGTH = 100_000;

/** One change of a card: its number in the card's line, and a key by which the platform knows it when it is repeated. */
export interface CardChange {
	card: string;
	sequence: number;
	/** "1 to 64 characters". */
	uuid: string;
}

/**
 * What a repeated change is refused with if it has been made already: "UUID conflict", or a number that is not new,
 * whichever the platform looks at first.
 */
const MADE_ALREADY = ['200770', '300317'];

/**
 * "Stream update text": the whole text so far; what is new of it appears as if it was typed.
 * https://open.feishu.cn/document/cardkit-v1/card-element/content
 */
export function streamText({ card, ...inLine }: CardChange, element: string, text: string): FeishuCall {
	if (text === '') throw new InputError('The text is empty', 'Enter what is to be added, or check the expression that makes it.');
	if (text.length > TEXT_LENGTH) throw new InputError(`The text has ${text.length} characters`, `Enter at most ${TEXT_LENGTH}; the card as a whole has at most 30 KB.`);
	const id = element.trim() || TEXT_ELEMENT;
	if (!/^[a-z]\w{0,19}$/i.test(id)) {
		throw new InputError(
			`"${id.slice(0, 100)}" is not an element ID`,
			'Enter the element_id that Create Streaming returned: at most 20 letters, digits and underscores, of which the first is a letter.',
		);
	}
	return {
		method: 'PUT',
		path: path`/open-apis/cardkit/v1/cards/${card}/elements/${id}/content`,
		api: `${CARDS}/:card_id/elements/:element_id/content`,
		body: { content: text, ...inLine },
		errors: cardEntityErrors,
		doneCodes: MADE_ALREADY,
	};
}

/**
 * "Update card settings": no more text after this.
 * https://open.feishu.cn/document/cardkit-v1/card/settings
 *
 * @param summary what the list of chats and a phone's notification show of the card; empty to leave it
 */
export const finishStreaming = ({ card, ...inLine }: CardChange, summary: string): FeishuCall => ({
	method: 'PATCH',
	path: path`/open-apis/cardkit/v1/cards/${card}/settings`,
	api: `${CARDS}/:card_id/settings`,
	body: {
		settings: JSON.stringify({ config: { streaming_mode: false, ...(summary.trim() !== '' && { summary: { content: summary.trim() } }) } }),
		...inLine,
	},
	errors: cardEntityErrors,
	doneCodes: MADE_ALREADY,
});

/** As fine as the app may make calls: 50 a second. */
const TICK_MS = 20;
const LARGEST = 2 ** 31 - 1;

/**
 * The sequence number of a card's next change, which has to be above that of the last one: the time, so that it grows
 * from one process to the next as well. A number is an int32, so that the count begins anew every 497 days; a card that
 * is under way at that moment takes no more changes.
 *
 * @param last the number of the change before, if this process has made it; otherwise 0
 * @param now in ms since the epoch
 */
export const nextSequence = (last: number, now: number): number => Math.max(last + 1, (Math.floor(now / TICK_MS) % LARGEST) + 1);
