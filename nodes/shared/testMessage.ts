import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ConnectedBot } from '../../lib/botConnection';
import type { Result } from '../../lib/delivery/types';
import { words } from '../../lib/notification/language';
import type { Rendered } from '../../lib/notification/types';
import { NOTABLE_MS } from '../../lib/serverTime';
import type { BotOperation, BuildContext } from './bot';

/** One thing that was looked at. */
interface Check extends IDataObject {
	check: string;
	ok: boolean;
	/** What was found, and what to do if it isn't well. */
	detail: string;
}

const form: INodeProperties[] = [
	{
		displayName: 'Posts a short message through the bot (through each one, if the credential names several) and tells what it found: address, signature, keyword, clock, and the answer in plain words',
		name: 'testNotice',
		type: 'notice',
		default: '',
	},
];

/** Send Test Message: the one check that only a real message can make. */
export const testMessage = <Body>(
	hosts: string[],
	write: (text: string, build: BuildContext) => Rendered<Body>,
): BotOperation<Body> => ({
	option: {
		name: 'Send Test Message',
		value: 'sendTestMessage',
		action: 'Send a test message',
		description: 'Post a test message and tell what works and what does not',
	},
	form,
	build: (_context, _item, build) => [write(words[build.language].testMessage, build)],
	check: (bot, keywords, clockOffMs, result) => checksOf(bot, hosts, keywords, clockOffMs, result),
});

function checksOf(bot: ConnectedBot, hosts: string[], keywords: string[], clockOffMs: number | undefined, result: Result): Check[] {
	const failure = result.status === 'failed' ? result.failure : undefined;
	return [
		address(bot, hosts, result),
		{
			check: 'Signature',
			ok: !failure?.signatureAtFault,
			detail: failure?.signatureAtFault
				? failure.fix
				: bot.connection.secret
					? 'The message was signed with the signing secret'
					: 'No signing secret is set; that is right if the bot has no signature check',
		},
		{
			check: 'Keyword',
			ok: failure?.messageAtFault !== 'settings',
			detail: keywords.length > 0 ? `The message holds one of: ${keywords.join(', ')}` : 'No keywords are set; that is right if the bot has none',
		},
		clock(clockOffMs),
		{
			check: 'Answer',
			ok: failure === undefined,
			detail: failure ? `${failure.message}. ${failure.fix}` : 'The platform took the message; it stands in the group now',
		},
	];
}

function address({ target }: ConnectedBot, hosts: string[], result: Result): Check {
	const isOwn = hosts.includes(target.host);
	const unanswered = result.status === 'failed' && result.attempts > 0 && /^[A-Z_]+$/.test(result.failure.code);
	return {
		check: 'Webhook URL',
		ok: !unanswered,
		detail: unanswered
			? result.failure.fix
			: `${target.name}: the address is complete, and ${isOwn ? "the host is the platform's own" : 'the host is a private deployment or a sandbox'}`,
	};
}

function clock(offMs: number | undefined): Check {
	const check = 'Clock';
	if (offMs === undefined) return { check, ok: true, detail: 'The answer told no time to compare with' };
	const seconds = Math.round(Math.abs(offMs) / 1000);
	if (Math.abs(offMs) < NOTABLE_MS) return { check, ok: true, detail: `${seconds} s from the platform's` };
	return {
		check,
		ok: false,
		detail: `${Math.round(seconds / 60)} minutes from the platform's; more than an hour would make signatures invalid. Set the clock of the machine that runs n8n (NTP).`,
	};
}
