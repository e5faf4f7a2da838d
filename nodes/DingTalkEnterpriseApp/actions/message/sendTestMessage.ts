import type { IDataObject } from 'n8n-workflow';
import { ApiFailure, attempt } from '../../../../lib/apiFailure';
import { sendToPeople, sentToPeople } from '../../../../lib/dingtalk/api/messages';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { robotMessage } from '../../../../lib/dingtalk/robotMessage';
import { testChecks } from '../../../../lib/dingtalk/testChecks';
import { InputError } from '../../../../lib/inputError';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { words } from '../../../../lib/notification/language';
import { findUserId } from '../../people';
import type { DingTalkRequest, Tools } from '../../platform';
import { sendToField } from '../../recipients';

export const sendTestMessage: DingTalkRequest = {
	option: {
		name: 'Send Test Message',
		value: 'sendTestMessage',
		action: 'Send a test message',
		description: 'Send a test message to somebody and tell, step by step, what works and what does not',
	},

	form: [
		{
			displayName:
				'Sends a short message to one person and tells what it found: access token, permissions, the person, the robot, the message, each with its fix. A step that fails is no error of the node: look at the result.',
			name: 'testNotice',
			type: 'notice',
			default: '',
		},
		sendToField({ default: 'mobile', by: ['mobile', 'userId'] }),
		{
			displayName: 'Person',
			name: 'person',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 13800138000',
			description: 'Mobile number or user ID of a colleague, for example your own',
		},
	],

	run: async (tools) => {
		const { context, item } = tools;
		const by = optionParameter(context, 'sendTo', item, ['mobile', 'userId']);
		const name = textParameter(context, 'person', item).trim();
		if (name === '') throw new InputError('The person is empty', 'Enter the mobile number or the user ID of a colleague.');
		const lookUp = by === 'mobile' ? await attempt(async () => ({ userId: await findUserId(tools, 'mobile', name) })) : undefined;
		const userId = lookUp === undefined ? name : 'userId' in lookUp ? lookUp.userId : undefined;
		const sent = userId === undefined ? undefined : await attempt(() => send(tools, userId));
		const messageId = sent && 'messageId' in sent ? sent.messageId : null;
		const checks = testChecks({ name, lookUp, sent });
		return { status: messageId === null ? 'failed' : 'sent', target: name, messageId, checks: checks as unknown as IDataObject[] };
	},
};

async function send({ request, credential, language }: Tools, userId: string): Promise<{ messageId: string }> {
	const message = robotMessage({ msgtype: 'text', text: { content: words[language].testMessage } });
	const { messageId = '', refused } = sentToPeople(await request(sendToPeople(setting(credential, 'robotCode'), message, [userId])));
	const failure = refused.get(userId);
	if (failure) throw new ApiFailure(failure);
	return { messageId };
}
