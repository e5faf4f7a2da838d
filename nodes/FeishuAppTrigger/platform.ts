import type { INodeProperties } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import { textsOf } from '../../lib/credentialTexts';
import { messageResource, resourceOf } from '../../lib/feishu/api/files';
import { callFeishu, channelOf } from '../../lib/feishu/appClient';
import { feishuApp } from '../../lib/feishu/appCredential';
import { longConnection } from '../../lib/feishu/connection/longConnection';
import { cardAnswer } from '../../lib/feishu/inbound/answers';
import { feishuCallback } from '../../lib/feishu/inbound/callback';
import { FEISHU_EVENTS } from '../../lib/feishu/inbound/eventTypes';
import { textParameter } from '../../lib/n8n/parameters';
import { sharedState } from '../../lib/n8n/state';
import { readToast, toastFields } from '../FeishuApp/toast';
import { CALL_TIMEOUT_MS } from '../shared/appTrigger';
import { eventOptions, triggerForm } from '../shared/appTriggerForm';
import type { WebhookPlatform } from '../shared/appWebhook';

/** What the triggers of the Feishu App have in common. */

const cardField: INodeProperties = {
	displayName: 'New Card (JSON)',
	name: 'answerCard',
	// The editor marks an empty field of the type `json` as an error.
	type: 'string',
	default: '',
	typeOptions: { rows: 4 },
	placeholder: 'e.g. { "schema": "2.0", "body": { "elements": [...] } }',
	description: 'The card as everybody sees it after the click, as the card builder copies it, of the same schema as before; empty to leave it as it is',
};

/** @param steps how the app gets to send its events here */
export const feishuTriggerForm = (steps: string[]): INodeProperties[] =>
	triggerForm({
		steps,
		guide: 'set-up-feishu-or-lark',
		events: eventOptions(FEISHU_EVENTS),
		answer: [...toastFields, cardField],
		chatId: { example: 'oc_a0553eda9014c201e6969b478895c230', hint: 'Each item has it as chat.id. Chat > Get Many of the Feishu App lists all groups of the bot.' },
		personId: { example: 'ou_7d8a6e6df7621556ce0d21922b676706', hint: 'Open IDs, user IDs or union IDs: each item has them in sender. User > Find of the Feishu App gets them by email.' },
		unmentioned: 'They come only to apps with the scope im:message.group_msg',
		otherEvent: 'acs.access_record.created_v1',
	});

export const feishu: WebhookPlatform = {
	credentialType: 'feishuAppApi',

	download: 'File > Download From Message of the Feishu App',

	fixedAnswer: (reader) => {
		const card = textParameter(reader, 'answerCard', 0).trim();
		return { ...readToast(reader, 0), ...(card !== '' && cardAnswer(card)) };
	},

	protocol: async ({ http, credential, warn }) => {
		const app = feishuApp(credential, CALL_TIMEOUT_MS);
		const { accessTokens: tokens, clock, ownBots } = sharedState();
		const asker = { app, http, warn };
		await ownBots.openIdSoon(asker);
		return longConnection(http, app, { botOpenId: () => ownBots.openId(asker), tokens, clock });
	},

	fetchFile: ({ http, credential }) => {
		const app = feishuApp(credential, CALL_TIMEOUT_MS);
		return async ({ message }, { key }, signal) => {
			const outcome = await callFeishu(http, sharedState().accessTokens, app, messageResource(message!.id, key), signal);
			if (!outcome.accepted) throw new ApiFailure(outcome.failure);
			return resourceOf(outcome.raw, key);
		};
	},

	receive: async (request, { http, credential, warn, trigger }) => {
		const app = feishuApp(credential, CALL_TIMEOUT_MS);
		const { callbackReplays, clock, ownBots } = sharedState();
		const asker = { app, http, warn };
		const settings = { ...secretsOf(credential), trigger, platform: channelOf(app) };
		const read = (botOpenId: string) => feishuCallback(request, { ...settings, botOpenId }, clock, callbackReplays);
		const known = ownBots.known(asker);
		const callback = read(known);
		if (known !== '' || !('event' in callback) || !callback.event.message) return callback;
		// Only what has come from the platform is worth a question.
		callback.release();
		return read(await ownBots.openIdSoon(asker));
	},

	missing: (credential) => {
		const { verificationToken, encryptKey } = secretsOf(credential);
		if (verificationToken !== '' || encryptKey !== '') return undefined;
		return {
			message: 'The credential has neither a Verification Token nor an Encrypt Key, so that anybody could start the workflow',
			fix: 'Copy them from the developer console into the credential: your app > Events & Callbacks > Encryption Strategy.',
		};
	},
};

function secretsOf(credential: Record<string, unknown>) {
	const text = textsOf(credential);
	return { verificationToken: text('verificationToken'), encryptKey: text('encryptKey') };
}
