import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../inputError';

export interface InputFile {
	bytes: Buffer;
	/** With its extension, as far as it is known. */
	fileName: string;
	/** MIME type. */
	contentType: string;
}

/** The file in a binary field of an item, however n8n stores it. Throws an {@link InputError} that names the fields that are there. */
export async function inputFile(context: IExecuteFunctions, item: number, field: string): Promise<InputFile> {
	const { binary = {} } = context.getInputData()[item]!;
	const data = Object.hasOwn(binary, field) ? binary[field] : undefined;
	if (!data) {
		const names = Object.keys(binary);
		throw new InputError(
			`The item has no file in the binary field "${field.slice(0, 100)}"`,
			names.length > 0
				? `It has: ${names.join(', ')}. Enter one of these as Input Binary Field.`
				: 'Put a node before this one that reads or makes a file (Read File, HTTP Request, Convert to File, ...).',
		);
	}
	const bytes = await context.helpers.getBinaryDataBuffer(item, field);
	const extension = data.fileExtension ? `.${data.fileExtension}` : '';
	return { bytes, fileName: data.fileName || `${field}${extension}`, contentType: data.mimeType || 'application/octet-stream' };
}
