import { InputError } from '../inputError';
import type { BotMessage } from './botClient';
import { customBot, type Medium } from './medium';

export const fits = (body: BotMessage, medium: Medium = customBot): boolean => medium.bytesOf(body) <= medium.mostBytes(body.msg_type);

/** What can't be cut: too large. `fix` says how to make it smaller. */
export const tooLarge = (what: string, body: BotMessage, fix: string, medium: Medium = customBot): InputError =>
	new InputError(`${what} has ${medium.bytesOf(body)} bytes as JSON; ${medium.name} takes at most ${medium.most(body.msg_type)}`, fix);
