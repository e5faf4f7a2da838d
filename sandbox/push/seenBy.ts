import type { Person } from '../organization';
import type { Message } from '../types';
import { viewText } from '../viewText';

/** The message as this person has it before them. */
export function seenBy(message: Message, { userId }: Person): Message {
	const view = message.viewOf?.[userId];
	return view ? { ...message, view, text: viewText(view) } : message;
}
