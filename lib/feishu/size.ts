import { InputError } from '../inputError';
import { jsonBytes } from '../notification/text';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

export const fits = (body: BotMessage): boolean => jsonBytes(body) <= MESSAGE_BYTES;

/** What can't be cut: too large. `fix` says how to make it smaller. */
export const tooLarge = (what: string, body: BotMessage, fix: string): InputError =>
	new InputError(
		`${what} has ${jsonBytes(body)} bytes as JSON; a custom bot takes at most ${MESSAGE_BYTES} bytes beside the signature (20 KB in all)`,
		fix,
	);
