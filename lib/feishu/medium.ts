import type { Mention } from '../notification/types';
import { jsonBytes } from '../notification/text';
import { MESSAGE_BYTES, type BotMessage } from './botClient';
import { BOT_PICTURES } from './keys';
import { openId } from './mentions';

/** What brings a message to its readers: the custom bot of a group, or an app. */
export interface Medium {
	/** For people. */
	name: string;
	/** Of a message on its way. */
	bytesOf(message: BotMessage): number;
	mostBytes(type: BotMessage['msg_type']): number;
	/** The same for people. */
	most(type: BotMessage['msg_type']): string;
	/** By what it knows people. */
	mentionsBy: ReadonlyArray<Mention['by']>;
	/** Somebody's ID as a mention has it; throws an {@link InputError} with the way out for anything else. */
	person(id: string): string;
	/** How to get an image key. */
	pictures: string;
}

export const customBot: Medium = {
	name: 'a custom bot',
	bytesOf: jsonBytes,
	mostBytes: () => MESSAGE_BYTES,
	most: () => `${MESSAGE_BYTES} bytes beside the signature (20 KB in all)`,
	mentionsBy: ['openId'],
	person: openId,
	pictures: BOT_PICTURES,
};
