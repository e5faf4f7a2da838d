import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { botAddress } from '../../lib/feishu/botAddress';
import { sendBotMessage, type BotMessage } from '../../lib/feishu/botClient';
import { runBot, type Bot } from '../shared/bot';
import { testBotCredential } from '../shared/botCredentialTest';
import { botForm } from '../shared/botForm';
import { deliveryOptions } from '../shared/options';
import { sendText } from './actions/message/sendText';
import { sendNotification } from './actions/notification/sendNotification';

const bot: Bot<BotMessage> = {
	credentialType: 'larkBotApi',
	operations: { message: [sendText], notification: [sendNotification] },
	address: botAddress,
	noMessage: { msg_type: 'text' },
	idempotent: false,
	send: (http, clock, connection, body, _key, signal) => sendBotMessage(http, clock, connection, body, signal),
};

export class LarkBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lark Bot',
		name: 'larkBot',
		icon: { light: 'file:../../icons/larkBot.svg', dark: 'file:../../icons/larkBot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) + ": " + $parameter["resource"] }}',
		description: 'Send messages and notifications to a Lark or Feishu group through its custom bot',
		defaults: { name: 'Lark Bot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'larkBotApi', required: true, testedBy: 'larkBotCredentialTest' }],
		properties: botForm(bot, deliveryOptions(['onAmbiguousTimeout'])),
	};

	methods = {
		credentialTest: {
			async larkBotCredentialTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				return await testBotCredential(this, credential, bot);
			},
		},
	};

	async execute(this: IExecuteFunctions) {
		return await runBot(this, bot);
	}
}
