import { fileKeyOf, fileUpload } from '../../../../lib/feishu/api/files';
import { numberParameter, textParameter } from '../../../../lib/n8n/parameters';
import { uploaded } from '../../messageTypes/binary';
import { shown } from '../../fields';
import type { FeishuRequest } from '../../platform';
import { binaryField } from './binaryField';

const DAY_S = 24 * 60 * 60;

export const uploadFile: FeishuRequest = {
	option: {
		name: 'Upload File',
		value: 'uploadFile',
		action: 'Upload a file',
		description: 'Upload a file of at most 30 MB and get its file key, for messages of this app',
	},

	form: [
		binaryField,
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. report.pdf',
			description: 'What the readers see, with its extension; empty for the name that the file has',
		},
		{
			displayName: 'Duration (Seconds)',
			name: 'durationSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'How long a sound or video plays; 0 if the chat is to show no duration',
		},
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const fileName = textParameter(context, 'fileName', item).trim();
		const durationMs = 1_000 * numberParameter(context, 'durationSeconds', item, 0, { least: 0, most: DAY_S });
		const answer = await uploaded(tools, binaryField.name, (file) => request(fileUpload({ ...file, ...(fileName && { fileName }), durationMs })));
		const key = fileKeyOf(answer);
		return shown(tools, answer, () => ({ file_key: key }));
	},
};
