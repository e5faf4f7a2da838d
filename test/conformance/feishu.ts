import { contentCases } from './feishu/content';
import { directoryCases } from './feishu/directory';
import { followUpCases } from './feishu/followUps';
import { messageCases } from './feishu/messages';
import type { Case } from './support/conformance';
import type { FeishuWorld } from './support/worlds';

export const cases: Array<Case<FeishuWorld>> = [
	{
		operation: 'POST /open-apis/auth/v3/tenant_access_token/internal',
		// The SDK reads both when it gets a token for itself.
		differs: ['tenant_access_token: not in the type', 'expire: not in the type'],
		async run({ client, app }) {
			const answer = await client.auth.v3.tenantAccessToken.internal({ data: { app_id: app.id, app_secret: app.secret } });
			expect(answer).toEqual({ code: 0, msg: 'ok', tenant_access_token: expect.stringMatching(/^t-/), expire: 7200 });
		},
	},
	...messageCases,
	...followUpCases,
	...directoryCases,
	...contentCases,
];
