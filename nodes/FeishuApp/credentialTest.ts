import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import { botInfo, botInfoOf, NO_BOT } from '../../lib/feishu/api/bot';
import { callFeishu } from '../../lib/feishu/appClient';
import { feishuApp } from '../../lib/feishu/appCredential';
import { TEST_TIMEOUT_MS, testAppCredential } from '../shared/appCredentialTest';

const WITHOUT_BOT =
	'App ID and App Secret are right, but the app has no bot, which messages need: add the feature Bot in the developer console, and release a version.';

/** Gets a token, then asks for the app's name. */
export async function feishuAppCredentialTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
	return await testAppCredential(this, credential, async (http, tokens, data) => {
		const outcome = await callFeishu(http, tokens, feishuApp(data, TEST_TIMEOUT_MS), botInfo);
		if (!outcome.accepted && outcome.failure.code === NO_BOT) return WITHOUT_BOT;
		if (!outcome.accepted) throw new ApiFailure(outcome.failure);
		const { name, hint } = botInfoOf(outcome.raw);
		return hint === undefined ? `Connected as ${name}` : `Connected as ${name}. ${hint}`;
	});
}
