import {
	NodeConnectionTypes,
	NodeOperationError,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { incomplete, ReplayGuard, type Authentication } from '../../lib/events/authentication';
import type { SourceName } from '../../lib/events/decode';
import { receive } from '../../lib/events/receive';
import { compileRules } from '../../lib/events/rules';
import { InputError } from '../../lib/inputError';
import { sharedState } from '../../lib/n8n/state';
import { rulesForm } from './rulesForm';

/** Shared by all triggers of the process. */
const replays = new ReplayGuard({ now: () => sharedState().clock.now() });

const DEFAULT_MB = 4;

/** An expression may give anything; a limit there must be. */
const megabytes = (value: unknown): number => (Number(value) > 0 ? Math.min(Number(value), 16) : DEFAULT_MB);

function rulesOf(context: IHookFunctions | IWebhookFunctions): ReturnType<typeof compileRules> {
	try {
		return compileRules(context.getNodeParameter('rules', {}));
	} catch (error) {
		const { message, fix } = error instanceof InputError ? error : { message: String(error), fix: undefined };
		throw new NodeOperationError(context.getNode(), message, { description: fix });
	}
}

export class SubscriptionTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Subscription Trigger',
		name: 'subscriptionTrigger',
		icon: {
			light: 'file:../../icons/subscriptionTrigger.svg',
			dark: 'file:../../icons/subscriptionTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ { auto: "any source", alertmanager: "Alertmanager", debezium: "Debezium", json: "any JSON", outbox: "outbox rows" }[$parameter["source"]] }}',
		description: 'Starts the workflow when an alert, a ticket, a database event or any JSON is pushed to its URL',
		defaults: { name: 'Subscription Trigger' },
		eventTriggerDescription: 'Waiting for a system to call the test URL',
		activationMessage: 'Events sent to the production URL now start this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'subscriptionTriggerApi', required: true, testedBy: 'subscriptionTriggerCredentialTest' },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// n8n would answer with a literal text without it.
				responseData: '',
				path: 'subscription',
			},
		],
		triggerPanel: {
			header: 'Let a system send its events here',
			executionsHelp: {
				inactive:
					'Enter the production URL (under Webhook URLs) in the system that sends the events (for Alertmanager: webhook_configs). To try it, click "Execute step", then send one to the test URL.',
				active:
					'The workflow runs by itself whenever an event comes to the production URL. A test run hears only what is sent to the test URL.',
			},
			activationHint: 'Publish (activate) the workflow to use the production URL.',
		},
		properties: [
			{
				displayName:
					'Enter the webhook URL above in the system that sends the events, and let it send the secret of this credential',
				name: 'urlNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Source',
				name: 'source',
				type: 'options',
				default: 'auto',
				description: 'What sends the events',
				options: [
					{
						name: 'Alertmanager',
						value: 'alertmanager',
						description: 'Prometheus Alertmanager; anything else is refused',
					},
					{
						name: 'Any JSON',
						value: 'json',
						description: 'Any JSON object: title, message, severity, status and URL are looked for, the rest become fields',
					},
					{
						name: 'Automatic',
						value: 'auto',
						description: 'Recognised by the shape of the body',
					},
					{
						name: 'Debezium',
						value: 'debezium',
						description: 'Row changes from Debezium, as JSON; anything else is refused',
					},
					{
						name: 'Outbox Row',
						value: 'outbox',
						description: 'Rows of the outbox table that our guide on database changes sets up; anything else is refused',
					},
				],
			},
			rulesForm,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Include Snapshot Rows',
						name: 'snapshotRows',
						type: 'boolean',
						default: false,
						displayOptions: { show: { '/source': ['auto', 'debezium'] } },
						description:
							'Whether the rows that were in a table before Debezium came are events too. Debezium reads all of them when it starts for the first time.',
					},
					{
						displayName: 'Maximum Body Size (MB)',
						name: 'maxBodySize',
						type: 'number',
						default: DEFAULT_MB,
						typeOptions: { minValue: 1, maxValue: 16 },
						description: 'Larger bodies are refused with status 413. n8n itself refuses those above its own limit, 16 MB if not configured otherwise.',
					},
				],
			},
		],
	};

	methods = {
		credentialTest: {
			async subscriptionTriggerCredentialTest(
				this: ICredentialTestFunctions,
				{ data }: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const missing = incomplete((data ?? {}) as unknown as Authentication);
				return missing
					? { status: 'Error', message: `${missing}: nobody could start the workflow` }
					: { status: 'OK', message: 'The credential is complete' };
			},
		},
	};

	webhookMethods = {
		default: {
			/** Nothing is registered anywhere: senders are told the URL by people. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const credential = await this.getCredentials<IDataObject & Authentication>('subscriptionTriggerApi');
				const missing = incomplete(credential);
				if (missing) {
					throw new NodeOperationError(this.getNode(), `The credential is not complete: ${missing}`, {
						description: 'Open the credential of the Subscription Trigger and fill in what is missing.',
					});
				}
				rulesOf(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		const response = this.getResponseObject();
		const received = receive(
			{ headers: request.headers, rawBody: request.rawBody ?? Buffer.alloc(0) },
			{
				trigger: `${this.getWorkflow().id} ${this.getNode().id}`,
				source: this.getNodeParameter('source') as SourceName,
				maxBytes: 1024 * 1024 * megabytes(this.getNodeParameter('options.maxBodySize', DEFAULT_MB)),
				credential: await this.getCredentials<IDataObject & Authentication>('subscriptionTriggerApi'),
				snapshotRows: this.getNodeParameter('options.snapshotRows', false) === true,
				// Only an expression can have made the rules wrong since the activation: n8n then answers 500, and the
				// sender repeats the event.
				rules: () => rulesOf(this),
			},
			sharedState().clock,
			replays,
		);
		if ('refused' in received) {
			const { status, message } = received.refused;
			this.logger.warn(`Subscription Trigger refused a request with ${status}: ${message}`);
			response.status(status).json({ message });
			return { noWebhookResponse: true };
		}
		const { events, ignored, release } = received;
		// n8n answers 5xx when it could not store the execution; what the sender then repeats must be let in. So must
		// what it repeats because it did not wait for the answer.
		response.once('close', () => {
			if (response.statusCode >= 500 || !response.writableFinished) release();
		});
		const webhookResponse = { accepted: events.length, ignored };
		if (events.length === 0) return { webhookResponse };
		// n8n answers once the execution is stored, so that a sender repeats what was not.
		return { webhookResponse, workflowData: [events.map((event) => ({ json: { ...event } as IDataObject }))] };
	}
}
