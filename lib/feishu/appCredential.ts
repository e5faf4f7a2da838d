import { baseUrl } from '../baseUrl';
import { InputError } from '../inputError';
import type { FeishuApp } from './appClient';

const BASE_URLS: Record<string, string> = { feishu: 'https://open.feishu.cn', lark: 'https://open.larksuite.com' };

/** The app of a credential (`feishuAppApi`); throws an {@link InputError} for what is missing in it. */
export function feishuApp(credential: Record<string, unknown>, timeoutMs: number): FeishuApp {
	const text = (name: string) => String(credential[name] ?? '').trim();
	const [appId, appSecret] = [text('appId'), text('appSecret')];
	if (appId === '' || appSecret === '') {
		throw new InputError(
			`The credential has no ${appId === '' ? 'App ID' : 'App Secret'}`,
			'Copy it from the developer console: your app > Credentials & Basic Info.',
		);
	}
	// A private deployment hides an address of the two public ones, and the other way round.
	const isPrivate = text('region') === 'private';
	return {
		baseUrl: isPrivate ? baseUrl(text('baseUrl').replace(/\/open-apis\/?$/, ''), 'https://open.feishu.example.com') : (BASE_URLS[text('region')] ?? BASE_URLS.feishu!),
		appId,
		appSecret,
		timeoutMs,
		ignoreSslIssues: isPrivate && credential.ignoreSslIssues === true,
	};
}
