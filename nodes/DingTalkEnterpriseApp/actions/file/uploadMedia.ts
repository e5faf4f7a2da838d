import type { IDataObject } from 'n8n-workflow';
import { mediaIdOf, mediaUpload } from '../../../../lib/dingtalk/api/files';
import { inputFile } from '../../../../lib/n8n/binary';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import { withFile } from '../../media';
import type { DingTalkRequest } from '../../platform';

export const uploadMedia: DingTalkRequest = {
	option: {
		name: 'Upload Media',
		value: 'uploadMedia',
		action: 'Upload media',
		description: 'Upload an image, voice message, video or file, and get the media ID that messages and cards use',
	},

	form: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the input binary field containing the file',
		},
		{
			displayName: 'Type',
			name: 'mediaType',
			type: 'options',
			default: 'image',
			description: 'What the file is to be used as',
			options: [
				{ name: 'Audio', value: 'voice', description: 'A voice message: Amr, mp3, wav, ogg; at most 2 MB' },
				{ name: 'File', value: 'file', description: 'Doc, docx, xls, xlsx, ppt, pptx, zip, pdf, rar; at most 20 MB' },
				{ name: 'Image', value: 'image', description: 'Jpg, gif, png, bmp; at most 20 MB' },
				{ name: 'Video', value: 'video', description: 'Mp4; at most 20 MB' },
			],
		},
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const type = optionParameter(context, 'mediaType', item, ['image', 'file', 'video', 'voice']);
		const field = textParameter(context, 'binaryPropertyName', item);
		const answer = await withFile(tools, async () => request(mediaUpload({ ...(await inputFile(context, item, field)), type })));
		return (isSimplified(tools) ? { mediaId: mediaIdOf(answer), type: answer.type, createdAt: answer.created_at } : answer) as IDataObject;
	},
};
