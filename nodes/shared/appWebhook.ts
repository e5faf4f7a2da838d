import type { IHookFunctions, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Callback, CallbackRequest } from '../../lib/inbound/callback';
import { isWanted, type AppEvent, type Wants } from '../../lib/inbound/types';
import { InputError } from '../../lib/inputError';
import { standBetween } from '../../lib/n8n/httpAnswer';
import { claimantOf, claimedAs, listeningError, msToAnswer, notStored, type TriggerSettings } from '../../lib/n8n/listening';
import { sharedState } from '../../lib/n8n/state';
import { readerOf, readWants } from './appTriggerForm';
import { readSettings, toolsOf, toolsWith, type TriggerPlatform, type TriggerTools } from './appTrigger';

/** What the webhook trigger of a platform needs besides. */
export interface WebhookPlatform extends TriggerPlatform {
	receive(request: CallbackRequest, tools: TriggerTools): Promise<Callback>;
	/** What the credential lacks for what is to be heard; undefined if it lacks nothing. */
	missing(credential: TriggerTools['credential'], wants: Wants): { message: string; fix: string } | undefined;
}

/** Of a node with version 1 n8n evaluates an expression for every request, which takes longer than all that is done here. */
export const WEBHOOK_VERSION = 1.1;

export const webhookDescription = (path: string): IWebhookDescription[] => [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// n8n would answer with a literal text without it.
		responseData: '',
		path,
	},
];

/** Nothing is registered anywhere: the platform is told the URL by people. */
export const webhookMethodsOf = (platform: WebhookPlatform) => ({
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			try {
				const reader = readerOf(this);
				const missing = platform.missing(await this.getCredentials(platform.credentialType), readWants(reader));
				if (missing) throw new InputError(missing.message, missing.fix);
				platform.fixedAnswer(reader);
				return true;
			} catch (error) {
				throw listeningError(this, error);
			}
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
});

/** The whole of `webhook()` of a webhook trigger. */
export async function receive(context: IWebhookFunctions, platform: WebhookPlatform): Promise<IWebhookResponseData> {
	const { headers, query } = context.getRequestObject();
	const request = { headers, query: query as CallbackRequest['query'], rawBody: await rawBodyOf(context) };
	const { callback, tools } = await read(context, platform, request);
	if ('refused' in callback) {
		const { status, message } = callback.refused;
		context.logger.warn(`${context.getNode().name} refused a request with ${status}: ${message}`);
		return answer(context, status, message);
	}
	if (!('event' in callback)) return { webhookResponse: callback.reply };
	return await take(context, readOrRelease(context, platform, tools, callback.release), callback);
}

/**
 * Who may send is known from the credential. In a burst it is read once in a while only: to read it for each request
 * takes n8n two fifths of the time of a whole execution. Nobody is refused by one that may have been changed since.
 */
async function read(context: IWebhookFunctions, platform: WebhookPlatform, request: CallbackRequest): Promise<{ callback: Callback; tools: TriggerTools }> {
	const { recentCredentials } = sharedState();
	const known = recentCredentials.of(context, platform.credentialType);
	if (known) {
		const tools = toolsWith(context, known);
		const callback = await platform.receive(request, tools);
		if (!('refused' in callback)) return { callback, tools };
	}
	const tools = await toolsOf(context, platform);
	recentCredentials.remember(context, platform.credentialType, tools.credential);
	return { callback: await platform.receive(request, tools), tools };
}

/** n8n leaves bodies of unusual types unread; what can't be read is no body of a platform. */
async function rawBodyOf(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> & { readRawBody?(): Promise<void> };
	if (!request.rawBody) await request.readRawBody?.().catch(() => {});
	return request.rawBody ?? Buffer.alloc(0);
}

/** Only an expression can have made the form wrong since the activation: n8n then answers 500, and the platform repeats the event. */
function readOrRelease(context: IWebhookFunctions, platform: TriggerPlatform, tools: TriggerTools, release: () => void): TriggerSettings {
	try {
		return readSettings(context, platform, tools);
	} catch (error) {
		release();
		throw listeningError(context, error);
	}
}

async function take(
	context: IWebhookFunctions,
	{ wants, fixedAnswer, byWorkflow, itemOf }: TriggerSettings,
	{ event, reply, release }: Extract<Callback, { event: AppEvent }>,
): Promise<IWebhookResponseData> {
	const { claims, clicks, clock, storing } = sharedState();
	const response = context.getResponseObject();
	const claimant = { ...claimantOf(context), way: 'http' as const };
	const taking = JSON.stringify([claimant, claimedAs(event)]);
	if (!isWanted(event, wants)) return { webhookResponse: reply() };
	if (!claims.claim(claimedAs(event), claimant)) {
		// Clicks are not repeated, so that nothing would come of it.
		if (!storing.has(taking) || event.card) return { webhookResponse: reply() };
		release();
		return answer(context, 503, 'The same event is on its way: repeat it if need be');
	}
	storing.add(taking);
	const gone = new AbortController();
	// What the platform repeats because it did not wait for the answer is let in, to be told how it went.
	response.once('close', () => {
		if (response.writableFinished) return;
		gone.abort();
		release();
	});
	const answerTime = msToAnswer(event);
	const own = byWorkflow && event.card ? clicks.answerOf(event.card.click, answerTime, gone.signal) : clock.sleep(answerTime);
	standBetween(response, {
		settled: (isStored) => {
			storing.delete(taking);
			if (isStored) return;
			// Who clicked may have been answered by then, and no platform repeats a click.
			if (event.card) context.logger.warn(notStored(event));
			claims.release(claimedAs(event), claimant);
			release();
		},
		...(event.card && { click: own.then((given) => reply(given ?? fixedAnswer)) }),
		inPlace: event.card !== undefined && byWorkflow,
	});
	return { webhookResponse: reply(event.card && fixedAnswer), workflowData: [[await itemOf(event)]] };
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
