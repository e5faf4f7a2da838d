import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { sendAs } from '../../support/engine/feishuApi';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

/** 2 x 1 pixels. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8DwHwQZYAwAT8oH+UGYqJgAAAAASUVORK5CYII=', 'base64');
const PDF = Buffer.from('%PDF-1.4 made up');

const errorOf = (outputs: Awaited<ReturnType<typeof operateOnFiles>>, index = 0) =>
	outputs[index]!.json.error as unknown as { code: string; message: string; fix: string };

describe('Upload Image', () => {
	test('from binary data: the image key, and the bytes as they were', async () => {
		const app = feishuApp(world);
		const [output] = await operateOnFiles(app, 'file.uploadImage', {}, [withFile(PNG, 'chart.png', 'image/png')]);
		expect(output).toMatchObject({ json: { image_key: expect.stringMatching(/^img_/) }, pairedItem: { item: 0 } });
		expect(world.sandbox.file(output!.json.image_key as string)).toMatchObject({ bytes: PNG, name: 'chart.png', contentType: 'image/png', type: 'message' });
	});

	test('too large and empty pictures, and items without a file, are refused here; what is no picture by the platform', async () => {
		const app = feishuApp(world);
		const outputs = await operateOnFiles(app, 'file.uploadImage', {}, [
			withFile(Buffer.alloc(10 * 1024 * 1024 + 1, 1), 'large.png', 'image/png'),
			withFile(Buffer.alloc(0), 'empty.png', 'image/png'),
			{ json: {} },
			withFile(Buffer.from('text'), 'text.png', 'image/png'),
			withFile(PNG, 'good.png', 'image/png'),
		]);
		expect(errorOf(outputs, 0)).toMatchObject({ code: 'INPUT', message: 'The file "large.png" has 10.1 MB' });
		expect(errorOf(outputs, 0).fix).toContain('at most 10 MB');
		expect(errorOf(outputs, 1)).toMatchObject({ code: 'INPUT', message: 'The file "empty.png" is empty' });
		expect(errorOf(outputs, 2)).toMatchObject({ code: 'INPUT', message: 'The item has no file in the binary field "data"' });
		expect(errorOf(outputs, 3)).toMatchObject({ code: '234011', fix: expect.stringContaining('HEIC') });
		expect(outputs[4]!.json).toHaveProperty('image_key');
		expect(world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path === '/open-apis/im/v1/images')).toHaveLength(2);
	});
});

describe('Upload File', () => {
	test('the kind by its name, or by its MIME type', async () => {
		const app = feishuApp(world);
		const names: Array<[string, string, string]> = [
			['report.pdf', 'application/octet-stream', 'pdf'],
			['Sheet.XLSX', 'application/octet-stream', 'xls'],
			['letter.docx', '', 'doc'],
			['slides.ppt', '', 'ppt'],
			['film.mp4', 'video/mp4', 'mp4'],
			['voice.opus', 'audio/ogg', 'opus'],
			['report', 'application/pdf', 'pdf'],
			['archive.zip', 'application/zip', 'stream'],
		];
		const outputs = await operateOnFiles(app, 'file.uploadFile', {}, names.map(([name, type]) => withFile(PDF, name, type)));
		const files = outputs.map(({ json }) => world.sandbox.file(json.file_key as string)!);
		expect(files.map(({ name, type }) => [name, type])).toEqual(names.map(([name, , type]) => [name, type]));
	});

	test('with another name and a duration', async () => {
		const app = feishuApp(world);
		const [output] = await operateOnFiles(app, 'file.uploadFile', { fileName: '季度报告.pdf', durationSeconds: 3 }, [withFile(PDF, 'x', 'application/pdf')]);
		expect(world.sandbox.file(output!.json.file_key as string)).toMatchObject({ name: '季度报告.pdf', type: 'pdf', bytes: PDF });
	});

	test('30 MB go, 31 MB and 0 bytes do not', async () => {
		const app = feishuApp(world);
		const outputs = await operateOnFiles(app, 'file.uploadFile', {}, [
			withFile(Buffer.alloc(31 * 1024 * 1024, 1), 'large.bin', ''),
			withFile(Buffer.alloc(0), 'empty.bin', ''),
			withFile(Buffer.alloc(30 * 1024 * 1024, 1), 'full.bin', ''),
		]);
		expect(errorOf(outputs, 0)).toMatchObject({ code: 'INPUT', message: 'The file "large.bin" has 31.0 MB' });
		expect(errorOf(outputs, 1).message).toBe('The file "empty.bin" is empty');
		expect(outputs[2]!.json).toHaveProperty('file_key');
	});
});

describe('Download From Message', () => {
	/** A file that the app has sent to a group. */
	async function sent(app: TestApp, file: ReturnType<typeof withFile>, kind: 'file' | 'image') {
		const [output] = await operateOnFiles(app, kind === 'file' ? 'file.uploadFile' : 'file.uploadImage', {}, [file]);
		const key = String(output!.json[`${kind}_key`]);
		return { key, messageId: await sendAs(world, app, app.group().id, kind, { [`${kind}_key`]: key }) };
	}

	test.each([
		['file', withFile(PDF, '季度 "报告".pdf', 'application/pdf'), '季度 "报告".pdf', 'application/pdf'],
		['file', withFile(Buffer.from('{"code":230110,"msg":"a file of JSON"}'), 'data.json', 'application/json'), 'data.json', 'application/json'],
		['image', withFile(PNG, 'chart.png', 'image/png'), 'chart.png', 'image/png'],
	] as const)('a %s comes with its name, type and bytes', async (kind, file, name, type) => {
		const app = feishuApp(world);
		const { key, messageId } = await sent(app, file, kind);
		const [output] = await operateOnFiles(app, 'file.downloadFromMessage', { messageId, fileKey: key, outputBinaryField: 'attachment' }, [{ json: {} }]);
		const { data, fileName, mimeType } = output!.binary!.attachment!;
		expect({ fileName, mimeType, bytes: data }).toEqual({ fileName: name, mimeType: type, bytes: file.binary!.data!.data });
		expect(output!.json).toMatchObject({ message_id: messageId, file_key: key, file_name: name, content_type: type });
		expect(output!.pairedItem).toEqual({ item: 0 });
	});

	test('a key of another message, and one that is none', async () => {
		const app = feishuApp(world);
		const { messageId } = await sent(app, withFile(PDF, 'report.pdf', ''), 'file');
		const outputs = await operate(app, 'file.downloadFromMessage', { messageId, fileKey: '={{ $json.key }}' }, [{ key: 'file_of_another' }, { key: 'report.pdf' }, { key: '' }]);
		expect(outputs.map(({ error }) => error.code)).toEqual(['234003', 'INPUT', 'INPUT']);
	});
});
