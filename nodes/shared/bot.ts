import type { IDataObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { BotConnection, ConnectedBot } from '../../lib/botConnection';
import type { Bodies, Digestible, JsonLike, Message, Outcome, Result, Route, Routes, Target } from '../../lib/delivery/types';
import { sha256 } from '../../lib/hash';
import type { Http } from '../../lib/http';
import { destinationOf, type Destination } from '../../lib/n8n/destination';
import { n8nHttp } from '../../lib/n8n/http';
import { sendItems } from '../../lib/n8n/sendItems';
import { sharedState } from '../../lib/n8n/state';
import type { Language, Rendered, RenderedDigest } from '../../lib/notification/types';
import type { ServerTime } from '../../lib/serverTime';
import { readDeliveryOptions, type DeliveryOptions } from './options';

/** What an operation of a group bot needs to know beside its own parameters. */
export interface BuildContext {
	/** Security keywords of the bot. */
	keywords: string[];
	language: Language;
	/** What the item says of the bot itself, and nobody in the group is to read. */
	secrets: string[];
}

/** One operation of a group bot: how it is offered, its form, and how one item's parameters become messages. */
export interface BotOperation<Body> {
	option: INodePropertyOptions & { value: string };
	form: INodeProperties[];
	build(context: IExecuteFunctions, item: number, build: BuildContext): Array<Rendered<Body>>;
	/**
	 * It tries out every bot of the group, and its results tell what was found.
	 * @param clockOffMs how far our clock is behind the platform's, if its answer told a time
	 */
	check?(bot: ConnectedBot, keywords: string[], clockOffMs: number | undefined, result: Result): IDataObject[];
}

/** What a group bot node is made of. */
export interface Bot<Body> {
	credentialType: string;
	/** By resource; the first operation of each is the one that is offered first. */
	operations: Record<string, Array<BotOperation<Body>>>;
	/** The platform's own. */
	hosts: string[];
	address(webhookUrl: string): { url: string; target: Target };
	/** Whether the platform drops a second message with the same idempotency key. */
	idempotent: boolean;
	/** A message without content: what a credential test sends, since no chat can show it. */
	noMessage: Body;
	send(
		http: Http,
		time: ServerTime,
		connection: BotConnection,
		body: Body,
		idempotencyKey: string,
		signal?: AbortSignal,
	): Promise<Outcome>;
}

/** Runs the chosen operation of a group bot over all items. */
export function runBot<Body>(context: IExecuteFunctions, bot: Bot<Body>) {
	const http = n8nHttp(context.helpers);
	const findings: Array<(results: Result[]) => IDataObject> = [];
	return sendItems(
		context,
		async (item) => {
			const credential = await context.getCredentials(bot.credentialType, item);
			const options = readDeliveryOptions(context, item);
			const destination = destinationOf(context, item, credential, { ...bot, timeoutMs: options.timeoutMs });
			const operation = operationOf(context, bot, item);
			const { keywords, secrets } = destination;
			const rendered = operation.build(context, item, { keywords, secrets, language: options.language });
			if (operation.check) {
				const { messages, find } = checkMessages(http, bot, operation, item, options, destination, rendered[0]!);
				findings[item] = find;
				return () => messages;
			}
			const routes = destination.bots.map((connected) => routeTo(http, bot, connected)) as Routes;
			const kind = kindOf(context, bot, item, options, destination);
			const messages = rendered.map((one) => message(bot, item, options, routes, one, kind));
			return () => messages;
		},
		(item, results) => findings[item]?.(results) ?? {},
	);
}

function operationOf<Body>(context: IExecuteFunctions, bot: Bot<Body>, item: number): BotOperation<Body> {
	const resource = context.getNodeParameter('resource', item) as string;
	const operation = context.getNodeParameter('operation', item) as string;
	return bot.operations[resource]!.find(({ option }) => option.value === operation)!;
}

const routeTo = <Body>(http: Http, bot: Bot<Body>, { connection, target }: ConnectedBot): Route => ({
	target,
	send: (body, key, signal) => bot.send(http, sharedState().serverTime, connection, body as Body, key, signal),
});

const message = <Body>(
	{ idempotent }: Bot<Body>,
	item: number,
	{ policy }: DeliveryOptions,
	routes: Routes,
	{ body, simpler, warnings, digest }: Rendered<Body>,
	kind: string,
): Message => ({
	item,
	routes,
	policy,
	warnings,
	idempotent,
	bodies: bodiesOf(body, simpler),
	digest: digest && digestible(digest, kind),
});

const bodiesOf = <Body>(body: Body, simpler: () => Body[] = () => []): Bodies => ({
	best: body as JsonLike,
	simpler: () => simpler() as JsonLike[],
});

const digestible = <Body>({ merge, ...digest }: RenderedDigest<Body>, kind: string): Digestible => ({
	...digest,
	kind,
	merge: (entries) => {
		const { body, simpler, warnings, taken } = merge(entries);
		return { bodies: bodiesOf(body, simpler), warnings, taken };
	},
});

/** Only messages that could as well come from the same item share one. */
const kindOf = <Body>(
	context: IExecuteFunctions,
	{ credentialType }: Bot<Body>,
	item: number,
	options: DeliveryOptions,
	{ bots, keywords }: Destination,
): string =>
	sha256(JSON.stringify([credentialType, context.getNodeParameter('operation', item), context.getTimezone(), options, bots, keywords]));

/** One message through each bot, and what to make of the results. */
function checkMessages<Body>(
	http: Http,
	bot: Bot<Body>,
	{ check }: BotOperation<Body>,
	item: number,
	options: DeliveryOptions,
	{ bots, keywords }: Destination,
	rendered: Rendered<Body>,
): { messages: Message[]; find: (results: Result[]) => IDataObject } {
	const clockOff: Array<number | undefined> = [];
	const messages = bots.map((connected, index) => {
		const noting: Http = async (request) => {
			const response = await http(request);
			const time = Date.parse(response.headers.date ?? '');
			clockOff[index] = Number.isNaN(time) ? undefined : time - sharedState().clock.now();
			return response;
		};
		return message(bot, item, options, [routeTo(noting, bot, connected)], rendered, '');
	});
	const find = (results: Result[]) => {
		const found = bots.map((connected, index) => ({ bot: connected.target.name, checks: check!(connected, keywords, clockOff[index], results[index]!) }));
		return found.length === 1 ? { checks: found[0]!.checks } : { bots: found };
	};
	return { messages, find };
}
