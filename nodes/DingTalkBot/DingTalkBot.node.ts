import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { botAddress, HOSTS } from '../../lib/dingtalk/botAddress';
import { sendBotMessage, type BotMessage } from '../../lib/dingtalk/botClient';
import { runBot, type Bot } from '../shared/bot';
import { testBotCredential } from '../shared/botCredentialTest';
import { botForm } from '../shared/botForm';
import { deliveryOptions } from '../shared/options';
import { sendActionCard } from './actions/message/sendActionCard';
import { sendFeedCard } from './actions/message/sendFeedCard';
import { sendJson } from './actions/message/sendJson';
import { sendLink } from './actions/message/sendLink';
import { sendMarkdown } from './actions/message/sendMarkdown';
import { sendTestMessage } from './actions/message/sendTestMessage';
import { sendText } from './actions/message/sendText';
import { sendNotification } from './actions/notification/sendNotification';

const bot: Bot<BotMessage> = {
	credentialType: 'dingTalkBotApi',
	operations: {
		message: [sendText, sendMarkdown, sendLink, sendActionCard, sendFeedCard, sendJson, sendTestMessage],
		notification: [sendNotification],
	},
	hosts: HOSTS,
	address: botAddress,
	noMessage: { msgtype: 'text' },
	idempotent: true,
	send: sendBotMessage,
};

export class DingTalkBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Bot',
		name: 'dingTalkBot',
		icon: { light: 'file:../../icons/dingTalkBot.svg', dark: 'file:../../icons/dingTalkBot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) + ": " + $parameter["resource"] }}',
		description: 'Send messages and notifications to a DingTalk group through its custom robot',
		defaults: { name: 'DingTalk Bot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkBotApi', required: true, testedBy: 'dingTalkBotCredentialTest' }],
		properties: botForm(bot, deliveryOptions()),
	};

	methods = {
		credentialTest: {
			async dingTalkBotCredentialTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				return await testBotCredential(this, credential, bot);
			},
		},
	};

	async execute(this: IExecuteFunctions) {
		return await runBot(this, bot);
	}
}
