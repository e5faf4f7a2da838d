import { randomBytes } from 'node:crypto';

export interface FormPart {
	name: string;
	/** A text, or the bytes of a file. */
	value: string | Buffer;
	/** Of a file. */
	fileName?: string;
	contentType?: string;
}

/** `multipart/form-data` (RFC 7578), as one buffer, so that a repeated request can send it again. */
export function multipart(parts: FormPart[]): { contentType: string; body: Buffer } {
	const boundary = `----${randomBytes(16).toString('hex')}`;
	const chunks = parts.flatMap(({ name, value, fileName, contentType }) => [
		Buffer.from(
			[
				`--${boundary}`,
				`Content-Disposition: form-data; name="${quoted(name)}"${fileName === undefined ? '' : `; filename="${quoted(fileName)}"`}`,
				...(fileName === undefined ? [] : [`Content-Type: ${oneLine(contentType ?? 'application/octet-stream')}`]),
				'',
				'',
			].join('\r\n'),
		),
		typeof value === 'string' ? Buffer.from(value) : value,
		Buffer.from('\r\n'),
	]);
	return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** As browsers escape names (HTML standard, multipart/form-data encoding). */
const quoted = (name: string): string => oneLine(name).replaceAll('"', '%22');

const oneLine = (text: string): string => text.replace(/\r?\n|\r/g, ' ');
