import type { INodeProperties } from 'n8n-workflow';
import { Gate } from '../../../lib/gate';
import { inputFile, type InputFile } from '../../../lib/n8n/binary';
import { optionParameter, textParameter } from '../../../lib/n8n/parameters';
import type { Tools } from '../platform';

/** Where a file comes from: the item, or an earlier upload of the app. */
export const sourceField: INodeProperties = {
	displayName: 'File From',
	name: 'fileSource',
	type: 'options',
	default: 'binary',
	description: 'Where the file comes from',
	options: [
		{ name: 'Binary Field', value: 'binary', description: 'A file of the incoming item; it is uploaded and sent in one step' },
		{ name: 'Key', value: 'key', description: 'A file that this app has uploaded before: File > Upload File, or Upload Image' },
	],
};

export const binaryField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the input binary field containing the file',
	displayOptions: { show: { fileSource: ['binary'] } },
};

export const isFromItem = ({ context, item }: Tools): boolean => optionParameter(context, 'fileSource', item, ['binary', 'key']) === 'binary';

/** Files in memory at a time: of large ones more would be too many. */
const AT_A_TIME = 3;

/** Reads a file of the item and uploads it, in its turn. Resolves with what `upload` makes of it. */
export function uploaded<Value>(tools: Tools, field: string, upload: (file: InputFile) => Promise<Value>): Promise<Value> {
	const { context, item, shared } = tools;
	const name = textParameter(context, field, item).trim() || 'data';
	return shared('uploads', () => new Gate(AT_A_TIME)).run(async () => await upload(await inputFile(context, item, name)));
}
