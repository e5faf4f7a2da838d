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
		return JSON.parse(rawBody.toString('utf8'));
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
