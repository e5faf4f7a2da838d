import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { botTestResult } from '../../lib/n8n/credentialTest';
import { ofCredential } from '../../lib/n8n/destination';
import { credentialTestHttp } from '../../lib/n8n/http';
import { sharedState } from '../../lib/n8n/state';
import type { Bot } from './bot';

const TIMEOUT_MS = 10_000;

/**
 * Tests a bot's credential without posting into the group. Address, bot and signature show in how a message
 * without content is refused; whether the keywords are those of the bot shows only with a real message.
 */
export const testBotCredential = <Body>(
	context: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
	bot: Bot<Body>,
): Promise<INodeCredentialTestResult> =>
	botTestResult(async () => {
		const { bots } = ofCredential(data, { ...bot, timeoutMs: TIMEOUT_MS });
		const http = credentialTestHttp(context.helpers);
		return bots.map(({ connection, target }) => ({
			name: target.name,
			call: () => bot.send(http, sharedState().serverTime, connection, bot.noMessage, ''),
		}));
	});
