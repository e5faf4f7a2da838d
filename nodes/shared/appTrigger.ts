import type { ICredentialDataDecryptedObject, IDataObject, ITriggerFunctions, ITriggerResponse, IWebhookFunctions, WorkflowActivateMode } from 'n8n-workflow';
import type { Protocol } from '../../lib/connection/types';
import type { Http, JsonObject } from '../../lib/http';
import type { AppEvent } from '../../lib/inbound/types';
import { itemWithFiles, plainItem, type Downloads } from '../../lib/n8n/attachments';
import { n8nHttp } from '../../lib/n8n/http';
import { listenerOf, listeningError, type TriggerSettings } from '../../lib/n8n/listening';
import { sharedState } from '../../lib/n8n/state';
import { isAnsweredByWorkflow, readDownload, readerOf, readWants, type Reader } from './appTriggerForm';

/** For a call that a trigger makes by itself. */
export const CALL_TIMEOUT_MS = 10_000;

/** What a trigger has at hand. */
export interface TriggerTools {
	http: Http;
	credential: ICredentialDataDecryptedObject;
	/** The node, among all nodes of all workflows. */
	trigger: string;
	/** Something does not work, but the trigger does. */
	warn(message: string): void;
}

/** What the triggers of a platform are made of. */
export interface TriggerPlatform {
	credentialType: string;
	/** The answer to clicks that stands in the form. Throws an InputError. */
	fixedAnswer(reader: Reader): JsonObject | undefined;
	/** Throws an InputError for what is wrong with the credential. */
	protocol(tools: TriggerTools): Promise<Protocol>;
	fetchFile(tools: TriggerTools): Downloads['fetch'];
	/** The operation that downloads a file. */
	download: string;
}

/** Modes in which somebody waits for the result; in the others n8n has started, or has taken over from another. */
const BY_HAND: WorkflowActivateMode[] = ['activate', 'create', 'update', 'manual'];

/** The whole of `trigger()` of a connection trigger. */
export async function listen(context: ITriggerFunctions, platform: TriggerPlatform): Promise<ITriggerResponse> {
	const join = async () => {
		try {
			const tools = await toolsOf(context, platform);
			const listener = listenerOf(context, readSettings(context, platform, tools));
			const keepTrying = !BY_HAND.includes(context.getActivationMode());
			return await sharedState().connections.join(await platform.protocol(tools), listener, { log: context.logger, keepTrying, isTest: context.getMode() === 'manual' });
		} catch (error) {
			throw listeningError(context, error);
		}
	};
	if (context.getMode() !== 'manual') {
		const { leave } = await join();
		return { closeFunction: leave };
	}
	// What is heard before n8n has this response would be lost; and it may be stopped before it is connected.
	let joining: ReturnType<typeof join> | undefined;
	return {
		manualTriggerFunction: async () => {
			joining = join();
			await joining;
		},
		closeFunction: async () => await (await joining?.catch(() => undefined))?.leave(),
	};
}

export const toolsOf = async (context: ITriggerFunctions | IWebhookFunctions, { credentialType }: TriggerPlatform): Promise<TriggerTools> =>
	toolsWith(context, await context.getCredentials<IDataObject & ICredentialDataDecryptedObject>(credentialType));

export const toolsWith = (context: ITriggerFunctions | IWebhookFunctions, credential: ICredentialDataDecryptedObject): TriggerTools => ({
	http: n8nHttp(context.helpers),
	credential,
	trigger: `${context.getWorkflow().id} ${context.getNode().id}`,
	warn: (message) => context.logger.warn(message),
});

/** Reads what the form says. */
export function readSettings(context: ITriggerFunctions | IWebhookFunctions, platform: TriggerPlatform, tools: TriggerTools): TriggerSettings {
	const reader = readerOf(context);
	const maxBytes = readDownload(reader);
	const downloads = maxBytes === undefined ? undefined : downloadsOf(context, platform, tools, maxBytes);
	return {
		wants: readWants(reader),
		fixedAnswer: platform.fixedAnswer(reader),
		byWorkflow: isAnsweredByWorkflow(reader),
		itemOf: (event) => (downloads ? itemWithFiles(event, downloads, sharedState().clock) : plainItem(event)),
		plainItemOf: (event) => plainItem(downloads ? withoutFiles(event, platform) : event),
	};
}

const downloadsOf = (context: ITriggerFunctions | IWebhookFunctions, platform: TriggerPlatform, tools: TriggerTools, maxBytes: number): Downloads => ({
	fetch: platform.fetchFile(tools),
	prepare: async (bytes, fileName, contentType) => await context.helpers.prepareBinaryData(bytes, fileName || undefined, contentType || undefined),
	maxBytes,
	otherwise: otherwise(platform),
});

const otherwise = ({ download }: TriggerPlatform): string => `${download} gets it by its key.`;

function withoutFiles(event: AppEvent, platform: TriggerPlatform): AppEvent {
	const { message } = event;
	if (!message) return event;
	const problem = `The engine of n8n that this workflow runs on takes no files from triggers. ${otherwise(platform)}`;
	return { ...event, message: { ...message, attachments: message.attachments.map((attachment) => ({ ...attachment, problem })) } };
}
