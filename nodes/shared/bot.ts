import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { BotConnection } from '../../lib/botConnection';
import type { Clock } from '../../lib/clock';
import type { Message, Outcome, Target } from '../../lib/delivery/types';
import type { Http } from '../../lib/http';
import { n8nHttp } from '../../lib/n8n/http';
import { sendItems } from '../../lib/n8n/sendItems';
import { sharedState } from '../../lib/n8n/state';
import { splitList } from '../../lib/notification/keyword';
import type { Language, Rendered } from '../../lib/notification/types';
import { readDeliveryOptions } from './options';

/** What an operation of a group bot needs to know beside its own parameters. */
export interface BuildContext {
	/** Security keywords of the bot. */
	keywords: string[];
	language: Language;
}

/** One operation of a group bot: how it is offered, its form, and how one item's parameters become messages. */
export interface BotOperation<Body> {
	option: INodePropertyOptions & { value: string };
	form: INodeProperties[];
	build(context: IExecuteFunctions, item: number, build: BuildContext): Array<Rendered<Body>>;
}

/** What a group bot node is made of. */
export interface Bot<Body> {
	credentialType: string;
	/** By resource; the first operation of each is the one that is offered first. */
	operations: Record<string, Array<BotOperation<Body>>>;
	address(webhookUrl: string): { url: string; target: Target };
	/** Whether the platform drops a second message with the same idempotency key. */
	idempotent: boolean;
	/** A message without content: what a credential test sends, since no chat can show it. */
	noMessage: Body;
	send(
		http: Http,
		clock: Clock,
		connection: BotConnection,
		body: Body,
		idempotencyKey: string,
		signal?: AbortSignal,
	): Promise<Outcome>;
}

/** Runs the chosen operation of a group bot over all items. */
export const runBot = <Body>(context: IExecuteFunctions, bot: Bot<Body>) => {
	const http = n8nHttp(context.helpers);
	return sendItems(context, async (item) => {
		const credential = await context.getCredentials(bot.credentialType, item);
		return buildMessages(context, bot, http, credential, item);
	});
};

/** The bot's address and how to call it, from its credential. */
export function connectionOf<Body>(
	bot: Bot<Body>,
	credential: ICredentialDataDecryptedObject,
	timeoutMs: number,
): { connection: BotConnection; target: Target; keywords: string[] } {
	const text = (name: string) => String(credential[name] ?? '').trim();
	const { url, target } = bot.address(text('webhookUrl'));
	return {
		connection: { url, secret: text('secret'), timeoutMs, ignoreSslIssues: credential.ignoreSslIssues === true },
		target,
		keywords: splitList(text('keywords')),
	};
}

function buildMessages<Body>(
	context: IExecuteFunctions,
	bot: Bot<Body>,
	http: Http,
	credential: ICredentialDataDecryptedObject,
	item: number,
): Message[] {
	const { policy, language, timeoutMs } = readDeliveryOptions(context, item);
	const { connection, target, keywords } = connectionOf(bot, credential, timeoutMs);
	const resource = context.getNodeParameter('resource', item) as string;
	const operation = context.getNodeParameter('operation', item) as string;
	const { build } = bot.operations[resource]!.find(({ option }) => option.value === operation)!;
	const rendered = build(context, item, { keywords, language });
	return rendered.map(({ body, warnings }) => ({
		item,
		target,
		policy,
		warnings,
		content: JSON.stringify(body),
		idempotent: bot.idempotent,
		send: (key, signal) => bot.send(http, sharedState().clock, connection, body, key, signal),
	}));
}
