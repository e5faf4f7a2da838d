import { textWithEndings } from '../notification/keyword';
import { words } from '../notification/language';
import { plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { filled, fits, TEXT_CUT, titleOf, tooLarge, type Room } from './fields';
import { linkUrl, pictureUrl, type OpenLinksIn } from './links';

export interface BotLink {
	title: string;
	/** Plain; the clients show only its beginning. */
	text: string;
	url: string;
	/** Empty for no picture. */
	pictureUrl: string;
	/** Of an uploaded picture, in place of an address: only for apps. */
	mediaId?: string;
	openLinksIn: OpenLinksIn;
	keywords: string[];
	language: Language;
	/** Of the webhook by default. */
	room?: Room;
}

/** A link message: a tile that opens an address. The platform knows no mentions in it. */
export function botLink({ title: heading, text, url, pictureUrl: picture, mediaId, openLinksIn, keywords, language, room }: BotLink): Rendered<BotMessage> {
	const { title, warnings } = titleOf(heading, language);
	const plain = filled('text', plainText(text));
	const messageUrl = linkUrl(url, openLinksIn);
	const pictureField = mediaId ? { picUrl: mediaId } : picture.trim() === '' ? {} : { picUrl: pictureUrl(picture) };
	const message = (candidate: string): BotMessage => ({
		msgtype: 'link',
		link: { title, text: candidate, messageUrl, ...pictureField },
	});
	const withoutText = message(`${words[language].cut}\n${keywords[0] ?? ''}`);
	if (!fits(withoutText, room)) throw tooLarge(withoutText, 'Use shorter URLs.', room);
	// The title is a part of the tile.
	const wanted = keywords.some((keyword) => title.includes(keyword)) ? [] : keywords;
	const composed = textWithEndings(plain, [], wanted, words[language].cut, (candidate) => fits(message(candidate), room));
	return { body: message(composed.text), warnings: composed.cut ? [...warnings, TEXT_CUT] : warnings };
}
