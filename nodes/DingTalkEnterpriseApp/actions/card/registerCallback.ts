import type { IDataObject } from 'n8n-workflow';
import { textsOf } from '../../../../lib/credentialTexts';
import { callbackRegistration, cardAnswer } from '../../../../lib/dingtalk/api/cards';
import { booleanParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { DingTalkRequest } from '../../platform';

export const registerCallback: DingTalkRequest = {
	option: {
		name: 'Register Callback',
		value: 'registerCallback',
		action: 'Register a card callback',
		description: 'Tell DingTalk which URL gets the clicks of cards, for cards without a Stream connection',
	},

	form: [
		{
			displayName: 'The Card Callback Secret of the credential is registered with the URL: clicks are then signed, and the trigger can tell them from forgeries',
			name: 'secretNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Route Key',
			name: 'routeKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n-alerts',
			description: 'A name of your choice, by which cards find this URL (Create and Deliver, Clicks Go To: URL)',
		},
		{
			displayName: 'URL',
			name: 'callbackUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/1a2b3c',
			description: 'The production URL of the DingTalk Enterprise App Webhook Trigger, which must be reachable from the internet',
		},
		{
			displayName: 'Overwrite',
			name: 'overwrite',
			type: 'boolean',
			default: false,
			description: 'Whether to take the route key over if it belongs to another URL. Cards that were sent with it then send their clicks to the new one.',
		},
	],

	run: async ({ context, item, request, credential }) => {
		const route = {
			routeKey: textParameter(context, 'routeKey', item).trim(),
			url: textParameter(context, 'callbackUrl', item).trim(),
			secret: textsOf(credential)('cardCallbackSecret'),
			overwrite: booleanParameter(context, 'overwrite', item, false),
		};
		cardAnswer(await request(callbackRegistration(route)));
		// The answer repeats the secret, so that it is shown to nobody.
		return { routeKey: route.routeKey, callbackUrl: route.url, signed: route.secret !== '' } satisfies IDataObject;
	},
};
