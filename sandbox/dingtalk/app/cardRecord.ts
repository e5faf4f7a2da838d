import type { EndpointWorld } from '../../answer';
import type { Person } from '../../organization';
import type { Group, Message } from '../../types';
import type { MessageView } from '../../view';
import { viewText } from '../../viewText';
import type { SpaceType } from './cardSpaces';
import type { CardData, CardTemplate } from './cardTemplates';
import { cardView } from './cardView';
import { refuseWith, type Context } from './context';
import { stateOf } from './state';

/** One card, wherever it was delivered to. */
export interface Card {
	outTrackId: string;
	appId: string;
	templateId: string;
	/** Variables for everybody. */
	data: CardData;
	/** 1: people are named by their userId; 2: by their unionId. */
	userIdType: 1 | 2;
	/** Variables for one person, by their ID. */
	privateData: Record<string, CardData>;
	/** The variables for everybody as somebody has been shown them last, by their ID: the answer to a click is for who clicked. */
	shownTo: Record<string, CardData>;
	spaces: Set<SpaceType>;
	messageIds: string[];
	/** `guid`s of the streaming updates. */
	guids: Set<string>;
	callbackType: string;
	callbackRouteKey: string;
}

export interface CallbackRoute {
	callbackUrl: string;
	apiSecret: string;
}

/** A card of the calling app. */
export const cardOf = ({ state, app, body }: Context): Card | undefined => {
	const card = state.cards.get(String(body.outTrackId));
	return card?.appId === app.id ? card : undefined;
};

export const NOT_EMPTY = refuseWith(({ json }) => (json === undefined || Object.keys(json).length === 0 ? 'param.empty' : undefined));

export const merged = (old: CardData, fresh: CardData, byKey: boolean): CardData => (byKey ? { ...old, ...fresh } : fresh);

export const idFor = ({ userIdType }: Card, { userId, unionId }: Person): string => (userIdType === 2 ? unionId : userId);

/** The variables as somebody has them; without somebody, as everybody has. */
export function dataFor(card: Card, person?: Person): CardData {
	const id = person ? idFor(card, person) : '';
	return { ...(card.shownTo[id] ?? card.data), ...card.privateData[id] };
}

export const templateOf = (world: EndpointWorld, { templateId }: Card): CardTemplate | undefined => stateOf(world).templates.get(templateId);

type Shown = Pick<Message, 'view' | 'text' | 'viewOf'>;

/** How a card looks in a chat: to everybody, and to those to whom it looks otherwise. */
export function shownIn(world: EndpointWorld, card: Card, chat: Group | undefined): Shown {
	const viewFor = (person?: Person): MessageView => cardView(dataFor(card, person), templateOf(world, card), card.callbackType !== '');
	const people = world.organization.allPeople('dingtalk');
	const view = viewFor(people.find(({ userId }) => userId === chat?.direct?.userId));
	const others = people.filter((person) => !chat?.direct && (card.privateData[idFor(card, person)] ?? card.shownTo[idFor(card, person)]));
	const viewOf = Object.fromEntries(others.map((person) => [person.userId, viewFor(person)]));
	return { view, text: viewText(view), viewOf };
}

/** What readers of a card see from now on. */
export function redraw(world: EndpointWorld, card: Card): void {
	for (const id of card.messageIds) {
		const chat = world.group(world.message(id)?.groupId ?? '');
		world.changeMessage(id, { ...shownIn(world, card, chat), editedAt: world.now() });
	}
}
