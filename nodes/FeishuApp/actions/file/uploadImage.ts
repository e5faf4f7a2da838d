import { imageKeyOf, imageUpload } from '../../../../lib/feishu/api/files';
import { uploaded } from '../../messageTypes/binary';
import type { FeishuRequest } from '../../platform';
import { binaryField } from './binaryField';

export const uploadImage: FeishuRequest = {
	option: {
		name: 'Upload Image',
		value: 'uploadImage',
		action: 'Upload an image',
		description: 'Upload a picture of at most 10 MB and get its image key, for messages and cards of this app',
	},

	form: [binaryField],

	run: async (tools) => ({
		image_key: await uploaded(tools, binaryField.name, async (file) => imageKeyOf(await tools.request(imageUpload(file)))),
	}),
};
