import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import type { ConnectedBot } from '../botConnection';
import { textsOf } from '../credentialTexts';
import type { Target } from '../delivery/types';
import { secretsOf } from '../http';
import { InputError } from '../inputError';
import { splitList } from '../notification/keyword';
import { listParameter, optionParameter, textParameter } from './parameters';

/** What reads a webhook URL; throws an {@link InputError} that says what is wrong with it. */
type ReadAddress = (webhookUrl: string) => { url: string; target: Target };

export interface Destination {
	/** The bots of one group. */
	bots: [ConnectedBot, ...ConnectedBot[]];
	keywords: string[];
	/** What came with the item and is nobody's business. */
	secrets: string[];
}

interface Settings {
	address: ReadAddress;
	/** The platform's own. */
	hosts: string[];
	timeoutMs: number;
}

/** Where the item's messages go. */
export function destinationOf(
	context: IExecuteFunctions,
	item: number,
	credential: ICredentialDataDecryptedObject,
	settings: Settings,
): Destination {
	if (optionParameter(context, 'sendTo', item, ['credential', 'item']) === 'credential') return ofCredential(credential, settings);
	const { url, target } = settings.address(textParameter(context, 'webhookUrl', item));
	if (!allowedHosts(credential, settings).includes(new URL(url).host)) {
		throw new InputError(
			`The Webhook URL leads to ${new URL(url).host}, which is neither the platform's nor named by the credential`,
			'If it is your own deployment of the platform, add it to Allowed Hosts in the credential. Otherwise somebody may be after your messages.',
		);
	}
	const secret = textParameter(context, 'signingSecret', item).trim();
	return {
		bots: [connect(url, target, secret, credential, settings)],
		keywords: listParameter(context, 'securityKeywords', item),
		// The longest first: none is to leave a part of another.
		secrets: [textParameter(context, 'webhookUrl', item).trim(), url, ...secretsOf(url), secret]
			.filter((text) => text !== '')
			.sort((a, b) => b.length - a.length),
	};
}

/** The credential's bot, and those beside it in the same group. */
export function ofCredential(credential: ICredentialDataDecryptedObject, settings: Settings): Destination {
	const connected = (webhookUrl: string, secret: string) => {
		const { url, target } = settings.address(webhookUrl);
		return connect(url, target, secret, credential, settings);
	};
	const more = lines(credential, 'moreBots').map((line, index) => {
		const [webhookUrl = '', secret = '', ...rest] = line.split(/\s+/);
		try {
			if (rest.length > 0) throw new InputError('There is more than a webhook URL and a signing secret', 'Put every bot on a line of its own.');
			return connected(webhookUrl, secret);
		} catch (error) {
			if (error instanceof InputError) throw new InputError(`More Bots, line ${index + 1}: ${error.message}`, error.fix);
			throw error;
		}
	});
	const text = textsOf(credential);
	const first = connected(text('webhookUrl'), text('secret'));
	// A bot that stands there twice has one limit all the same.
	const others = new Map(more.map((bot) => [bot.target.key, bot]));
	others.delete(first.target.key);
	return { bots: [first, ...others.values()], keywords: splitList(text('keywords')), secrets: [] };
}

const connect = (
	url: string,
	target: Target,
	secret: string,
	{ ignoreSslIssues }: ICredentialDataDecryptedObject,
	{ timeoutMs }: Settings,
): ConnectedBot => ({ target, connection: { url, secret, timeoutMs, ignoreSslIssues: ignoreSslIssues === true } });

function allowedHosts(credential: ICredentialDataDecryptedObject, { hosts }: Settings): string[] {
	const text = textsOf(credential);
	const url = text('webhookUrl');
	return [...hosts, ...splitList(text('allowedHosts')).map(hostOf), ...(URL.canParse(url) ? [new URL(url).host] : [])];
}

/** People copy whole addresses. */
const hostOf = (entry: string): string => {
	const address = entry.includes('://') ? entry : `https://${entry}`;
	return URL.canParse(address) ? new URL(address).host : entry;
};

const lines = (credential: ICredentialDataDecryptedObject, name: string): string[] =>
	textsOf(credential)(name)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
