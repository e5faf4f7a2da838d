import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../../lib/inputError';
import { inputFile } from '../../../../lib/n8n/binary';

/** An item with these files; n8n has the bytes elsewhere. */
const contextWith = (binary?: Record<string, Partial<IBinaryData>>) =>
	({
		getInputData: () => [{ json: {}, binary }],
		helpers: { getBinaryDataBuffer: async (item: number, field: string) => Buffer.from(`bytes of ${item} ${field}`) },
	}) as unknown as IExecuteFunctions;

test('the file in a field, with its name and type', async () => {
	const context = contextWith({ report: { data: 'filesystem-v2', fileName: 'report.pdf', mimeType: 'application/pdf' } });
	expect(await inputFile(context, 0, 'report')).toEqual({ bytes: Buffer.from('bytes of 0 report'), fileName: 'report.pdf', contentType: 'application/pdf' });
});

test.each([
	[{ mimeType: 'image/png', fileExtension: 'png' }, 'data.png', 'image/png'],
	[{ mimeType: 'image/png', fileName: '' }, 'data', 'image/png'],
	[{}, 'data', 'application/octet-stream'],
])('a file that says only %j has a name and a type all the same', async (file, fileName, contentType) => {
	expect(await inputFile(contextWith({ data: file }), 0, 'data')).toMatchObject({ fileName, contentType });
});

test.each([
	[{ report: {}, image: {} }, 'data', /It has: report, image/],
	[{}, 'data', /Put a node before/],
	[undefined, 'data', /Put a node before/],
	[{ report: {} }, 'constructor', /It has: report\./],
])('of %j there is no %s: the error says what there is', async (binary, field, fix) => {
	const error = await inputFile(contextWith(binary), 0, field).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(InputError);
	expect(error).toMatchObject({ message: expect.stringContaining(`"${field}"`), fix: expect.stringMatching(fix) });
});
