import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { botInfo, botInfoOf } from '../../../../lib/feishu/api/bot';
import { sendMessage, sentMessage } from '../../../../lib/feishu/api/messages';
import { app } from '../../../../lib/feishu/appMessage';
import { botText } from '../../../../lib/feishu/botText';
import { attempt, testChecks } from '../../../../lib/feishu/testChecks';
import { InputError } from '../../../../lib/inputError';
import { words } from '../../../../lib/notification/language';
import type { FeishuRequest, Tools } from '../../platform';
import { readRecipients, recipientForm, type Reader } from '../../recipients';

export const sendTestMessage: FeishuRequest = {
	option: {
		name: 'Send Test Message',
		value: 'sendTestMessage',
		action: 'Send a test message',
		description: 'Send a test message to somebody and tell, step by step, what works and what does not',
	},

	form: [
		{
			displayName:
				'Sends a short message to one person or group and tells what it found: access token, bot, published version, scopes, the reader, the message, each with its fix. A step that fails is no error of the node: look at the result.',
			name: 'testNotice',
			type: 'notice',
			default: '',
		},
		...recipientForm,
	],

	run: async (tools) => {
		const reader = await readReader(tools);
		const bot = await attempt(async () => botInfoOf(await tools.request(botInfo)));
		const sent = reader.failure ? undefined : await attempt(() => send(tools, reader));
		const checks = testChecks({ bot, reader: { name: reader.name ?? reader.id, failure: reader.failure }, sent });
		const messageId = sent && 'messageId' in sent ? sent.messageId : null;
		return { status: messageId === null ? 'failed' : 'sent', target: reader.name ?? reader.id, messageId, checks: checks.map((check): IDataObject => ({ ...check })) };
	},
};

async function readReader(tools: Tools): Promise<Reader> {
	const [reader, ...others] = (await readRecipients(tools)) as [Reader, ...Reader[]];
	if (others.length === 0) return reader;
	throw new InputError(`There are ${others.length + 1} recipients`, 'Enter one: a test message goes to one person or group.');
}

async function send({ request, language }: Tools, reader: Reader): Promise<{ messageId: string }> {
	const { body } = botText({ text: words[language].testMessage, mentions: [], mentionAll: false, keywords: [], language, medium: app });
	// Its key lets the call be repeated without harm.
	const answer = await request({ ...sendMessage(reader, body, randomUUID()), repeatable: true });
	return { messageId: sentMessage(answer).messageId ?? '' };
}
