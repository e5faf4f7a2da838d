import { NodeApiError, type ILoadOptionsFunctions } from 'n8n-workflow';
import type { JsonObject } from '../../lib/http';
import { n8nHttp } from '../../lib/n8n/http';
import { sharedState } from '../../lib/n8n/state';
import type { AppPlatform } from './app';

/** Shorter than what people wait for in the editor. */
const TIMEOUT_MS = 10_000;

/** A call for a list in the editor; its error stands where the list would. */
export async function ask<App, Call extends { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' }>(
	context: ILoadOptionsFunctions,
	platform: AppPlatform<App, Call>,
	call: Call,
): Promise<JsonObject> {
	const app = platform.app(await context.getCredentials(platform.credentialType), TIMEOUT_MS);
	const outcome = await platform.call(n8nHttp(context.helpers), sharedState().accessTokens, app, call);
	if (outcome.accepted) return outcome.raw;
	const { message, fix } = outcome.failure;
	// The editor shows no description there.
	throw new NodeApiError(context.getNode(), {}, { message: `${message}. ${fix}`, description: fix });
}
