import { baseUrl } from '../baseUrl';
import { textsOf } from '../credentialTexts';
import { InputError } from '../inputError';
import type { DingTalkApp } from './appClient';
import type { Organization } from './links';

const BASE_URL = 'https://api.dingtalk.com';
const OLD_BASE_URL = 'https://oapi.dingtalk.com';

/** The app of a credential (`dingTalkEnterpriseAppApi`); throws an {@link InputError} for what is missing in it. */
export function dingTalkApp(credential: Record<string, unknown>, timeoutMs: number): DingTalkApp {
	const text = textsOf(credential);
	const [clientId, clientSecret] = [text('clientId'), text('clientSecret')];
	if (clientId === '' || clientSecret === '') {
		throw new InputError(
			`The credential has no ${clientId === '' ? 'Client ID' : 'Client Secret'}`,
			'Copy it from the developer console: your app > Credentials & Basic Information.',
		);
	}
	const isExclusive = credential.exclusive === true;
	return {
		baseUrl: isExclusive ? baseUrl(text('baseUrl'), BASE_URL) : BASE_URL,
		oldBaseUrl: isExclusive ? baseUrl(text('oldBaseUrl'), OLD_BASE_URL) : OLD_BASE_URL,
		clientId,
		clientSecret,
		timeoutMs,
		ignoreSslIssues: isExclusive && credential.ignoreSslIssues === true,
	};
}

/** What else the credential tells: `setting` by its name, or an {@link InputError} that says where to find it. */
export function setting(credential: Record<string, unknown>, name: keyof typeof SETTINGS): string {
	const text = textsOf(credential);
	const value = text(name);
	if (value !== '') return value;
	if (name === 'robotCode') return text('clientId');
	throw new InputError(`The credential has no ${SETTINGS[name].label}`, SETTINGS[name].where);
}

const SETTINGS = {
	robotCode: { label: 'Robot Code', where: '' },
	agentId: { label: 'Agent ID', where: 'Copy it from the developer console (beside the Client ID) into the credential.' },
	corpId: { label: 'Corp ID', where: 'Copy it from the home page of the developer console into the credential.' },
	cardTemplateId: { label: 'Card Template ID', where: 'Enter a template in the operation, or one for all operations in the credential.' },
};

/** The organization of the credential, and the app in it, as far as it tells both. */
export function organizationOf(credential: Record<string, unknown>): Organization | undefined {
	const [corpId, agentId] = ['corpId', 'agentId'].map(textsOf(credential)) as [string, string];
	return corpId !== '' && agentId !== '' ? { corpId, agentId } : undefined;
}
