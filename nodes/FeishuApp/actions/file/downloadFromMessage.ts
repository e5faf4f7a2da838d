import { messageResource, resourceKey, resourceOf } from '../../../../lib/feishu/api/files';
import { Gate } from '../../../../lib/gate';
import { textParameter } from '../../../../lib/n8n/parameters';
import { messageIdField, readMessageId } from '../../fields';
import type { FeishuRequest } from '../../platform';

/** Files of up to 100 MB that are held in memory at a time. */
const AT_A_TIME = 2;

export const downloadFromMessage: FeishuRequest = {
	option: {
		name: 'Download From Message',
		value: 'downloadFromMessage',
		action: 'Download a file from a message',
		description: 'Download a file, picture, sound or video that somebody sent to a chat in which the bot is',
	},

	form: [
		messageIdField,
		{
			displayName: 'File Key',
			name: 'fileKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.message.attachments[0].key }}',
			description: 'Key of the file (file_...) or picture (img_...): a trigger brings it with the attachments of the message, Message > Get in its content',
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
		const { context, item, request, shared } = tools;
		const messageId = readMessageId(tools);
		const key = resourceKey(textParameter(context, 'fileKey', item));
		const field = textParameter(context, 'outputBinaryField', item) || 'data';
		return await shared('downloads', () => new Gate(AT_A_TIME)).run(async () => {
			const { bytes, fileName, contentType } = resourceOf(await request(messageResource(messageId, key)), key);
			const file = await context.helpers.prepareBinaryData(bytes, fileName, contentType || undefined);
			return {
				json: { message_id: messageId, file_key: key, file_name: fileName, content_type: file.mimeType, size: bytes.length },
				binary: { [field]: file },
			};
		});
	},
};
