import { InputError } from '../inputError';

/** Deeper JSON has no meaning for a notification, and recursive code behind us would not survive it. */
const DEEPEST = 100;

/** Parses a body as JSON whatever its Content-Type says; throws an {@link InputError}. */
export function parseJson(rawBody: Buffer): unknown {
	if (isTooDeep(rawBody)) {
		throw new InputError(
			`The body is nested deeper than ${DEEPEST} levels`,
			'Send a flatter JSON object.',
		);
	}
	try {
		return JSON.parse(rawBody.toString('utf8').replace(/^\uFEFF/, ''));
	} catch {
		throw new InputError(
			'The body is not valid JSON',
			'Send a JSON object with the header Content-Type: application/json.',
		);
	}
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/** Counts brackets outside strings, without recursion and before anything is built. */
function isTooDeep(json: Buffer): boolean {
	if (!hasMore(json, OPEN_ARRAY!, OPEN_OBJECT!)) return false;
	let depth = 0;
	let inText = false;
	for (let i = 0; i < json.length; i++) {
		const byte = json[i];
		if (inText) {
			if (byte === BACKSLASH) i++;
			else if (byte === QUOTE) inText = false;
		} else if (byte === QUOTE) inText = true;
		else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
			depth++;
			if (depth > DEEPEST) return true;
		} else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--;
	}
	return false;
}

/** Most bodies have so few brackets that it does not matter where they stand. */
function hasMore(json: Buffer, ...brackets: number[]): boolean {
	let count = 0;
	for (const bracket of brackets) {
		for (let at = json.indexOf(bracket); at >= 0; at = json.indexOf(bracket, at + 1)) {
			count++;
			if (count > DEEPEST) return true;
		}
	}
	return false;
}

/** Parses a body as a form when its Content-Type says so, and as JSON whatever else it says. */
export function parseBody(rawBody: Buffer, contentType: string): unknown {
	const [mediaType = ''] = contentType.split(';');
	const isForm = mediaType.trim().toLowerCase() === 'application/x-www-form-urlencoded';
	// Some systems send JSON under a form's type.
	if (!isForm || /^\s*[[{]/.test(rawBody.toString('utf8', 0, 100))) return parseJson(rawBody);
	return Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
}

/** A value that came as JSON text is what the text says; any other stays what it is. */
export function parsedText(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return parseJson(Buffer.from(value));
	} catch (error) {
		if (error instanceof InputError) return value;
		throw error;
	}
}
