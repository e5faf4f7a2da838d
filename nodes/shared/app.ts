import { NodeOperationError, updateDisplayOptions, type ICredentialDataDecryptedObject, type IExecuteFunctions, type INodeExecutionData, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import type { AccessTokens } from '../../lib/accessTokens';
import { send } from '../../lib/delivery/attempts';
import type { Batchable, Failure, JsonLike, Message, Outcome, Policy, Target } from '../../lib/delivery/types';
import { sha256 } from '../../lib/hash';
import type { Http, HttpRequest, JsonObject } from '../../lib/http';
import { n8nHttp } from '../../lib/n8n/http';
import { booleanParameter } from '../../lib/n8n/parameters';
import { runItems, type ItemOutput } from '../../lib/n8n/runItems';
import { sendItems, type Findings } from '../../lib/n8n/sendItems';
import { sharedState } from '../../lib/n8n/state';
import type { Language, Rendered, RenderedDigest } from '../../lib/notification/types';
import { inOrder } from './inOrder';
import { readDeliveryOptions, type DeliveryOptions } from './options';

/** What both platforms' calls have. */
interface AnyCall {
	method: HttpRequest['method'];
	repeatable?: boolean;
	/** Codes by which the platform refuses what it has done already: if the answer to that was lost, all is well. */
	doneCodes?: string[];
}

/** What an app node is made of. */
export interface AppPlatform<App, Call extends AnyCall> {
	credentialType: string;
	/** Throws an InputError for what is wrong with the credential. */
	app(credential: ICredentialDataDecryptedObject, timeoutMs: number): App;
	/** What tells apps and their secrets apart, for keys; never shows the secret. */
	keyOf(app: App): string;
	call(http: Http, tokens: AccessTokens, app: App, call: Call, signal?: AbortSignal): Promise<Outcome>;
	/** Whose limit a call takes from. */
	target(app: App, call: Call): Target;
	/** What the user is to know before a run makes so many calls to send its messages. */
	warning?(calls: number): string | undefined;
}

/** What an operation works with, for one item. */
export interface AppTools<App, Call extends AnyCall> {
	context: IExecuteFunctions;
	item: number;
	app: App;
	credential: ICredentialDataDecryptedObject;
	options: DeliveryOptions;
	/** The language of what the node itself adds to a message. */
	language: Language;
	/**
	 * Makes a call within its limits, as often as its failures allow, and resolves with the platform's whole answer.
	 * Throws an ApiFailure.
	 */
	request(call: Call): Promise<JsonObject>;
	/** The same for many items at once: what is asked for at one time shares calls. */
	shared<Value>(name: string, make: () => Value): Value;
	/** The state of the process, and n8n's HTTP helper, for what `request` can't do. */
	http: Http;
}

/** Option Simplify: the useful fields of an answer instead of all that the platform says. */
export const isSimplified = ({ context, item }: { context: IExecuteFunctions; item: number }): boolean =>
	booleanParameter(context, 'options.simplify', item, true);

export interface Offer {
	option: INodePropertyOptions & { value: string };
	form: INodeProperties[];
}

/** An operation that asks or changes something. */
export interface RequestOperation<App, Call extends AnyCall> extends Offer {
	run(tools: AppTools<App, Call>): Promise<ItemOutput>;
	/** Its calls carry many items, so that all items are to ask at once. */
	allAtOnce?: boolean;
}

/** An operation that sends messages. */
export interface SendOperation<App, Call extends AnyCall> extends Offer {
	messages(tools: AppTools<App, Call>): Promise<Array<AppMessage<Call>>>;
	/** What an item's result tells beside what became of it. */
	findings?: Findings;
}

export type AppOperation<App, Call extends AnyCall> = RequestOperation<App, Call> | SendOperation<App, Call>;

export type Operations<App, Call extends AnyCall> = Record<string, Array<AppOperation<App, Call>>>;

/** A message to one reader: a person, or a group. */
export interface AppMessage<Call> {
	/** The reader, with the limits of his own. */
	to: Pick<Target, 'name' | 'key' | 'limits'>;
	rendered: Rendered<JsonLike>;
	/**
	 * The call that brings a body to the reader.
	 *
	 * @param mayHaveArrived by an earlier attempt with the same key
	 */
	call(body: JsonLike, idempotencyKey: string, mayHaveArrived?: boolean): Call;
	/** Whether the platform drops a second message with the same idempotency key. */
	idempotent: boolean;
	/** Of its simpler forms, those of which the platform does not. */
	isRepeatShown?(body: JsonLike): boolean;
	/** What the answer tells: the message's ID, and who of several readers was left out. */
	read(answer: JsonLike): Pick<Extract<Outcome, { accepted: true }>, 'messageId' | 'refused' | 'warnings'>;
	/** How the same content goes to several readers by one call. */
	batch?: Batchable;
	/** Why the reader can't get it, if that is known beforehand: the others get theirs all the same. */
	unreachable?: Failure;
}

/** Runs the chosen operation of an app node over all items. */
export function runApp<App, Call extends AnyCall>(
	context: IExecuteFunctions,
	platform: AppPlatform<App, Call>,
	operations: Operations<App, Call>,
): Promise<INodeExecutionData[][]> {
	// The editor offers no expression for these two: they are the same for all items.
	const [resource, name] = ['resource', 'operation'].map((parameter) => String(context.getNodeParameter(parameter, 0, ''))) as [string, string];
	const operation = Object.hasOwn(operations, resource) ? operations[resource]!.find(({ option }) => option.value === name) : undefined;
	if (!operation) {
		throw new NodeOperationError(context.getNode(), `The node has no operation "${name.slice(0, 100)}" of the resource "${resource.slice(0, 100)}"`, {
			description: 'Choose Resource and Operation from their lists: expressions are not for these two fields.',
		});
	}
	const shared = new Map<string, unknown>();
	const open = (item: number) => toolsOf(context, platform, item, shared);
	if ('run' in operation) {
		return runItems(
			context,
			async (item) => {
				const tools = await open(item);
				return () => operation.run(tools);
			},
			operation.allAtOnce ? Infinity : PARALLEL_ITEMS,
		);
	}
	return sendItems(
		context,
		async (item) => {
			const tools = await open(item);
			return async () => (await operation.messages(tools)).map((message) => toMessage(platform, tools, name, message));
		},
		operation.findings,
		platform.warning,
	);
}

/** Items under way at once; the limits of the API pace their calls. */
const PARALLEL_ITEMS = 10;

async function toolsOf<App, Call extends AnyCall>(
	context: IExecuteFunctions,
	platform: AppPlatform<App, Call>,
	item: number,
	shared: Map<string, unknown>,
): Promise<AppTools<App, Call>> {
	const credential = await context.getCredentials(platform.credentialType, item);
	const options = readDeliveryOptions(context, item);
	const app = platform.app(credential, options.timeoutMs);
	const http = n8nHttp(context.helpers);
	return {
		context,
		item,
		app,
		credential,
		options,
		language: options.language,
		http,
		request: (call) => request(context, platform, http, app, options, call),
		shared: <Value>(name: string, make: () => Value) => {
			const key = `${platform.keyOf(app)} ${name}`;
			if (!shared.has(key)) shared.set(key, make());
			return shared.get(key) as Value;
		},
	};
}

async function request<App, Call extends AnyCall>(
	context: IExecuteFunctions,
	platform: AppPlatform<App, Call>,
	http: Http,
	app: App,
	{ policy }: DeliveryOptions,
	call: Call,
): Promise<JsonObject> {
	const state = sharedState();
	const isRepeatable = call.repeatable ?? call.method !== 'POST';
	const signal = context.getExecutionCancelSignal();
	const { outcome } = await send(
		{
			routes: [{ target: platform.target(app, call), send: () => platform.call(http, state.accessTokens, app, call, signal) }],
			bodies: { best: {}, simpler: () => [] },
			isIdempotent: () => isRepeatable,
			policy: { ...policy, onAmbiguous: 'giveUp', overLimit: policy.overLimit === 'fail' ? 'fail' : 'wait' },
			warnings: [],
			deadline: state.clock.elapsed() + policy.maxWaitMs,
			mayHaveArrived: false,
			repetitionShows: !isRepeatable,
			keyOf: () => '',
			signal,
		},
		state,
	);
	if (!('failure' in outcome)) return outcome.raw;
	const { failure, mayHaveArrived } = outcome;
	if (mayHaveArrived && call.doneCodes?.includes(failure.code)) return {};
	throw new ApiFailure(failure.class === 'ambiguous' ? unanswered(failure, isRepeatable) : failure);
}

/** No message is on its way that could be looked for in a chat. */
const unanswered = (failure: Failure, isRepeatable: boolean): Failure => ({
	...failure,
	message: `The platform gave no complete and readable answer (${failure.code})`,
	fix: isRepeatable
		? 'Try again later, raise the Timeout option, or check the base URL in the credential.'
		: 'It may have done what it was asked for all the same: look there before you run this again, or raise the Timeout option.',
});

function toMessage<App, Call extends AnyCall>(
	platform: AppPlatform<App, Call>,
	{ context, item, app, http, options }: AppTools<App, Call>,
	operation: string,
	{ to, rendered, call, read, idempotent, isRepeatShown, batch, unreachable }: AppMessage<Call>,
): Message {
	const { body, simpler = () => [], warnings, digest } = rendered;
	const own = platform.target(app, call(body, ''));
	const kind = sha256(JSON.stringify([platform.keyOf(app), operation, context.getTimezone(), options]));
	return {
		item,
		routes: [
			{
				target: { ...own, ...to, shared: [{ key: own.key, limits: own.limits }] },
				send: async (sent, key, signal, mayHaveArrived) => {
					const outcome = await platform.call(http, sharedState().accessTokens, app, call(sent, key, mayHaveArrived), signal);
					return outcome.accepted ? { ...outcome, ...read(outcome.raw) } : outcome;
				},
			},
		],
		bodies: { best: body, simpler },
		idempotent,
		isRepeatShown,
		policy: digest ? options.policy : withoutDigest(options.policy),
		warnings,
		digest: digest && { ...digest, kind: sha256(`${kind} ${to.key}`), merge: (entries) => merged(digest, entries) },
		batch: batch && { ...batch, kind: sha256(`${kind} ${batch.kind}`) },
		unreachable,
	};
}

const withoutDigest = (policy: Policy): Policy => (policy.overLimit === 'digest' ? { ...policy, overLimit: 'wait' } : policy);

function merged(digest: RenderedDigest<JsonLike>, entries: Parameters<RenderedDigest<JsonLike>['merge']>[0]) {
	const { body, simpler = () => [], warnings, taken } = digest.merge(entries);
	return { bodies: { best: body, simpler }, warnings, taken };
}

/** The form of an app node: its resources, their operations, the form of each, and the options. */
export function appForm<App, Call extends AnyCall>(
	operations: Operations<App, Call>,
	resources: INodePropertyOptions[],
	defaultResource: string,
	options: INodeProperties,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources,
			default: defaultResource,
		},
		...Object.entries(operations).map(([resource, list]) => operationList(resource, list)),
		...Object.entries(operations).flatMap(([resource, list]) =>
			usesOf(list).flatMap(([property, operation]) => updateDisplayOptions({ show: { resource: [resource], operation } }, [property])),
		),
		options,
	];
}

export function operationList(resource: string, offers: Offer[]): INodeProperties {
	const [first] = offers.map(({ option }) => option.value);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: offers.map(({ option }) => option),
		default: first,
	};
}

/** Which operations have a field in their forms; one that several share is in the node's description once. */
const usesOf = (list: Offer[]): Array<[INodeProperties, string[]]> =>
	inOrder(list.map(({ form }) => form)).map((property) => [property, list.filter(({ form }) => form.includes(property)).map(({ option }) => option.value)]);
