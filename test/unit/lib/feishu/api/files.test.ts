import { fileTypeOf, fileUpload, imageUpload, messageResource, resourceKey, resourceOf } from '../../../../../lib/feishu/api/files';
import { refusal } from '../../support/refusal';

const MEGABYTE = 1024 * 1024;
const upload = (size: number) => ({ bytes: Buffer.alloc(size, 1), fileName: 'a.bin', contentType: '' });

describe('sizes, to the byte', () => {
	test.each([
		['a picture', imageUpload, 10],
		['a file', fileUpload, 30],
	])('%s', (_what, call, most) => {
		expect(call(upload(1)).method).toBe('POST');
		expect(call(upload(most * MEGABYTE)).method).toBe('POST');
		expect(refusal(() => call(upload(0))).message).toBe('The file "a.bin" is empty');
		expect(refusal(() => call(upload(most * MEGABYTE + 1))).fix).toContain(`at most ${most} MB`);
	});
});

test('the form of an upload', () => {
	const file = { bytes: Buffer.from('x'), fileName: '报告.pdf', contentType: 'application/pdf' };
	expect(fileUpload({ ...file, durationMs: 1_500.4 }).form).toEqual([
		{ name: 'file_type', value: 'pdf' },
		{ name: 'file_name', value: '报告.pdf' },
		{ name: 'duration', value: '1500' },
		{ name: 'file', value: file.bytes, fileName: '报告.pdf', contentType: 'application/pdf' },
	]);
	expect(fileUpload(file).form!.map(({ name }) => name)).toEqual(['file_type', 'file_name', 'file']);
	expect(imageUpload(file).form).toEqual([
		{ name: 'image_type', value: 'message' },
		{ name: 'image', value: file.bytes, fileName: '报告.pdf', contentType: 'application/pdf' },
	]);
});

test.each([
	['a.PDF', '', 'pdf'],
	['a.docx', '', 'doc'],
	['a.tar.gz', '', 'stream'],
	['a', 'Application/PDF', 'pdf'],
	['a.mp4', 'application/octet-stream', 'mp4'],
	['a.constructor', '', 'stream'],
])('%s (%s) is %s', (fileName, contentType, type) => {
	expect(fileTypeOf({ fileName, contentType })).toBe(type);
});

describe('a file of a message', () => {
	const named = (contentDisposition: string) => resourceOf({ bytes: Buffer.alloc(1), contentType: 'text/plain; charset=utf-8', contentDisposition }, 'file_1').fileName;

	test.each([
		[`attachment; filename="a b.txt"`, 'a b.txt'],
		[`attachment; filename=a.txt`, 'a.txt'],
		[`attachment; filename="a.txt"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.txt`, '报告.txt'],
		[`attachment; filename="a.txt"; filename*=UTF-8''%E6%8A`, 'a.txt'],
		[`attachment; filename="say \\"hi\\".txt"`, 'say "hi".txt'],
		[`attachment; filename="../../etc/passwd"`, 'passwd'],
		[`attachment; filename=""`, 'file_1'],
		[``, 'file_1'],
	])('%s', (header, name) => {
		expect(named(header)).toBe(name);
	});

	test('its type without what follows it', () => {
		expect(resourceOf({ bytes: Buffer.alloc(1), contentType: 'text/plain; charset=utf-8', contentDisposition: '' }, 'k').contentType).toBe('text/plain');
	});

	test('is asked for by its kind', () => {
		expect(messageResource('om_1', 'img_1').query).toEqual({ type: 'image' });
		expect(messageResource('om_1', 'file_1').query).toEqual({ type: 'file' });
		expect(resourceKey(' img_v3-1 ')).toBe('img_v3-1');
		for (const wrong of ['', 'a.pdf', 'om_1', 'file_1/../x']) expect(refusal(() => resourceKey(wrong)).fix).toContain('file_key');
	});
});
