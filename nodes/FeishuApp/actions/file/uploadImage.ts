import { imageKeyOf, imageUpload } from '../../../../lib/feishu/api/files';
import { uploaded } from '../../messageTypes/binary';
import { shown } from '../../fields';
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

	run: async (tools) => {
		const answer = await uploaded(tools, binaryField.name, (file) => tools.request(imageUpload(file)));
		const key = imageKeyOf(answer);
		return shown(tools, answer, () => ({ image_key: key }));
	},
};
