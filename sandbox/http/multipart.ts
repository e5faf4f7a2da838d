import busboy from 'busboy';
import type { MultipartForm } from '../answer';

/** The parts of a multipart body; undefined when it is none, or a broken one. */
export async function readMultipart(contentType: string, bytes: Buffer): Promise<MultipartForm | undefined> {
	if (!/^multipart\/form-data/i.test(contentType)) return undefined;
	const form: MultipartForm = { fields: {}, files: [] };
	try {
		await new Promise<void>((resolve, reject) => {
			const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
			parser.on('field', (name, value) => {
				form.fields[name] = value;
			});
			parser.on('file', (field, stream, { filename, mimeType }) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => form.files.push({ field, name: filename ?? '', contentType: mimeType, bytes: Buffer.concat(chunks) }));
			});
			parser.on('close', resolve);
			parser.on('error', reject);
			parser.end(bytes);
		});
		return form;
	} catch {
		return undefined;
	}
}
