import type { INodeProperties } from 'n8n-workflow';
import { replyToSession as reply, sessionKey, sessionUrl } from '../../../../lib/dingtalk/api/sessions';
import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import type { JsonLike } from '../../../../lib/delivery/types';
import type { Rendered } from '../../../../lib/notification/types';
import { textParameter } from '../../../../lib/n8n/parameters';
import { replyTypes } from '../../messageTypes/reply';
import { readMessage, typesForm } from '../../messageTypes/types';
import type { DingTalkSend } from '../../platform';

const sessionField: INodeProperties = {
	displayName: 'Session Webhook',
	name: 'sessionWebhook',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.sessionWebhook }}',
	hint: "Only the platform's own addresses and those of the credential are called",
	description: 'The sessionWebhook of a message that the robot got; it can be used for about 90 minutes',
};

export const replyToSession: DingTalkSend = {
	option: {
		name: 'Reply to Session',
		value: 'replyToSession',
		action: 'Reply to a session',
		description: 'Answer a message that the robot got, in the same chat, with mentions if you like',
	},

	form: [sessionField, ...typesForm(replyTypes)],

	messages: async (tools) => {
		const { context, item, app } = tools;
		const url = sessionUrl(textParameter(context, 'sessionWebhook', item), app);
		const rendered = await readMessage(tools, replyTypes);
		return [
			{
				to: { name: 'The conversation of the session webhook', key: sessionKey(url), limits: [] },
				// Each answers a message of its own.
				rendered: { ...rendered, digest: undefined } as unknown as Rendered<JsonLike>,
				call: (body) => reply(url, body as unknown as BotMessage),
				idempotent: false,
				read: () => ({}),
			},
		];
	},
};
