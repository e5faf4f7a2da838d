import { digest, type Entry } from './digest';
import { fitNotification } from './fit';
import type { Notification, Rendered, Status } from './types';

/** One way to write a notification as a platform's message. */
export interface Form<Body> {
	/** @param keyword to be added, since nothing else shows one */
	write(notification: Notification, keyword?: string): Body;
	/** Whether a reader of the message finds the keyword in it, as it is. */
	shows(notification: Notification, keyword: string): boolean;
}

export const WAS_CUT = 'The notification was longer than the platform takes and has been cut.';

/**
 * A notification as a message that the platform takes, in its best form and in simpler ones (card, rich text, text), and
 * how it shares a message with others. One of the bot's security keywords stands in each.
 */
export function render<Body>(
	notification: Notification,
	keywords: string[],
	forms: Array<Form<Body>>,
	fitsIn: (body: Body) => boolean,
): Rendered<Body> {
	/**
	 * What `make` makes of the room that there is in the given forms. Whether a keyword is missing is settled before the
	 * cut is measured: a text that is cut a little shorter could otherwise lose its keyword and need room for it.
	 */
	const write = <Made extends { notification: Notification }>(some: Array<Form<Body>>, make: (fits: Fits) => Made) => {
		const makeWith = (keyword?: string) => {
			const made = make((candidate) => some.every((form) => fitsIn(form.write(candidate, keyword))));
			return { made, bodies: some.map((form) => form.write(made.notification, keyword)) };
		};
		const plain = makeWith();
		const shown = (keyword: string) => some.every((form) => form.shows(plain.made.notification, keyword));
		return keywords.some(shown) ? plain : makeWith(keywords[0]);
	};
	const fitted = (form: Form<Body>) => write([form], (fits) => fitNotification(notification, fits));
	const [best, ...simpler] = forms as [Form<Body>];
	const { made, bodies } = fitted(best);
	return {
		body: bodies[0]!,
		// Hardly ever needed, so that it is not made in advance.
		simpler: () => simpler.map((form) => fitted(form).bodies[0]!),
		warnings: made.cut ? [WAS_CUT] : [],
		digest: {
			urgent: notification.severity === 'critical' && !OVER.has(notification.status),
			subject: notification.subjectKey || undefined,
			phase: notification.status === 'firing' ? 'begin' : notification.status === 'resolved' ? 'end' : undefined,
			entry: notification,
			merge: (entries) => {
				// Whatever form is taken in the end, it holds the same entries.
				const merged = write(forms, (fits) => digest(entries as Entry[], fits));
				const [body, ...others] = merged.bodies as [Body];
				return { body, simpler: () => others, warnings: [], taken: merged.made.taken };
			},
		},
	};
}

/** Nobody has to hurry for these. */
const OVER = new Set<Status>(['resolved', 'approved', 'pending']);

type Fits = (candidate: Notification) => boolean;
