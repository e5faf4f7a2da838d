import { InputError } from '../inputError';
import type { Rendered, RenderedDigest } from './types';

/**
 * How a text shares a message with others: whole, one below the other. `write` gives one message for all of the texts, with
 * a warning if they don't fit as they are.
 */
export const textDigest = <Text, Body>(text: Text, write: (texts: Text[]) => Rendered<Body>): RenderedDigest<Body> => ({
	urgent: false,
	entry: text,
	merge: (entries) => {
		const texts = entries.map(({ entry }) => entry as Text);
		const fits = (count: number): Rendered<Body> | undefined => {
			try {
				const rendered = write(texts.slice(0, count));
				return rendered.warnings.length === 0 ? rendered : undefined;
			} catch (error) {
				// More mentions than a message takes.
				if (error instanceof InputError) return undefined;
				throw error;
			}
		};
		let [taken, tooMany] = [1, texts.length + 1];
		let best: Rendered<Body> | undefined;
		while (tooMany - taken > 1) {
			const middle = (taken + tooMany) >> 1;
			const rendered = fits(middle);
			if (rendered) [taken, best] = [middle, rendered];
			else tooMany = middle;
		}
		return { ...(best ?? write(texts.slice(0, 1))), taken };
	},
});
