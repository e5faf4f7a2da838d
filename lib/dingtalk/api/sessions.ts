import { sha256 } from '../../hash';
import { InputError } from '../../inputError';
import type { DingTalkApp, DingTalkCall } from '../appClient';
import type { BotMessage } from '../botClient';
import type { ErrorTable } from '../appErrors';
import { permanent } from '../errorRows/rows';
import { botErrors } from '../errors';

/** Answers in the conversation that a message came from. */

const expired = permanent(
	'The reply address has expired, or DingTalk does not know it: it can be used for about 90 minutes after the message that it came with',
	"Reply sooner, or send a new message: Send to People with the sender's user ID ({{ $json.sender.userId }}), or Send to Group with the ID of the chat ({{ $json.chat.id }}).",
);

/** Those of the webhook of a custom robot, with what they mean here. What an expired address is answered is in no document. */
const sessionErrors: ErrorTable = {
	...botErrors,
	'300001': expired,
	'300005': expired,
	'400101': expired,
	'session.expired': expired,
	'session.notExisted': expired,
};

const PATH = '/robot/sendBySession';
const WHERE = 'Enter the sessionWebhook of a message that the robot got: {{ $json.sessionWebhook }} behind a DingTalk trigger.';

/**
 * The reply needs no token: the address stands for it, so that nobody else may get to see it, or to choose where the
 * reply goes. Throws an {@link InputError} for any other address than the platform's or the credential's.
 * https://open.dingtalk.com/document/dingstart/robot-reply-and-send-messages
 */
export function sessionUrl(given: string, { baseUrl, oldBaseUrl }: DingTalkApp): string {
	const text = given.trim();
	if (text === '') throw new InputError('The Session Webhook is empty', WHERE);
	if (!URL.canParse(text)) throw new InputError('The Session Webhook is not a complete URL (https://...)', WHERE);
	const url = new URL(text);
	const origins = ['https://oapi.dingtalk.com', 'https://api.dingtalk.com', new URL(baseUrl).origin, new URL(oldBaseUrl).origin];
	if (!origins.includes(url.origin)) {
		throw new InputError(
			`The Session Webhook leads to ${url.origin}, which is neither the platform's address nor the credential's`,
			"If it is your organization's own DingTalk, enter it as a base URL in the credential (Exclusive Edition). Otherwise somebody may be after your messages.",
		);
	}
	if (!url.pathname.endsWith(PATH) || !url.searchParams.get('session')) {
		throw new InputError(`The Session Webhook does not end in ${PATH}?session= and the ID of the session`, WHERE);
	}
	return url.href;
}

/** How the delivery knows a session. */
export const sessionKey = (url: string): string => `dingtalk-session:${sha256(url)}`;

export const replyToSession = (url: string, message: BotMessage): DingTalkCall => ({
	generation: 'old',
	method: 'POST',
	path: PATH,
	session: url,
	body: { ...message },
	errors: sessionErrors,
});
