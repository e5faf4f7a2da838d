import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import type { Clock } from '../clock';

/** How long a credential is taken for unchanged, in ms. */
const KEPT_MS = 5_000;
/** More than the triggers that are called at the same time. */
const MOST = 1_000;

/** Credentials that triggers have just read, by the trigger and the credential that it names. */
export class RecentCredentials {
	private readonly read = new Map<string, { credential: ICredentialDataDecryptedObject; until: number }>();

	constructor(private readonly clock: Pick<Clock, 'elapsed'>) {}

	/** Undefined if it was not read, or too long ago. */
	of(context: IWebhookFunctions, type: string): ICredentialDataDecryptedObject | undefined {
		const key = keyOf(context, type);
		const known = this.read.get(key);
		if (known && known.until > this.clock.elapsed()) return known.credential;
		this.read.delete(key);
		return undefined;
	}

	remember(context: IWebhookFunctions, type: string, credential: ICredentialDataDecryptedObject): void {
		if (this.read.size >= MOST) this.read.clear();
		this.read.set(keyOf(context, type), { credential, until: this.clock.elapsed() + KEPT_MS });
	}
}

/** A test run may use what is not saved yet. */
function keyOf(context: IWebhookFunctions, type: string): string {
	const { id, credentials } = context.getNode();
	return JSON.stringify([context.getMode(), context.getWorkflow().id, id, credentials?.[type]]);
}
