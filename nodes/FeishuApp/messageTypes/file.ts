import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fileKeyOf, fileUpload, imageKeyOf, imageUpload } from '../../../lib/feishu/api/files';
import { file as fileMessage, type FileType } from '../../../lib/feishu/appMessage';
import { numberParameter, textParameter } from '../../../lib/n8n/parameters';
import type { Tools } from '../platform';
import { binaryField, isFromItem, sourceField, uploaded } from './binary';
import type { MessageType } from './types';

const fileKeyField: INodeProperties = {
	displayName: 'File Key',
	name: 'fileKey',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. file_v2_0dcdd7d9-fib0-4432-a519-41d25aca542j',
	description: 'Key of a file that this app has uploaded (resource File, operation Upload File)',
	displayOptions: { show: { fileSource: ['key'] } },
};

const durationField: INodeProperties = {
	displayName: 'Duration (Seconds)',
	name: 'durationSeconds',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'How long it plays; 0 if it is not known, then the chat shows none',
	displayOptions: { show: { fileSource: ['binary'] } },
};

const coverFields: INodeProperties[] = [
	{
		displayName: 'Cover Binary Field',
		name: 'coverBinaryPropertyName',
		type: 'string',
		default: '',
		placeholder: 'e.g. cover',
		description: 'Binary field with the picture that the chat shows before the video plays; may be empty',
		displayOptions: { show: { fileSource: ['binary'] } },
	},
	{
		displayName: 'Cover Image Key',
		name: 'coverImageKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. img_v2_041b28e3-5680-48c2-9af2-497ace79333g',
		description: 'Key of the picture that the chat shows before the video plays; may be empty',
		displayOptions: { show: { fileSource: ['key'] } },
	},
];

const ofType = (type: FileType, option: INodePropertyOptions, more: INodeProperties[]): MessageType => ({
	option: { ...option, value: type },
	form: [sourceField, binaryField, fileKeyField, ...more],
	read: async (tools) => fileMessage(type, await fileKey(tools, type), type === 'media' ? await coverKey(tools) : ''),
});

async function fileKey(tools: Tools, type: FileType): Promise<string> {
	const { context, item, request } = tools;
	if (!isFromItem(tools)) return textParameter(context, 'fileKey', item);
	const durationMs = type === 'file' ? 0 : 1_000 * numberParameter(context, 'durationSeconds', item, 0, { least: 0, most: 86_400 });
	return await uploaded(tools, 'binaryPropertyName', async (file) => fileKeyOf(await request(fileUpload({ ...file, durationMs, as: type }))));
}

async function coverKey(tools: Tools): Promise<string> {
	const { context, item, request } = tools;
	if (!isFromItem(tools)) return textParameter(context, 'coverImageKey', item);
	if (textParameter(context, 'coverBinaryPropertyName', item).trim() === '') return '';
	return await uploaded(tools, 'coverBinaryPropertyName', async (file) => imageKeyOf(await request(imageUpload(file))));
}

export const file = ofType('file', { name: 'File', value: 'file', description: 'A file of any kind, at most 30 MB' }, []);
export const audio = ofType('audio', { name: 'Audio', value: 'audio', description: 'A voice message: an OPUS file' }, [durationField]);
export const video = ofType('media', { name: 'Video', value: 'media', description: 'An MP4 file, with a cover if you like' }, [durationField, ...coverFields]);
