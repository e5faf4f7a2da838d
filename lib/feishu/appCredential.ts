import { baseUrl } from '../baseUrl';
import { textsOf } from '../credentialTexts';
import { InputError } from '../inputError';
import type { FeishuApp } from './appClient';

const BASE_URLS = new Map([
	['feishu', 'https://open.feishu.cn'],
	['lark', 'https://open.larksuite.com'],
]);

/** The app of a credential (`feishuAppApi`); throws an {@link InputError} for what is missing in it. */
export function feishuApp(credential: Record<string, unknown>, timeoutMs: number): FeishuApp {
	const text = textsOf(credential);
	const [appId, appSecret] = [text('appId'), text('appSecret')];
	if (appId === '' || appSecret === '') {
		throw new InputError(
			`The credential has no ${appId === '' ? 'App ID' : 'App Secret'}`,
			'Copy it from the developer console: your app > Credentials & Basic Info.',
		);
	}
	const region = text('region') || 'feishu';
	return {
		baseUrl: BASE_URLS.get(region) ?? privateBaseUrl(region, text('baseUrl')),
		appId,
		appSecret,
		timeoutMs,
		// The public platforms hide the field, whose value may be left over.
		ignoreSslIssues: region === 'private' && credential.ignoreSslIssues === true,
	};
}

function privateBaseUrl(region: string, given: string): string {
	if (region === 'private') return baseUrl(given.replace(/\/open-apis\/?$/, ''), 'https://open.feishu.example.com');
	throw new InputError(`The credential's region is "${region.slice(0, 100)}"`, 'Choose Feishu, Lark or Private Deployment in the credential.');
}
