import type { ICredentialDataDecryptedObject, ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { AccessTokens } from '../../lib/accessTokens';
import type { Http } from '../../lib/http';
import { appTestResult } from '../../lib/n8n/credentialTest';
import { credentialTestHttp } from '../../lib/n8n/http';
import { sharedState } from '../../lib/n8n/state';

export const TEST_TIMEOUT_MS = 10_000;

/**
 * Tests an app's credential.
 *
 * @param connect says what it found. It gets tokens of its own, not the process's: only a new one proves that the
 * secret is still right.
 */
export const testAppCredential = (
	context: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
	connect: (http: Http, tokens: AccessTokens, credential: ICredentialDataDecryptedObject) => Promise<string>,
): Promise<INodeCredentialTestResult> =>
	appTestResult(() => connect(credentialTestHttp(context.helpers), new AccessTokens(sharedState().clock), data));
