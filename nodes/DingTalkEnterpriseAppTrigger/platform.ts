import type { INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import { textsOf } from '../../lib/credentialTexts';
import { download, receivedFile } from '../../lib/dingtalk/api/files';
import { callDingTalk } from '../../lib/dingtalk/appClient';
import { dingTalkApp, setting } from '../../lib/dingtalk/appCredential';
import { stream } from '../../lib/dingtalk/connection/stream';
import { clickAnswer } from '../../lib/dingtalk/inbound/answers';
import { dingTalkCallback } from '../../lib/dingtalk/inbound/callback';
import { aesKeyOf } from '../../lib/dingtalk/inbound/crypto';
import { quotaProblem } from '../../lib/dingtalk/inbound/decode';
import { DINGTALK_EVENTS } from '../../lib/dingtalk/inbound/eventTypes';
import { rowsParameter } from '../../lib/n8n/parameters';
import { sharedState } from '../../lib/n8n/state';
import { rowValues, valueColumns, variableRows } from '../DingTalkEnterpriseApp/actions/card/fields';
import { CALL_TIMEOUT_MS } from '../shared/appTrigger';
import { eventOptions, triggerForm } from '../shared/appTriggerForm';
import type { WebhookPlatform } from '../shared/appWebhook';

/** What the triggers of the DingTalk Enterprise App have in common. */

const answerRows = variableRows(
	{
		displayName: 'New Values',
		name: 'answerVariables',
		placeholder: 'Add Variable',
		description: 'Variables of the card template as whoever has clicked sees them from then on; the others keep their values. For everybody else the card stays as it is until Card > Respond to Click, or Update, changes it.',
	},
	valueColumns('status'),
);

/** @param steps how the app gets to send its events here */
export const dingTalkTriggerForm = (steps: string[]): INodeProperties[] =>
	triggerForm({
		steps,
		guide: 'set-up-dingtalk',
		events: eventOptions(DINGTALK_EVENTS),
		answer: [answerRows],
		chatId: { example: 'cidEdy1bSTkBZCj0T1oYSPaPw==', hint: 'Each item has it as chat.id' },
		personId: { example: 'manager4220', hint: 'User IDs or union IDs: each item has them in sender. User > Get by Mobile of the DingTalk Enterprise App gets them by mobile number.' },
		unmentioned: 'DingTalk usually sends none of these anyway',
		otherEvent: 'edu_user_insert',
	});

export const dingTalk: WebhookPlatform = {
	credentialType: 'dingTalkEnterpriseAppApi',

	download: 'File > Download Received File of the DingTalk Enterprise App',

	fixedAnswer: (reader) => clickAnswer({ values: rowValues(rowsParameter(reader, 'answerVariables.variable', 0)), privateValues: {}, keepOthers: true }),

	protocol: async ({ http, credential }) => stream(http, dingTalkApp(credential, CALL_TIMEOUT_MS), sharedState()),

	fetchFile: ({ http, credential }) => {
		const app = dingTalkApp(credential, CALL_TIMEOUT_MS);
		const robotCode = setting(credential, 'robotCode');
		return async (_event, { key, name }, signal) => {
			const outcome = await callDingTalk(http, sharedState().accessTokens, app, receivedFile({ downloadCode: key, robotCode }), signal);
			if (!outcome.accepted) throw new ApiFailure(outcome.failure);
			const { bytes, contentType } = await download(outcome.raw, http, app, signal);
			return { bytes, fileName: name, contentType: contentType.split(';')[0]! };
		};
	},

	receive: async (request, { credential, warn, trigger }) => {
		const { clock, callbackReplays } = sharedState();
		const callback = dingTalkCallback(request, { ...settingsOf(credential), trigger }, clock, callbackReplays);
		const problem = 'event' in callback ? quotaProblem(callback.event) : undefined;
		if (problem) warn(`${problem.message}. ${problem.fix}`);
		return callback;
	},

	missing: (credential, { events }) => {
		const { pushToken, pushAesKey, cardCallbackSecret } = settingsOf(credential);
		if (events.some((event) => !['message', 'cardAction'].includes(event)) && (pushToken === '' || !aesKeyOf(pushAesKey))) {
			return {
				message: `The credential has no HTTP Push ${pushToken === '' ? 'Token' : 'AES Key of 43 characters'}, which events of the organization need`,
				fix: 'Copy token and key from the developer console into the credential: your app > Event Subscription (事件订阅) > HTTP push. For messages and card clicks alone, choose only these as Events.',
			};
		}
		if (!events.includes('cardAction') || cardCallbackSecret !== '') return undefined;
		return {
			message: 'The credential has no Card Callback Secret, so that nobody could tell clicks from forgeries',
			fix: 'Think of a secret, enter it in the credential, and run Card > Register Callback of the DingTalk Enterprise App once with the URL of this trigger.',
		};
	},
};

function settingsOf(credential: Record<string, unknown>) {
	const text = textsOf(credential);
	return {
		clientId: text('clientId'),
		clientSecret: text('clientSecret'),
		pushToken: text('pushToken'),
		pushAesKey: text('pushAesKey'),
		cardCallbackSecret: text('cardCallbackSecret'),
		corpId: text('corpId'),
	};
}
