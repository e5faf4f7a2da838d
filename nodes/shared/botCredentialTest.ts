import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { botTestResult } from '../../lib/n8n/credentialTest';
import { credentialTestHttp } from '../../lib/n8n/http';
import { sharedState } from '../../lib/n8n/state';
import { connectionOf, type Bot } from './bot';

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
		const { connection } = connectionOf(bot, data, TIMEOUT_MS);
		return await bot.send(credentialTestHttp(context.helpers), sharedState().clock, connection, bot.noMessage, '');
	});
