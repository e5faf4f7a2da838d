import { randomBytes } from 'node:crypto';
import busboy from 'busboy';
import { multipart, type FormPart } from '../../../lib/multipart';

interface Part {
	name: string;
	value: Buffer;
	fileName?: string;
	type: string;
}

/** What an independent reader makes of it. */
async function read({ contentType, body }: ReturnType<typeof multipart>): Promise<Part[]> {
	const parts: Part[] = [];
	const reader = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8', preservePath: true });
	reader.on('field', (name, value, { mimeType }) => parts.push({ name, value: Buffer.from(value), type: mimeType }));
	reader.on('file', (name, stream, { filename, mimeType }) => {
		const chunks: Buffer[] = [];
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.on('close', () => parts.push({ name, value: Buffer.concat(chunks), fileName: filename, type: mimeType }));
	});
	await new Promise((resolve, reject) => {
		reader.on('close', resolve);
		reader.on('error', reject);
		reader.end(body);
	});
	return parts;
}

const bytes = randomBytes(70_000);

test.each<[string, FormPart[]]>([
	['a text and a file', [{ name: 'file_type', value: 'pdf' }, { name: 'file', value: bytes, fileName: 'report.pdf', contentType: 'application/pdf' }]],
	['an empty file', [{ name: 'file', value: Buffer.alloc(0), fileName: 'empty.txt', contentType: 'text/plain' }]],
	['bytes that look like a part', [{ name: 'file', value: Buffer.from('\r\n--x--\r\nContent-Disposition: form-data; name="y"\r\n\r\n'), fileName: 'a' }]],
	['names in Chinese', [{ name: '名字', value: '汉字👍' }, { name: 'file', value: bytes, fileName: '周报 2026.pdf' }]],
])('%s come out as they went in', async (_, parts) => {
	expect(await read(multipart(parts))).toEqual(
		parts.map(({ name, value, fileName, contentType }) => ({
			name,
			value: Buffer.from(value),
			...(fileName !== undefined && { fileName }),
			type: contentType ?? (fileName === undefined ? 'text/plain' : 'application/octet-stream'),
		})),
	);
});

test('no name breaks out of its line', async () => {
	const hostile = 'a"; filename="b\r\nX-Evil: 1\r\n\r\nbody';
	const { contentType, body } = multipart([{ name: hostile, value: 'v' }, { name: 'file', value: 'v', fileName: hostile, contentType: 'text/plain\r\nX-Evil: 1' }]);
	const [head] = body.toString().split('\r\n\r\n');
	expect(body.toString().split('\r\n').filter((line) => line.startsWith('X-Evil'))).toEqual([]);
	expect(head!.split('\r\n')).toHaveLength(2);
	expect((await read({ contentType, body })).map(({ value }) => value.toString())).toEqual(['v', 'v']);
});

test('no two bodies have the same boundary', () => {
	const boundaries = Array.from({ length: 100 }, () => multipart([]).contentType);
	expect(new Set(boundaries).size).toBe(100);
});
