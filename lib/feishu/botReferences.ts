/** Messages that say nothing by themselves: a picture, a group's card, a card template. */
import type { JsonObject } from '../http';
import { InputError } from '../inputError';
import { missingKeyword } from '../notification/keyword';
import { plainText } from '../notification/text';
import type { Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { chatId, imageKey, inRow, templateId } from './keys';
import { keywordWarning } from './keywords';
import { customBot, type Medium } from './medium';
import { withoutTags } from './mentions';
import { fits, tooLarge } from './size';

/** @param key `img_...` */
export const botImage = (key: string, keywords: string[], medium: Medium = customBot): Rendered<BotMessage> => ({
	body: { msg_type: 'image', content: { image_key: imageKey(key, medium.pictures) } },
	warnings: keywordWarning('a picture', keywords),
});

/** @param id `oc_...` */
export const botChat = (id: string, keywords: string[]): Rendered<BotMessage> => ({
	body: { msg_type: 'share_chat', content: { share_chat_id: chatId(id) } },
	warnings: keywordWarning("a group's card", keywords),
});

export interface CardTemplate {
	/** `AAq...` */
	templateId: string;
	/** `1.0.0`; empty for the newest published one. */
	version: string;
	variables: JsonObject;
}

export function botTemplate(
	{ templateId: id, version, variables }: CardTemplate,
	keywords: string[],
	medium: Medium = customBot,
): Rendered<BotMessage> {
	const data = {
		template_id: templateId(id),
		...(version.trim() === '' ? {} : { template_version_name: templateVersion(version.trim()) }),
		template_variable: variables,
	};
	const body: BotMessage = { msg_type: 'interactive', card: { type: 'template', data } };
	if (!fits(body, medium)) throw tooLarge('The message', body, 'Shorten the values of the variables.', medium);
	const shownByVariables = missingKeyword(JSON.stringify(variables), keywords) === undefined;
	return { body, warnings: shownByVariables ? [] : keywordWarning('a card template', keywords) };
}

function templateVersion(version: string): string {
	if (/^\d+\.\d+\.\d+$/.test(version)) return version;
	throw new InputError(
		`"${version.slice(0, 100)}" is not a version of a card template`,
		'Enter it as the card builder shows it, for example 1.0.0, or leave it empty for the newest published version.',
	);
}

/** The variables of a template from the rows of a form: plain texts, which mention nobody. */
export function templateVariables(rows: Array<Partial<Record<'name' | 'value', string>>>): JsonObject {
	const seen = new Map<string, string>();
	for (const [index, { name = '', value = '' }] of rows.entries()) {
		const key = name.trim();
		if (key === '' && value === '') continue;
		inRow(`Variable ${index + 1}`, () => {
			if (key === '') throw new InputError('The name is empty', 'Enter the name that the variable has in the card template.');
			if (seen.has(key)) throw new InputError(`"${key.slice(0, 100)}" is there twice`, 'Remove one of the two.');
		});
		seen.set(key, withoutTags(plainText(value)));
	}
	return Object.fromEntries(seen);
}
