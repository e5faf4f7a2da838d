import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import { textsOf } from '../../lib/credentialTexts';
import type { Failure } from '../../lib/delivery/types';
import { appNameIn, ownApps } from '../../lib/dingtalk/api/apps';
import { callDingTalk, tokenSource } from '../../lib/dingtalk/appClient';
import { dingTalkApp } from '../../lib/dingtalk/appCredential';
import { TEST_TIMEOUT_MS, testAppCredential } from '../shared/appCredentialTest';

/** Not every DingTalk of an organization's own has this API. */
const NO_SUCH_API = 'InvalidAction.NotFound';

/** Gets a token, then looks for the app's name, which most apps may not read: that is no error. */
export async function dingTalkEnterpriseAppCredentialTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
	return await testAppCredential(this, credential, async (http, tokens, data) => {
		const app = dingTalkApp(data, TEST_TIMEOUT_MS);
		const token = await tokens.get(tokenSource(http, app));
		if ('class' in token) throw new ApiFailure(token);
		const outcome = await callDingTalk(http, tokens, app, ownApps);
		if (!outcome.accepted && stopsEverything(outcome.failure)) throw new ApiFailure(outcome.failure);
		const text = textsOf(data);
		const name = outcome.accepted ? appNameIn(outcome.raw, { clientId: app.clientId, appId: text('appId'), agentId: text('agentId') }) : undefined;
		return name === undefined ? 'Client ID and Client Secret are right' : `Connected as ${name}`;
	});
}

/** Any other call would be refused for it, too: the machine's address, an app that is switched off. */
const stopsEverything = ({ class: failureClass, code, permissionAtFault }: Failure): boolean =>
	failureClass === 'tokenInvalid' || (failureClass === 'permanent' && !permissionAtFault && code !== NO_SUCH_API);
