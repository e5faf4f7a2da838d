import { InputError } from '../inputError';

/** What people enter by mistake, by how it looks. */
const LOOKS: Array<[RegExp, string]> = [
	[/^\w+:\/\//, 'a URL'],
	[/^img_/, 'an image key'],
	[/^oc_/, 'a chat ID'],
	[/^ou_/, "a person's open ID"],
	[/^om_/, 'a message ID'],
	[/^cli_/, 'the ID of an app'],
	[/[\\/]|\.\w{2,5}$/, 'a file path'],
];

function checked(given: string, shape: RegExp, wanted: string, fix: string): string {
	const value = given.trim();
	if (shape.test(value)) return value;
	if (value === '') throw new InputError(`The ${wanted.replace(/^an? /, '')} is empty`, fix);
	const looks = LOOKS.find(([pattern]) => pattern.test(value))?.[1];
	const like = looks === undefined || looks === wanted ? '' : `${looks}, `;
	throw new InputError(`"${value.slice(0, 100)}" is ${like}not ${wanted}`, fix);
}

/** How somebody gets an image key for a custom bot. */
export const BOT_PICTURES =
	'Enter the image key (img_...) that an app of your organization got when it uploaded the picture. A custom bot can neither upload a picture nor show one by its address.';

/**
 * `img_...`; throws an {@link InputError} for a URL, a file path, ...
 *
 * @param fix how to get one
 */
export const imageKey = (value: string, fix = BOT_PICTURES): string => checked(value, /^img_[\w-]+$/, 'an image key', fix);

/** `oc_...` */
export const chatId = (value: string): string =>
	checked(
		value,
		/^oc_[\w-]+$/,
		'a chat ID',
		"Enter the ID of the group (oc_...). It stands at the end of the group's settings; an app of your organization can list the groups that it is in.",
	);

/** `AAq...`; `ctp_...` for templates of the card builder's first edition. */
export const templateId = (value: string): string =>
	checked(
		value,
		/^(AAq|ctp_)\w+$/,
		'a card template ID',
		"Copy the template ID (AAq...) from the platform's card builder: it stands beside the card's name.",
	);

/** A complete and encoded http(s) URL. */
export function webLink(url: string): string {
	const address = url.trim();
	const fix = 'Enter a complete address that begins with https:// or http://.';
	if (address === '') throw new InputError('The link has no address', fix);
	const parsed = URL.canParse(address) ? new URL(address) : undefined;
	if (parsed?.protocol === 'https:' || parsed?.protocol === 'http:') return parsed.href;
	throw new InputError(`"${address.slice(0, 100)}" is not a complete link`, fix);
}

/** Says in the error of a row which row it is: `Button 2: ...`. */
export function inRow<Value>(row: string, read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError) throw new InputError(`${row}: ${error.message}`, error.fix);
		throw error;
	}
}
