import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { botAddress, HOSTS } from '../../lib/feishu/botAddress';
import { sendBotMessage, type BotMessage } from '../../lib/feishu/botClient';
import { runBot, type Bot } from '../shared/bot';
import { testBotCredential } from '../shared/botCredentialTest';
import { botForm } from '../shared/botForm';
import { deliveryOptions } from '../shared/options';
import { sendCard } from './actions/message/sendCard';
import { sendCardTemplate } from './actions/message/sendCardTemplate';
import { sendImage } from './actions/message/sendImage';
import { sendJson } from './actions/message/sendJson';
import { sendRichText } from './actions/message/sendRichText';
import { sendTestMessage } from './actions/message/sendTestMessage';
import { sendText } from './actions/message/sendText';
import { shareChat } from './actions/message/shareChat';
import { sendNotification } from './actions/notification/sendNotification';

const bot: Bot<BotMessage> = {
	credentialType: 'larkBotApi',
	operations: {
		message: [sendText, sendRichText, sendCard, sendCardTemplate, sendImage, shareChat, sendJson, sendTestMessage],
		notification: [sendNotification],
	},
	hosts: HOSTS,
	address: botAddress,
	noMessage: { msg_type: 'text' },
	idempotent: false,
	send: (http, time, connection, body, _key, signal) => sendBotMessage(http, time, connection, body, signal),
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
