import { render, type Form } from '../notification/render';
import type { Notification, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { heading, markdown, paragraphs, text } from './botMarkdown';
import { fits } from './fields';
import { openedIn, type OpenLinksIn } from './links';
import { ROBOT_ROOM, robotMessage, type RobotMessage } from './robotMessage';

/** An action card takes no more; what has more links has them in its text. */
const MOST_BUTTONS = 5;

/** A notification from the robot of an app: a card with a button for each link, or markdown, or text. */
export function robotNotification(notification: Notification, openLinksIn: OpenLinksIn): Rendered<RobotMessage> {
	const forms = [leading(actionCard, openLinksIn), leading(markdown, openLinksIn), text];
	return asRobotMessage(render({ ...notification, mentions: [] }, [], forms, (body) => fits(body, ROBOT_ROOM)));
}

/** The same as the robot of an app sends it. */
export const asRobotMessage = ({ body, simpler, warnings, digest }: Rendered<BotMessage>): Rendered<RobotMessage> => ({
	body: robotMessage(body),
	simpler: simpler && (() => simpler().map(robotMessage)),
	warnings,
	digest: digest && {
		...digest,
		merge: (entries) => {
			const { taken, ...merged } = digest.merge(entries);
			return { ...asRobotMessage(merged), taken };
		},
	},
});

/** A form whose links open where they should. */
const leading = ({ write, shows }: Form<BotMessage>, openLinksIn: OpenLinksIn): Form<BotMessage> => ({
	shows,
	write: (notification, keyword) =>
		write({ ...notification, links: notification.links.map((link) => ({ ...link, url: openedIn(link.url, openLinksIn) })) }, keyword),
});

const actionCard: Form<BotMessage> = {
	// The robot of an app has no keywords.
	shows: () => true,
	write: (notification) => {
		const { links } = notification;
		const [first, ...others] = links.map((link) => ({ title: link.text || link.url, actionURL: link.url }));
		if (!first || links.length > MOST_BUTTONS) return markdown.write(notification);
		const title = heading(notification);
		const buttons = others.length === 0 ? { singleTitle: first.title, singleURL: first.actionURL } : { btns: [first, ...others] };
		return { msgtype: 'actionCard', actionCard: { title, text: paragraphs({ ...notification, links: [] }), ...buttons } };
	},
};
