import { InputError } from '../inputError';
import { filled } from './fields';

/** Where the desktop client opens a link: as it does by itself, in the browser, or in DingTalk's side panel. */
export const LINK_TARGETS = ['default', 'browser', 'sidePanel'] as const;
export type LinkTarget = (typeof LINK_TARGETS)[number];

/** The organization that an app belongs to, and the app in it. */
export interface Organization {
	corpId: string;
	agentId: string;
}

/** Or in the workbench of an organization, also for somebody who is a member of several. */
export type OpenLinksIn = LinkTarget | Organization;

/**
 * The address that a click opens, encoded. `dingtalk://` addresses say by themselves where they open.
 * Throws an {@link InputError} for anything but a complete http(s) or dingtalk:// URL.
 */
export const linkUrl = (given: string, target: OpenLinksIn): string => openedIn(checked('URL', given, ['https:', 'http:', 'dingtalk:']), target);

/** The same for an address that is complete and encoded already. */
export function openedIn(url: string, target: OpenLinksIn): string {
	if (target === 'default' || /^dingtalk:/i.test(url)) return url;
	if (typeof target === 'object') return organizationUrl(url, target);
	// "pc_slide: true: in the side panel of the desktop client, false: in the browser" (message links).
	return `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(url)}&pc_slide=${target === 'sidePanel'}`;
}

/** https://open.dingtalk.com/document/development/message-link-description */
const organizationUrl = (url: string, { corpId, agentId }: Organization): string =>
	`dingtalk://dingtalkclient/action/openapp?corpid=${encodeURIComponent(corpId)}&container_type=work_platform&app_id=0_${encodeURIComponent(agentId)}&redirect_type=jump&redirect_url=${encodeURIComponent(url)}`;

/** The address of a picture, which the clients load from the web. */
export const pictureUrl = (given: string): string => checked('picture URL', given, ['https:', 'http:']);

function checked(noun: string, given: string, protocols: string[]): string {
	const text = filled(noun, given).trim();
	const url = URL.canParse(text) ? new URL(text) : undefined;
	// A host may hold quotes by the letter of the standard; there is none.
	if (url && protocols.includes(url.protocol) && !/[\s"<>]/.test(url.href)) return url.href;
	const schemes = protocols.map((protocol) => `${protocol}//`);
	throw new InputError(
		`The ${noun} "${text.slice(0, 100)}" is not complete`,
		`Enter the whole address: it begins with ${schemes.join(' or ')}.`,
	);
}
