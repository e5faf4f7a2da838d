import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Mentions } from '../../lib/feishu/mentions';
import { booleanParameter, listParameter } from '../../lib/n8n/parameters';
import { mentionAllField } from './textForm';

/** Whom a message of a group bot mentions. */
export const mentionFields: INodeProperties[] = [
	{
		displayName: 'Mention People',
		name: 'mentionOpenIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. ou_1f2e3d4c, ou_5b6a7c8d',
		hint: 'A group bot can only mention by open ID, not by phone number or e-mail address',
		description: 'Open IDs of group members, separated by commas',
	},
	mentionAllField,
];

export const readMentions = (context: IExecuteFunctions, item: number): Mentions => ({
	mentions: listParameter(context, 'mentionOpenIds', item),
	mentionAll: booleanParameter(context, 'mentionAll', item, false),
});

export const imageKeyField: INodeProperties = {
	displayName: 'Image Key',
	name: 'imageKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. img_v2_041b28e3-5680-48c2-9af2-497ace79333g',
	description:
		'Key of a picture that an app of your organization has uploaded (API "Upload image"). A group bot can neither upload a picture nor show one by its address.',
};
