import { asTexts } from '../events/values';
import type { JsonObject } from '../http';
import { InputError } from '../inputError';
import { cutToLength, jsonBytes, oneLine } from '../notification/text';
import { words } from '../notification/language';
import type { Language } from '../notification/types';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

/** What the fields of all robot messages have in common. */

export const TEXT_CUT = 'The text was longer than the platform takes and has been cut.';
const TITLE_CUT = 'The title was longer than a chat shows and has been cut.';

/** The chat list shows far less; what is longer takes room from the text. */
const TITLE_LENGTH = 200;

/** How much a message may hold where it goes, and how that is counted. */
export interface Room {
	/** Who takes no more. */
	taker: string;
	/** In bytes. */
	most: number;
	bytesOf(message: BotMessage): number;
}

const WEBHOOK: Room = { taker: 'the robot', most: MESSAGE_BYTES, bytesOf: jsonBytes };

export const fits = (message: BotMessage, { most, bytesOf }: Room = WEBHOOK): boolean => bytesOf(message) <= most;

/** For what can't be cut; `fix` says how to make it smaller. */
export const tooLarge = (message: BotMessage, fix: string, { taker, most, bytesOf }: Room = WEBHOOK): InputError =>
	new InputError(`The message has ${bytesOf(message)} bytes; ${taker} takes at most ${most}`, fix);

/** `value`, if it holds anything. */
export function filled(noun: string, value: string): string {
	if (value.trim() !== '') return value;
	throw new InputError(`The ${noun} is empty`, `Enter a ${noun}, or check the expression that makes it.`);
}

/** All values as texts; lists and objects as JSON. Throws an {@link InputError} for what can't be written so. */
export function textsOf(values: JsonObject): Record<string, string> {
	try {
		return asTexts(values);
	} catch {
		throw new InputError("The JSON can't be written as text: it is nested too deeply, or holds itself", 'Check the expression that makes it.');
	}
}

/** One line, at most 200 characters. */
export function titleOf(given: string, language: Language): { title: string; warnings: string[] } {
	const line = filled('title', oneLine(given));
	const title = cutToLength(line, TITLE_LENGTH, words[language].cut);
	return { title, warnings: title === line ? [] : [TITLE_CUT] };
}

/** Says in the error of a row which row it is: `Button 2: ...`. */
export const rows = <Row, Value>(noun: string, given: Row[], read: (row: Row) => Value): Value[] =>
	given.map((row, index) => {
		try {
			return read(row);
		} catch (error) {
			if (error instanceof InputError) throw new InputError(`${noun} ${index + 1}: ${error.message}`, error.fix);
			throw error;
		}
	});
