import { InputError } from '../inputError';
import { missingKeyword } from '../notification/keyword';
import { oneLine } from '../notification/text';
import type { Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { filled, fits, rows, tooLarge } from './fields';
import { linkUrl, pictureUrl, type LinkTarget } from './links';

export interface BotFeedCard {
	links: Array<{ title: string; url: string; pictureUrl: string }>;
	openLinksIn: LinkTarget;
	keywords: string[];
}

/** A feed card: a list of links with pictures. Nothing of it can be cut, and the platform knows no mentions in it. */
export function botFeedCard({ links: given, openLinksIn, keywords }: BotFeedCard): Rendered<BotMessage> {
	const links = rows('Link', given, ({ title, url, pictureUrl: picture }) => ({
		title: filled('title', oneLine(title)),
		messageURL: linkUrl(url, openLinksIn),
		picURL: pictureUrl(picture),
	}));
	const last = links.at(-1);
	if (!last) throw new InputError('The message has no link', 'Add a link.');
	const keyword = missingKeyword(links.map(({ title }) => title).join('\n'), keywords);
	// The titles are all the text that there is; the first one is the headline.
	if (keyword !== undefined) last.title += ` ${keyword}`;
	const body: BotMessage = { msgtype: 'feedCard', feedCard: { links } };
	if (!fits(body)) throw tooLarge(body, 'Send fewer links, or shorter titles and URLs.');
	return { body, warnings: [] };
}
