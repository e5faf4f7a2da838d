import { dingTalkApp, operate, operateOnFiles, withFile } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const MB = 1024 * 1024;

const errorOf = (output: unknown) => (output as { json: { error: { message: string; fix: string; code: string } } }).json.error;

describe('File: Upload Media', () => {
	test('each type, byte for byte', async () => {
		const app = dingTalkApp(world);
		const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128]);
		for (const [mediaType, name, mimeType] of [
			['image', 'chart.PNG', 'image/png'],
			['voice', 'alarm.amr', 'audio/amr'],
			['video', 'door.mp4', 'video/mp4'],
			['file', 'report.pdf', 'application/pdf'],
		] as const) {
			const [output] = await operateOnFiles(app, 'file.uploadMedia', { mediaType }, [withFile(bytes, name, mimeType)]);
			expect(output!.json).toEqual({ mediaId: expect.stringMatching(/^@/), type: mediaType, createdAt: expect.any(Number) });
			expect(world.sandbox.file(String(output!.json.mediaId))).toMatchObject({ name, contentType: mimeType, bytes });
		}
	});

	test('a file without an extension gets that of its MIME type', async () => {
		const [output] = await operateOnFiles(dingTalkApp(world), 'file.uploadMedia', { mediaType: 'file' }, [withFile(Buffer.from('%PDF'), 'report', 'application/pdf')]);
		expect(world.sandbox.file(String(output!.json.mediaId))!.name).toBe('report.pdf');
	});

	test('empty, too large, of the wrong kind, none: each its own error, and the others go on', async () => {
		const app = dingTalkApp(world);
		const outputs = await operateOnFiles(app, 'file.uploadMedia', { mediaType: 'file' }, [
			withFile(Buffer.alloc(0), 'report.pdf', 'application/pdf'),
			withFile(Buffer.alloc(31 * MB), 'report.pdf', 'application/pdf'),
			withFile(Buffer.from('#!'), 'run.sh', 'text/x-sh'),
			{ json: {} },
			withFile(Buffer.from('PK'), 'logs.zip', 'application/zip'),
		]);
		expect(outputs.slice(0, 4).map((output) => errorOf(output).message)).toEqual([
			'The file "report.pdf" is empty',
			'"report.pdf" has 31.0 MB; DingTalk takes at most 20 MB for a file',
			'"run.sh" can\'t be sent as a file: DingTalk takes doc, docx, xls, xlsx, ppt, pptx, zip, pdf, rar',
			'The item has no file in the binary field "data"',
		]);
		expect(outputs[4]!.json).toMatchObject({ type: 'file' });
		const [voice] = await operateOnFiles(app, 'file.uploadMedia', { mediaType: 'voice' }, [withFile(Buffer.alloc(2 * MB + 1), 'alarm.mp3', 'audio/mpeg')]);
		expect(errorOf(voice).message).toMatch(/at most 2 MB for a voice message/);
	});
});

describe('File: Download Received File', () => {
	const download = { downloadCode: '={{ $json.code }}', fileName: '={{ $json.name }}' };

	test('gives the bytes, and sends no token to the storage', async () => {
		const app = dingTalkApp(world);
		const bytes = Buffer.from([0, 255, 128, 10]);
		const code = world.sandbox.dingtalk.receiveFile(app.app.id, { name: 'chart.png', contentType: 'image/png', bytes });
		const [output] = await operateOnFiles(app, 'file.downloadReceived', download, [{ json: { code, name: 'chart.png' } }]);
		expect(output!.json).toEqual({ downloadCode: code, fileName: 'chart.png', contentType: 'image/png', bytes: 4 });
		expect(output!.binary!.data).toMatchObject({ fileName: 'chart.png', mimeType: 'image/png' });
		expect(Buffer.from(output!.binary!.data!.data, 'base64')).toEqual(bytes);
		// The sandbox would know the app by its token, in the header or in the address.
		expect(world.sandbox.calls().at(-1)).toMatchObject({ method: 'GET', path: expect.stringMatching(/^\/media\/temporary\//), appId: null });
	});

	test('files that look like answers: JSON, HTML and an empty one', async () => {
		const app = dingTalkApp(world);
		for (const [name, contentType, text] of [['a.json', 'application/json', '{"errcode":88}'], ['a.html', 'text/html', '<p>punish deny</p>'], ['a.txt', 'text/plain', '']] as const) {
			const code = world.sandbox.dingtalk.receiveFile(app.app.id, { name, contentType, bytes: Buffer.from(text) });
			const [output] = await operateOnFiles(app, 'file.downloadReceived', { ...download, outputBinaryField: 'file' }, [{ json: { code } }]);
			expect(Buffer.from(output!.binary!.file!.data, 'base64').toString()).toBe(text);
		}
	});

	test('a code that is wrong, has expired or belongs to another robot', async () => {
		const [app, other] = [dingTalkApp(world), dingTalkApp(world)];
		const file = { name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('a') };
		const foreign = world.sandbox.dingtalk.receiveFile(other.app.id, file);
		const late = world.sandbox.dingtalk.receiveFile(app.app.id, file);
		world.sandbox.clock.advance(25 * 3_600_000);
		const errors = await operate(app, 'file.downloadReceived', download, [{ code: 'x' }, { code: late }, { code: foreign }, {}]);
		expect(errors.map(({ error }) => error.code)).toEqual([
			'invalidParameter.robotCode.downloadCode',
			'invalidParameter.robotCode.downloadCode',
			'invalidParameter.robotCode.downloadCode',
			'INPUT',
		]);
		const [fresh] = await operate(app, 'file.downloadReceived', download, [{ code: world.sandbox.dingtalk.receiveFile(other.app.id, file) }]);
		expect(fresh!.error).toMatchObject({ code: 'invalidParameter.robotCode.auth', fix: expect.stringMatching(/only by the robot that got it/) });
	});

	test('a link that is no longer good, and a storage that fails', async () => {
		const app = dingTalkApp(world);
		const run = async (status: number) => {
			const code = world.sandbox.dingtalk.receiveFile(app.app.id, { name: 'a', contentType: 'text/plain', bytes: Buffer.from('a') });
			world.sandbox.addFault({ kind: 'status', status, match: { path: '/media/temporary/' } });
			return (await operate(app, 'file.downloadReceived', download, [{ code }]))[0]!.error;
		};
		expect(await run(403)).toMatchObject({ class: 'permanent', message: expect.stringMatching(/expired/), fix: expect.stringMatching(/Run the node again/) });
		expect(await run(503)).toMatchObject({ class: 'transient', message: expect.stringMatching(/HTTP 503/) });
	});
});
