import { InputError } from './inputError';

/** The base URL of a platform's API as people enter it, without a slash at the end; throws an {@link InputError}. */
export function baseUrl(given: string, example: string): string {
	const text = given.trim();
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
		throw new InputError(
			text === '' ? 'The base URL is empty' : `The base URL "${text.slice(0, 100)}" is not a complete address`,
			`Enter the address of the platform in the credential, for example ${example}.`,
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
