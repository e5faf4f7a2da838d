import { download, extensionOf, mediaIdOf, mediaUpload } from '../../../../../lib/dingtalk/api/files';
import type { DingTalkApp } from '../../../../../lib/dingtalk/appClient';
import type { HttpRequest, HttpResponse } from '../../../../../lib/http';

describe('files', () => {
	const file = { bytes: Buffer.from('x'), fileName: 'a.png', contentType: 'image/png', type: 'image' } as const;

	test('the extension tells the kind, in either case; the MIME type stands in for none', () => {
		expect(['a.b.PNG', 'a', '.png', 'a.'].map(extensionOf)).toEqual(['png', '', 'png', '']);
		expect(mediaUpload({ ...file, fileName: 'chart' }).form).toEqual([{ name: 'media', value: file.bytes, fileName: 'chart.png', contentType: 'image/png' }]);
		expect(mediaUpload({ ...file, fileName: 'A.JPEG' }).query).toEqual({ type: 'image' });
		expect(() => mediaUpload({ ...file, fileName: 'chart.svg' })).toThrow(/can't be sent as an image: DingTalk takes jpg/);
		expect(() => mediaUpload({ ...file, fileName: 'chart', contentType: 'image/svg+xml' })).toThrow(/can't be sent as an image/);
	});

	test('sizes to the byte', () => {
		const bytes = (count: number) => ({ ...file, bytes: Buffer.alloc(count) });
		expect(() => mediaUpload(bytes(20 * 1024 * 1024))).not.toThrow();
		expect(() => mediaUpload(bytes(20 * 1024 * 1024 + 1))).toThrow(/at most 20 MB/);
		expect(() => mediaUpload({ ...bytes(2 * 1024 * 1024 + 1), fileName: 'a.amr', type: 'voice' })).toThrow(/at most 2 MB/);
		expect(() => mediaUpload(bytes(0))).toThrow(/is empty/);
	});

	test('an upload without an ID is a failure', () => {
		expect(mediaIdOf({ media_id: '@x' })).toBe('@x');
		expect(() => mediaIdOf({ errcode: 0 })).toThrow(/without a media ID/);
	});

	test('a download: one plain GET, and whatever comes is the file', async () => {
		const app = { timeoutMs: 1_000, ignoreSslIssues: false } as DingTalkApp;
		const asked: HttpRequest[] = [];
		const http = (answer: Partial<HttpResponse>) => (request: HttpRequest) => {
			asked.push(request);
			return Promise.resolve({ status: 200, headers: {}, body: '', ...answer });
		};
		const url = 'https://storage.example.com/a.file?Expires=1';
		expect(await download({ downloadUrl: url }, http({ body: '{"errcode":1}', headers: { 'content-type': 'application/json' } }), app)).toEqual({
			bytes: Buffer.from('{"errcode":1}'),
			contentType: 'application/json',
		});
		expect(asked).toMatchObject([{ method: 'GET', url, headers: {}, download: true }]);
		expect(asked[0]).not.toHaveProperty('body');
		await expect(download({ downloadUrl: url }, http({ status: 403 }), app)).rejects.toThrow(/expired/);
		for (const downloadUrl of [7, 'file:///etc/passwd', 'ftp://example.com/a']) await expect(download({ downloadUrl }, http({}), app)).rejects.toThrow(/without an address/);
	});
});
