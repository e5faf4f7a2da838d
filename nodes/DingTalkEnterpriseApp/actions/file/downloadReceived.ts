import { download, receivedFile } from '../../../../lib/dingtalk/api/files';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { textParameter } from '../../../../lib/n8n/parameters';
import { withFile } from '../../media';
import type { DingTalkRequest } from '../../platform';

export const downloadReceived: DingTalkRequest = {
	option: {
		name: 'Download Received File',
		value: 'downloadReceived',
		action: 'Download a received file',
		description: 'Download a file, image, voice message or video that somebody sent to the robot',
	},

	form: [
		{
			displayName: 'Download Code',
			name: 'downloadCode',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.message.attachments[0].key }}',
			description: 'Key of an attachment of the message that the robot got (downloadCode in the documents of DingTalk). It expires, so download the file soon.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.message.attachments[0].name }}',
			description: 'What to call the file. The platform does not tell its name, but the message does.',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'outputBinaryField',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
		},
	],

	run: async (tools) => {
		const { context, item, request, app, credential, http } = tools;
		const downloadCode = textParameter(context, 'downloadCode', item).trim();
		const name = textParameter(context, 'fileName', item).trim();
		const field = textParameter(context, 'outputBinaryField', item).trim() || 'data';
		const call = receivedFile({ downloadCode, robotCode: setting(credential, 'robotCode') });
		return await withFile(tools, async () => {
			const { bytes, contentType } = await download(await request(call), http, app, context.getExecutionCancelSignal());
			const file = await context.helpers.prepareBinaryData(bytes, name || undefined, contentType.split(';')[0] || undefined);
			return { json: { downloadCode, fileName: name || null, contentType: file.mimeType, bytes: bytes.length }, binary: { [field]: file } };
		});
	},
};
