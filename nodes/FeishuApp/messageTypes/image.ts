import type { INodeProperties } from 'n8n-workflow';
import { imageKeyOf, imageUpload } from '../../../lib/feishu/api/files';
import { image as imageMessage } from '../../../lib/feishu/appMessage';
import { textParameter } from '../../../lib/n8n/parameters';
import { binaryField, isFromItem, sourceField, uploaded } from './binary';
import type { MessageType } from './types';

export const imageKeyField: INodeProperties = {
	displayName: 'Image Key',
	name: 'imageKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. img_v2_041b28e3-5680-48c2-9af2-497ace79333g',
	description: 'Key of a picture that this app has uploaded (resource File, operation Upload Image)',
};

export const image: MessageType = {
	option: { name: 'Image', value: 'image', description: 'A picture of the item, or one that was uploaded before' },

	form: [sourceField, binaryField, { ...imageKeyField, required: true, displayOptions: { show: { fileSource: ['key'] } } }],

	read: async (tools) =>
		imageMessage(
			isFromItem(tools)
				? await uploaded(tools, 'binaryPropertyName', async (file) => imageKeyOf(await tools.request(imageUpload(file))))
				: textParameter(tools.context, 'imageKey', tools.item),
		),
};
