import type { JsonObject } from '../../http';
import { cardParams, withinDataLimit, type CardValues } from '../api/cards';

export interface ClickAnswer {
	/** For everybody. */
	values: CardValues;
	/** For who has clicked. */
	privateValues: CardValues;
	/** Variables that are not given keep their values; otherwise they are gone. */
	keepOthers: boolean;
}

/**
 * The answer to a click that changes the card; without any variable it changes nothing. Throws an InputError for what a
 * card does not take.
 * https://open.dingtalk.com/document/development/event-callback-card
 */
export function clickAnswer({ values, privateValues, keepOthers }: ClickAnswer): JsonObject {
	// To overwrite with nothing would empty the card.
	const parts = Object.entries({ cardData: values, userPrivateData: privateValues }).filter(([, given]) => Object.keys(given).length > 0);
	if (parts.length === 0) return {};
	return {
		cardUpdateOptions: { updateCardDataByKey: keepOthers, updatePrivateDataByKey: keepOthers },
		...withinDataLimit(Object.fromEntries(parts.map(([name, given]) => [name, { cardParamMap: cardParams(given) }]))),
	};
}
