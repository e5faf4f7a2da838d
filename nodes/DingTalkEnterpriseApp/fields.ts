import type { INodeProperties } from 'n8n-workflow';
import { groupId } from '../../lib/dingtalk/api/messages';
import { organizationOf } from '../../lib/dingtalk/appCredential';
import { LINK_TARGETS, type OpenLinksIn } from '../../lib/dingtalk/links';
import { optionParameter, textParameter } from '../../lib/n8n/parameters';
import type { Tools } from './platform';

/** Fields that several operations have. */

export const groupField: INodeProperties = {
	displayName: 'Group ID',
	name: 'openConversationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. cidEdy1bSTkBZCj0T1oYSPaPw==',
	hint: "The app's robot must be in the group: Group Settings > Group Management > Robots",
	description:
		'Open conversation ID of the group (cid...). A trigger brings it with what happens in the group; Group > Create and Group > Convert Chat ID return it.',
};

export const readGroup = ({ context, item }: Tools): string => groupId(textParameter(context, 'openConversationId', item));

/** Whether a message is one to people or one in a group. */
export const sentToField: INodeProperties = {
	displayName: 'Sent To',
	name: 'sentTo',
	type: 'options',
	default: 'people',
	description: 'Where the message is',
	options: [
		{ name: 'Group', value: 'group', description: 'It was sent by Send to Group' },
		{ name: 'People', value: 'people', description: 'It was sent by Send to People' },
	],
};

/** The group of a message, undefined if it went to people. */
export const readSentTo = (tools: Tools): string | undefined =>
	optionParameter(tools.context, 'sentTo', tools.item, ['people', 'group']) === 'group' ? readGroup(tools) : undefined;

const linksField = (fallback: 'default' | 'organization'): INodeProperties => ({
	displayName: 'Open Links In',
	name: 'openLinksIn',
	type: 'options',
	default: fallback,
	description: 'Where DingTalk opens a link when somebody clicks on it',
	options: [
		{ name: 'Browser', value: 'browser', description: 'On a computer' },
		{ name: 'DingTalk Decides', value: 'default', description: 'The links are sent as they are' },
		{
			name: 'Organization',
			value: 'organization',
			description:
				"In the workbench of the organization whose Corp ID and Agent ID stand in the credential, also for members of several organizations; as they are if the credential has none. On phones DingTalk does so with OA work notifications only.",
		},
		{ name: 'Side Panel', value: 'sidePanel', description: 'On a computer: beside the chat, inside DingTalk' },
	],
});

/** A link that leads into the workbench opens on computers only (robot FAQ): an alert has to open on phones, too. */
export const openLinksInField = linksField('default');

/** On phones as well. */
export const oaLinksInField = linksField('organization');

/** @param first what the field begins with */
export function openLinksIn({ context, item, credential }: Tools, first: 'default' | 'organization' = 'default'): OpenLinksIn {
	const chosen = optionParameter(context, 'openLinksIn', item, [first, 'organization', ...LINK_TARGETS]);
	return chosen === 'organization' ? (organizationOf(credential) ?? 'default') : chosen;
}
