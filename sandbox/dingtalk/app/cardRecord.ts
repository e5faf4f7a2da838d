import { viewText } from '../../viewText';
import type { SpaceType } from './cardSpaces';
import { cardView } from './cardView';
import { refuseWith, type Context } from './context';

/** What the card platform has built and released. */
export interface CardTemplate {
	id: string;
	published: boolean;
	/** The variables that are drawn as Markdown. */
	markdown: string[];
}

/** One card, wherever it was delivered to. */
export interface Card {
	outTrackId: string;
	appId: string;
	templateId: string;
	/** Variables for everybody. */
	data: Record<string, string>;
	/** Variables for one person, by userId. */
	privateData: Record<string, Record<string, string>>;
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

/** What readers of a card see from now on. */
export function redraw({ world }: Context, { messageIds, data }: Card): void {
	const view = cardView(data);
	for (const id of messageIds) world.changeMessage(id, { view, text: viewText(view), editedAt: world.now() });
}
