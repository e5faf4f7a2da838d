import { colourOf, iconOf } from '../notification/appearance';
import { render, type Form } from '../notification/render';
import type { Notification, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { buttonBlock, cardMessage, fieldBlock, markdownBlock, note, plainBlock } from './cardParts';
import { customBot, type Medium } from './medium';
import { cardMentions, postMentions, textMentions, withoutTags, type Mentions } from './mentions';
import { fits } from './size';

/** A notification as a message card, or as a rich text or a text for a bot or a chat that does not take the card. */
export const botCard = (notification: Notification, keywords: string[], medium: Medium = customBot): Rendered<BotMessage> =>
	render(notification, keywords, [card(medium), post(medium), text(medium)], (body) => fits(body, medium));

/**
 * Everything a user wrote stands in `plain_text`, which knows no markup; only the field values share an
 * element with their bold names and are escaped.
 */
const card = (medium: Medium): Form<BotMessage> => ({
	shows,
	write: (notification, keyword) => {
		const { status, severity, summary, fields, lines, links, footer } = notification;
		const mentions = cardMentions(mentionsOf(notification, medium), medium.person);
		const smallPrint = nonEmpty([footer, keyword]).join(' · ');
		return cardMessage(heading(notification), colourOf(status, severity), [
			...nonEmpty([summary, lines.join('\n')]).map(plainBlock),
			...(fields.length > 0 ? [fieldBlock(fields)] : []),
			...nonEmpty([mentions]).map(markdownBlock),
			...(links.length > 0 ? [buttonBlock(links.map(button))] : []),
			...nonEmpty([smallPrint]).map(note),
		]);
	},
});

/** Rich text. */
const post = (medium: Medium): Form<BotMessage> => ({
	shows,
	write: (notification, keyword) => {
		const { fields, links, language, footer } = notification;
		const block = (words: string) => [{ tag: 'text', text: words }];
		const content = [
			...nonEmpty([notification.summary, notification.lines.join('\n')]).map(block),
			...fields.map(({ name, value }) => block(`${name}: ${value}`)),
			...links.map(({ text: words, url }) => [{ tag: 'a', text: words, href: url }]),
			postMentions(mentionsOf(notification, medium), language, medium.person),
			...nonEmpty([footer, keyword]).map(block),
		].filter((paragraph) => paragraph.length > 0);
		const title = heading(notification);
		return {
			msg_type: 'post',
			// A post needs at least one paragraph.
			content: { post: { [language === 'zh' ? 'zh_cn' : 'en_us']: { title, content: content.length > 0 ? content : [block(title)] } } },
		};
	},
});

const text = (medium: Medium): Form<BotMessage> => ({
	shows,
	write: (notification, keyword) => {
		const { summary, lines, fields, links, language, footer } = notification;
		const parts = [
			heading(notification),
			summary,
			...lines,
			...fields.map(({ name, value }) => `${name}: ${value}`),
			...links.map(({ text: words, url }) => `${words}: ${url}`),
			footer,
		];
		const shown = nonEmpty([...parts, keyword]).map(withoutTags);
		return { msg_type: 'text', content: { text: [...shown, ...nonEmpty([textMentions(mentionsOf(notification, medium), language, medium.person)])].join('\n') } };
	},
});

/** An escaped keyword would not be recognised, so that the fields don't count. */
const shows: Form<BotMessage>['shows'] = (notification, keyword) => plainParts(notification).some((part) => part.includes(keyword));

const plainParts = (notification: Notification): string[] => {
	const { summary, lines, footer } = notification;
	return [heading(notification), summary, ...lines, footer];
};

const heading = ({ title, status, severity }: Notification): string => `${iconOf[colourOf(status, severity)]} ${title}`;

const nonEmpty = (texts: Array<string | undefined>): string[] => texts.filter((one): one is string => one !== undefined && one !== '');

/** Everyone, and whom the medium knows. */
const mentionsOf = ({ mentions }: Notification, { mentionsBy }: Medium): Mentions => ({
	mentions: mentions.filter(({ by }) => mentionsBy.includes(by)).map(({ id }) => id),
	mentionAll: mentions.some(({ by }) => by === 'all'),
});

const button = (link: Notification['links'][number], index: number) => ({
	...link,
	style: index === 0 ? ('primary' as const) : ('default' as const),
});
