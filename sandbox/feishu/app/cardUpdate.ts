import type { EndpointWorld } from '../../answer';
import { asObject, asText } from '../../json';
import type { App, Person } from '../../organization';
import type { Group, JsonObject, Message } from '../../types';
import { isTemplate } from '../card';
import { contentOf } from './mentionKeys';
import { render } from './render';
import { stateOf } from './state';

/**
 * Whether everybody has the same card before them; those of version 1.0 have to say so ("默认值为 false").
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-breaking-changes-release-notes
 */
export const isShared = (card: JsonObject): boolean =>
	isTemplate(card) || card.type === 'card' || card.schema === '2.0' || asObject(card.config).update_multi === true;

/** The card that a message shows, to somebody; that of a card entity stands elsewhere. */
export function shownCard(world: EndpointWorld, message: Message, person?: Person): JsonObject {
	const { cards, cardsOf } = stateOf(world);
	const own = person && cardsOf.get(message.id)?.[person.userId];
	const content = own ?? contentOf(message);
	return (content.type === 'card' && cards.get(asText(asObject(content.data).card_id))?.card) || content;
}

interface CardUpdate {
	app: App;
	chat: Group;
	message: Message;
	card: JsonObject;
	/** For whom it is, if the card is not shared. */
	readers: Person[];
}

/**
 * What a card is from now on: "独享卡片 ... 只更新当前操作用户的卡片内容，或 ... 通过 open_ids 字段指定更新部分用户的卡片".
 * "配置卡片交互", https://open.larksuite.com/document/ukTMukTMukTM/uYjNwUjL2YDM14iN2ATN
 * Unconfirmed: that both cards, the one before and the one after, have to be shared, as for "更新应用发送的消息卡片".
 */
export function updateCard(world: EndpointWorld, { app, chat, message, card, readers }: CardUpdate): void {
	const body = { ...message.body, content: JSON.stringify(card) };
	const rendered = render(world, app, chat, { msgType: 'interactive', content: card, body });
	const editedAt = world.now();
	const { cardsOf } = stateOf(world);
	if (chat.direct || (isShared(contentOf(message)) && isShared(card))) {
		cardsOf.delete(message.id);
		world.changeMessage(message.id, { ...rendered, editedAt, viewOf: undefined });
		return;
	}
	const forEach = <Value>(value: Value): Record<string, Value> => Object.fromEntries(readers.map(({ userId }) => [userId, value]));
	cardsOf.set(message.id, { ...cardsOf.get(message.id), ...forEach(card) });
	world.changeMessage(message.id, { viewOf: { ...message.viewOf, ...forEach(rendered.view) }, editedAt });
}

/** Returns how to make the card again what it is now. */
export function rememberCard(world: EndpointWorld, { id, body, text, view, viewOf, mentions, editedAt }: Message): () => void {
	const { cardsOf } = stateOf(world);
	const own = cardsOf.get(id);
	return () => {
		if (own) cardsOf.set(id, own);
		else cardsOf.delete(id);
		world.changeMessage(id, { body, text, view, viewOf, mentions, editedAt });
	};
}
