import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { KILOBYTES_100, VALUE } from '../../support/engine/messages';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP = '/v1.0/robot/groupMessages/send';
const PAGE = 'https://example.com/page?a=1&b=2';

const calls = (path: string) => world.sandbox.calls().filter((call) => call.path.split('?')[0] === path);
const bodyOf = (path: string, index = -1) => calls(path).at(index)!.requestBody as Record<string, unknown>;
const paramOf = (path: string, index = -1) => JSON.parse(String(bodyOf(path, index).msgParam)) as Record<string, string>;

const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `user${index}` }).userId);

const lilei = (app: TestApp) => {
	if (!world.sandbox.state().people.some(({ userId }) => userId === 'lilei')) app.person({ userId: 'lilei', mobile: '13800138000' });
};

const toLilei = (app: TestApp, parameters: IDataObject, items?: IDataObject[]) => {
	lilei(app);
	return operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: 'lilei', ...parameters }, items);
};

describe('Send to People', () => {
	test('a text to a person by user ID: one call, and what became of it', async () => {
		const app = dingTalkApp(world);
		const [sent] = await toLilei(app, { messageType: 'text', text: 'Backup done' });
		expect(sent).toMatchObject({ status: 'sent', channel: 'dingtalk', target: 'lilei', parts: 1, attempts: 1, apiCalls: 1, warnings: [], messageId: expect.stringMatching(/\S{20}/) });
		expect(app.received().map(({ text }) => text)).toEqual(['Backup done']);
		expect(bodyOf(BATCH)).toEqual({ robotCode: app.app.robotCode, userIds: ['lilei'], msgKey: 'sampleText', msgParam: '{"content":"Backup done"}' });
	});

	test('by mobile and union ID; each is looked up once', async () => {
		const app = dingTalkApp(world);
		const { unionId } = app.person({ userId: 'lilei', mobile: '13800138000' });
		const sent = await operate(app, 'message.sendToPeople', { sendTo: VALUE, recipients: '={{ $json.who }}', messageType: 'text', text: 'x' }, [
			{ value: 'mobile', who: '13800138000' },
			{ value: 'mobile', who: '13800138000' },
			{ value: 'unionId', who: unionId },
		]);
		expect(sent).toMatchObject([{ status: 'sent', target: '13800138000' }, { status: 'sent' }, { status: 'sent', target: unionId }]);
		expect(app.received()).toHaveLength(3);
		expect(calls('/topapi/v2/user/getbymobile')).toHaveLength(1);
	});

	test('several people, named by a text or a list; who is named twice gets it once', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		app.person({ userId: 'hanmei', mobile: '13900139000' });
		const sent = await operate(app, 'message.sendToPeople', { sendTo: '={{ $json.by }}', recipients: VALUE, messageType: 'text', text: '={{ $itemIndex }}' }, [
			{ by: 'userId', value: 'lilei, hanmei, lilei,' },
			{ by: 'mobile', value: ['13800138000', '13900139000', '+8613800138000'] },
		]);
		expect(sent).toMatchObject([
			{ status: 'sent', parts: 2, apiCalls: 1, recipients: [{ target: 'lilei', status: 'sent' }, { target: 'hanmei', status: 'sent' }] },
			{ status: 'sent', parts: 2, apiCalls: 1 },
		]);
		expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([['lilei', 'hanmei'], ['lilei', 'hanmei']]);
	});

	test('1,000 people, one item each, with the same text: 50 calls within the 20 a second', async () => {
		const app = dingTalkApp(world);
		const ids = people(app, 1_000);
		const started = world.clock.now();
		const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
		expect(sent.every(({ status }) => status === 'sent')).toBe(true);
		expect(app.received()).toHaveLength(1_000);
		expect(calls(BATCH).map(({ status }) => status)).toEqual(Array(50).fill(200));
		expect(sent.reduce((sum, { apiCalls }) => sum + Number(apiCalls), 0)).toBe(50);
		expect(world.clock.now() - started).toBeLessThanOrEqual(4_000);
	});

	test('10,000 recipients of one item: 500 calls, and a warning about the quota first', async () => {
		const app = dingTalkApp(world);
		const ids = Array.from({ length: 10_000 }, (_, index) => `user${index}`);
		const run = await runNode([{ ids }], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', sendTo: 'userId', recipients: '={{ $json.ids }}', messageType: 'text', text: 'x' },
			onError: 'continueRegularOutput',
		});
		const [output] = outputOf(run, 'Node');
		// Nobody is there; what counts is how many calls are made to find out.
		expect(output!.json).toMatchObject({ status: 'failed', parts: 10_000, apiCalls: 500 });
		const [hint, ...more] = run.data.resultData.runData.Node![0]!.hints!;
		expect(hint).toMatchObject({ type: 'warning', message: expect.stringMatching(/by 500 calls.*5,000 a month/) });
		expect(more).toEqual([]);
	});

	test('499 calls are not worth a warning', async () => {
		const app = dingTalkApp(world);
		const ids = Array.from({ length: 9_980 }, (_, index) => `user${index}`);
		const run = await runNode([{ ids }], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', sendTo: 'userId', recipients: '={{ $json.ids }}', messageType: 'text', text: 'x' },
			onError: 'continueRegularOutput',
		});
		expect(run.data.resultData.runData.Node![0]!.hints ?? []).toEqual([]);
	});

	test('a wrong secret in the credential of one item is the error of that item alone', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		const { type, credential } = app.node;
		const perItem = { node: { type, credential: { ...credential, data: { ...credential.data, clientSecret: '={{ $json.secret }}' } } } };
		const items = [{ secret: 'wrong' }, { secret: String(credential.data.clientSecret) }];
		for (const parameters of [{ sendTo: 'userId', recipients: 'lilei' }, { sendTo: 'mobile', recipients: '13800138000' }]) {
			const sent = await operate(perItem, 'message.sendToPeople', { ...parameters, messageType: 'text', text: 'x' }, items);
			expect(sent).toMatchObject([{ status: 'failed', error: { code: 'invalidClientIdOrSecret' } }, { status: 'sent' }]);
		}
		expect(app.received()).toHaveLength(2);
	});

	describe('who is left out', () => {
		test('F33: 20 people of whom 2 are unknown: 18 sent, 2 item errors, in one call', async () => {
			const app = dingTalkApp(world);
			const ids = [...people(app, 18), 'nobody1', 'nobody2'];
			const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
			expect(sent.map(({ status }) => status)).toEqual([...Array(18).fill('sent'), 'failed', 'failed']);
			expect(sent[18]!.error).toMatchObject({ class: 'permanent', code: 'invalidStaffIdList', message: expect.stringMatching(/user ID nobody1$/), fix: expect.stringMatching(/visible scope/) });
			expect(app.received()).toHaveLength(18);
			expect(calls(BATCH)).toHaveLength(1);
		});

		test('the same in one item: the item has failed, and tells who got it and who did not', async () => {
			const app = dingTalkApp(world);
			const [sent] = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: [...people(app, 18), 'nobody1', 'nobody2'].join(), messageType: 'text', text: 'x' });
			expect(sent).toMatchObject({ status: 'failed', parts: 20, partsSent: 18, apiCalls: 1 });
			expect(sent!.error.message).toMatch(/^18 of the 20 recipients of this item were reached\. Not reached: nobody1: .*; nobody2: /);
			expect((sent!.recipients as Array<{ status: string }>).filter(({ status }) => status === 'sent')).toHaveLength(18);
		});

		test('a mobile number that nobody has keeps nobody else from getting it', async () => {
			const app = dingTalkApp(world);
			app.person({ userId: 'lilei', mobile: '13800138000' });
			const sent = await operate(app, 'message.sendToPeople', { sendTo: 'mobile', recipients: VALUE, messageType: 'text', text: 'x' }, [
				{ value: '13800138000, 13111111111' },
				{ value: '13111111111' },
				{ value: '13800138000' },
			]);
			expect(sent.map(({ status, partsSent }) => [status, partsSent])).toEqual([['failed', 1], ['failed', 0], ['sent', 1]]);
			expect(sent[0]!.error.message).toMatch(/^1 of the 2 .* Not reached: 13111111111: Nobody in the organization has the mobile number 13111111111/);
			expect(app.received()).toHaveLength(2);
		});

		test('who gets too much just now is asked again within the time that there is', async () => {
			const app = dingTalkApp(world);
			const ids = people(app, 3);
			world.sandbox.dingtalk.flowControl(['user1'], 2);
			const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
			expect(sent.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
			expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([ids, ['user1'], ['user1']]);
			expect(app.received()).toHaveLength(3);
		});

		test('and fails when the time is up, with its class and nobody else', async () => {
			const app = dingTalkApp(world);
			const ids = people(app, 2);
			world.sandbox.dingtalk.flowControl(['user1'], 99);
			const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: VALUE, messageType: 'text', text: 'x', options: { maxWait: 20 } }, ids.map((value) => ({ value })));
			expect(sent).toMatchObject([{ status: 'sent' }, { status: 'failed', error: { class: 'rateLimited', code: 'RECIPIENT_LIMIT', message: expect.stringMatching(/to user1 for now/) } }]);
			expect(calls(BATCH).length).toBeGreaterThan(2);
		});

		test('Over the Limit: Fail asks once', async () => {
			const app = dingTalkApp(world);
			people(app, 1);
			world.sandbox.dingtalk.flowControl(['user0'], 99);
			const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: 'user0', messageType: 'text', text: 'x', options: { overLimit: 'fail' } });
			expect(sent).toMatchObject([{ status: 'failed', error: { code: 'RECIPIENT_LIMIT' } }]);
			expect(calls(BATCH)).toHaveLength(1);
		});
	});

	test('Retry on Fail sends to nobody twice, though the calls are composed otherwise', async () => {
		const app = dingTalkApp(world);
		people(app, 3);
		app.person({ userId: 'late', mobile: '13800138000' });
		// The look-up of the first item fails the first time, so that the second try has one more in its call.
		world.sandbox.addFault({ kind: 'status', status: 500, match: { path: '/topapi/v2/user/getbymobile' }, times: 5 });
		const run = await runNode(
			[{ by: 'mobile', who: '13800138000' }, ...[0, 1, 2].map((n) => ({ by: 'userId', who: `user${n}` }))],
			{
				...app.node,
				parameters: { resource: 'message', operation: 'sendToPeople', sendTo: '={{ $json.by }}', recipients: '={{ $json.who }}', messageType: 'text', text: 'x' },
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			},
		);
		expect(outputOf(run, 'Node').map(({ json }) => json.status)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([['user0', 'user1', 'user2'], ['late']]);
	});

	test('Retry on Fail sends to nobody twice when somebody of an item was not found', async () => {
		const app = dingTalkApp(world);
		people(app, 1);
		app.person({ userId: 'known', mobile: '13800138000' });
		const run = await runNode([{}], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', sendTo: 'mobile', recipients: '13800138000, 13900139000', messageType: 'text', text: 'x' },
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
		});
		expect(run.status).toBe('error');
		expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([['known']]);
	});

	describe('after a timeout', () => {
		const settings = { messageType: 'text', text: 'x' };

		test('the message is sent again, with a warning', async () => {
			const app = dingTalkApp(world);
			world.sandbox.addFault({ kind: 'timeoutAfterAccept', match: { path: BATCH } });
			const [sent] = await toLilei(app, { ...settings, options: { timeout: 1 } });
			expect(sent).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/may show this message twice/)] });
		});

		test('or left alone, if that is wanted', async () => {
			const app = dingTalkApp(world);
			world.sandbox.addFault({ kind: 'timeoutAfterAccept', match: { path: BATCH } });
			const [sent] = await toLilei(app, { ...settings, options: { timeout: 1, onAmbiguousTimeout: 'giveUp' } });
			expect(sent).toMatchObject({ status: 'failed', error: { class: 'ambiguous' } });
			expect(calls(BATCH)).toHaveLength(1);
		});
	});
});

describe('message types', () => {
	const link = 'dingtalk://dingtalkclient/action/openapp?corpid=dingcorp&container_type=work_platform&app_id=0_77&redirect_type=jump&redirect_url=';
	const inOrganization = link + encodeURIComponent(PAGE);
	const button = (text: string, url = PAGE) => ({ text, url });

	/** Sends one, and gives what the platform was given. */
	const typed = async (parameters: IDataObject, credential: IDataObject = { corpId: 'dingcorp', agentId: '77' }) => {
		const app = dingTalkApp(world, {}, credential);
		const [sent] = await toLilei(app, parameters);
		expect(sent).toMatchObject({ status: 'sent', warnings: [] });
		return { msgKey: bodyOf(BATCH).msgKey, param: paramOf(BATCH), message: app.received()[0]! };
	};

	test('Markdown', async () => {
		const { msgKey, param, message } = await typed({ messageType: 'markdown', title: 'Backup', text: '### Done\n@all **12 GB**' });
		expect([msgKey, param]).toEqual(['sampleMarkdown', { title: 'Backup', text: '### Done\n@all **12 GB**' }]);
		expect(message).toMatchObject({ title: 'Backup', text: 'Done\n@all 12 GB', mentions: [] });
	});

	test('Action Card: one button, several below each other, two side by side', async () => {
		const card = { messageType: 'actionCard', title: 'Ticket', text: 'Disk **full**', openLinksIn: 'default' };
		const one = await typed({ ...card, buttons: { button: [button('Open')] } });
		expect([one.msgKey, one.param]).toEqual(['sampleActionCard', { title: 'Ticket', text: 'Disk **full**', singleTitle: 'Open', singleURL: PAGE }]);
		for (const count of [2, 3, 4, 5]) {
			const several = await typed({ ...card, buttons: { button: Array.from({ length: count }, (_, index) => button(`B${index + 1}`)) } });
			expect(several.msgKey).toBe(`sampleActionCard${count}`);
			expect(several.param).toMatchObject({ actionTitle1: 'B1', actionURL1: PAGE, [`actionTitle${count}`]: `B${count}`, [`actionURL${count}`]: PAGE });
			expect(Object.keys(several.param)).toHaveLength(2 + 2 * count);
		}
		const two = await typed({ ...card, buttons: { button: [button('Yes'), button('No')] }, buttonLayout: 'horizontal' });
		expect([two.msgKey, two.param]).toEqual([
			'sampleActionCard6',
			{ title: 'Ticket', text: 'Disk **full**', buttonTitle1: 'Yes', buttonUrl1: PAGE, buttonTitle2: 'No', buttonUrl2: PAGE },
		]);
		expect(two.message.view).toMatchObject({ horizontal: true });
	});

	test.each([
		['as DingTalk decides, also on phones', {}, PAGE],
		['in the organization, if that is wanted', { openLinksIn: 'organization' }, inOrganization],
		['as they are, if the credential has no Agent ID', { openLinksIn: 'organization', credential: { corpId: 'dingcorp', agentId: '' } }, PAGE],
		['in the side panel', { openLinksIn: 'sidePanel' }, `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(PAGE)}&pc_slide=true`],
	])('a link opens %s', async (_name, { credential, ...settings }: { credential?: IDataObject; openLinksIn?: string }, url) => {
		const { msgKey, param } = await typed({ messageType: 'link', title: 'Report', text: '12 orders', url: PAGE, ...settings }, credential ?? { corpId: 'dingcorp', agentId: '77' });
		expect([msgKey, param]).toEqual(['sampleLink', { title: 'Report', text: '12 orders', messageUrl: url }]);
	});

	test('Link with a picture from the web, or uploaded before', async () => {
		const tile = { messageType: 'link', title: 'Report', text: 'x', url: PAGE };
		expect((await typed({ ...tile, pictureFrom: 'url', pictureFromUrl: 'https://example.com/a.png' })).param.picUrl).toBe('https://example.com/a.png');
		expect((await typed({ ...tile, pictureFrom: 'mediaId', pictureMediaId: '@lAD1' })).param.picUrl).toBe('@lAD1');
	});

	test('Image from the web', async () => {
		const { msgKey, param } = await typed({ messageType: 'image', mediaFrom: 'url', mediaFromUrl: 'https://example.com/a.png' });
		expect([msgKey, param]).toEqual(['sampleImageMsg', { photoURL: 'https://example.com/a.png' }]);
	});

	test('Custom', async () => {
		const { msgKey, param } = await typed({ messageType: 'custom', msgKey: 'sampleMarkdown', msgParam: '={{ ({ title: 7, text: ["a"] }) }}' });
		expect([msgKey, param]).toEqual(['sampleMarkdown', { title: '7', text: '["a"]' }]);
	});

	describe('files of the item', () => {
		const send = async (parameters: IDataObject, items: Parameters<typeof operateOnFiles>[3]) => {
			const app = dingTalkApp(world);
			lilei(app);
			return { app, output: (await operateOnFiles(app, 'message.sendToPeople', { sendTo: 'userId', recipients: 'lilei', ...parameters }, items)).map(({ json }) => json) };
		};
		const png = withFile(Buffer.from('picture'), 'chart.png', 'image/png');

		test('an image is uploaded and sent in one step; the same one once for all items', async () => {
			const { app, output } = await send({ messageType: 'image' }, [png, png, png]);
			expect(output).toMatchObject([{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }]);
			expect(calls('/media/upload')).toHaveLength(1);
			expect(app.received()[0]!.view).toMatchObject({ kind: 'file', fileKind: 'image', key: paramOf(BATCH).photoURL });
		});

		test('a PDF arrives as a file with its name', async () => {
			const { app, output } = await send({ messageType: 'file' }, [withFile(Buffer.from('%PDF'), 'report.pdf', 'application/pdf')]);
			expect(output).toMatchObject([{ status: 'sent' }]);
			expect(paramOf(BATCH)).toEqual({ mediaId: expect.stringMatching(/^@/), fileName: 'report.pdf', fileType: 'pdf' });
			expect(app.received()[0]!.text).toMatch(/report\.pdf/);
		});

		test('a file whose name has no ending gets that of its type, in the chat as well', async () => {
			const { output } = await send({ messageType: 'file' }, [withFile(Buffer.from('%PDF'), 'report', 'application/pdf')]);
			expect(output).toMatchObject([{ status: 'sent' }]);
			expect(paramOf(BATCH)).toMatchObject({ fileName: 'report.pdf', fileType: 'pdf' });
		});

		test('what robots do not send is not uploaded', async () => {
			const { output } = await send({ messageType: 'file' }, [withFile(Buffer.from('x'), 'slides.pptx', 'application/x')]);
			expect(output).toMatchObject([{ status: 'failed', error: { code: 'INPUT' } }]);
			expect(calls('/media/upload')).toEqual([]);
		});

		test('audio and video, with the cover from another field', async () => {
			const audio = await send({ messageType: 'audio', duration: 3.5 }, [withFile(Buffer.from('amr'), 'a.amr', 'audio/amr')]);
			expect(audio.output).toMatchObject([{ status: 'sent' }]);
			expect([bodyOf(BATCH).msgKey, paramOf(BATCH)]).toEqual(['sampleAudio', { mediaId: expect.any(String), duration: '3500' }]);
			const both = { json: {}, binary: { ...withFile(Buffer.from('mp4'), 'a.mp4', 'video/mp4').binary, cover: png.binary!.data! } };
			const video = await send({ messageType: 'video', duration: 12, width: 640 }, [both]);
			expect(video.output).toMatchObject([{ status: 'sent' }]);
			expect([bodyOf(BATCH).msgKey, paramOf(BATCH)]).toEqual([
				'sampleVideo',
				{ duration: '12', videoMediaId: expect.any(String), videoType: 'mp4', picMediaId: expect.any(String), width: '640' },
			]);
		});

		test.each([
			['an empty file', { messageType: 'image' }, withFile(Buffer.alloc(0), 'a.png', 'image/png'), /^The file "a.png" is empty$/],
			['31 MB', { messageType: 'file' }, withFile(Buffer.alloc(31 * 1024 * 1024), 'a.pdf', 'application/pdf'), /has 31.0 MB; DingTalk takes at most 20 MB/],
			['a cover that is none', { messageType: 'video', coverBinaryPropertyName: 'data' }, withFile(Buffer.from('mp4'), 'a.mp4', 'video/mp4'), /^Cover: "a.mp4" can't be sent as an image/],
			['audio that robots do not take', { messageType: 'audio' }, withFile(Buffer.from('mp3'), 'a.mp3', 'audio/mpeg'), /can't send "a.mp3" as a voice message: it takes ogg and amr/],
			['no file', { messageType: 'image' }, { json: {} }, /no file in the binary field "data"/],
			['a kind that robots do not send', { messageType: 'file' }, withFile(Buffer.from('x'), 'a.pptx', 'application/x'), /can't send "a.pptx": it takes xlsx, pdf, zip/],
			['a name without its ending', { messageType: 'file', fileName: 'report' }, png, /can't send "report"/],
		])('%s is an error of its item', async (_name, parameters, item, message) => {
			const { app, output } = await send(parameters, [item, withFile(Buffer.from('%PDF'), 'b.pdf', 'application/pdf')].slice(0, parameters.messageType === 'file' && !('fileName' in parameters) ? 2 : 1));
			expect(output[0]).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(message), fix: expect.stringMatching(/\w{4}/) } });
			expect(output.slice(1).map(({ status }) => status)).toEqual(output.slice(1).map(() => 'sent'));
			expect(app.received()).toHaveLength(output.length - 1);
		});
	});

	describe('bad input is an error of its item, and the others are sent', () => {
		const card = { messageType: 'actionCard', title: 'x' };

		test.each<[string, IDataObject, unknown, unknown, RegExp]>([
			['no recipient', { recipients: VALUE }, '', 'lilei', /There are no recipients/],
			['an empty text', { text: VALUE }, ' ', 'x', /The text is empty/],
			['JSON that is none', { messageType: 'custom', msgKey: 'sampleText', msgParam: VALUE }, '{"a":', { content: 'x' }, /^Message Parameters \(JSON\): .* is not a JSON object/],
			['100 KB of JSON', { messageType: 'custom', msgKey: 'sampleText', msgParam: VALUE }, { content: KILOBYTES_100 }, { content: 'x' }, /bytes; the app's robot takes at most 15000/],
			['a button without a text', { ...card, buttons: { button: [button(VALUE)] } }, '', 'x', /Button 1: The text is empty/],
			['half an address', { messageType: 'link', title: 'x', url: VALUE }, 'example.com', PAGE, /The URL "example.com" is not complete/],
		])('%s', async (_name, parameters, bad, fine, message) => {
			const sent = await toLilei(dingTalkApp(world), { messageType: 'text', text: 'x', ...parameters }, [{ value: bad }, { value: fine }] as IDataObject[]);
			expect(sent[0]).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(message) } });
			expect(sent[1]).toMatchObject({ status: 'sent' });
		});

		test.each([
			['a type that is none', { messageType: 'poem' }, /Message Type: poem is not one of/],
			['no button', card, /The card has no button/],
			['six buttons', { ...card, buttons: { button: Array(6).fill(button('x')) } }, /has 6 buttons; DingTalk takes at most 5/],
			['three side by side', { ...card, buttonLayout: 'horizontal', buttons: { button: Array(3).fill(button('x')) } }, /3 buttons can't stand side by side/],
		])('%s', async (_name, parameters, message) => {
			const [sent] = await toLilei(dingTalkApp(world), { text: 'x', ...parameters });
			expect(sent).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(message) } });
		});
	});

	test.each(['text', 'markdown', 'link', 'actionCard'])('100 KB are cut to the limit of 15,000 bytes, and the result says so: %s', async (messageType) => {
		const app = dingTalkApp(world);
		const [sent] = await toLilei(app, { messageType, title: 'x', text: KILOBYTES_100, url: PAGE, buttons: { button: [button('Open'), button('Close')] } });
		expect(sent).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/^The text was longer/)] });
		const bytes = Buffer.byteLength(String(bodyOf(BATCH).msgParam));
		expect(bytes).toBeGreaterThan(14_950);
		expect(bytes).toBeLessThanOrEqual(15_000);
	});
});

describe('Send to Group', () => {
	test('into a group that the robot is in', async () => {
		const app = dingTalkApp(world);
		const group = app.group();
		const [sent] = await operate(app, 'message.sendToGroup', { openConversationId: group.id, messageType: 'markdown', title: 'x', text: '**Done**' });
		expect(sent).toMatchObject({ status: 'sent', target: group.id, apiCalls: 1, messageId: expect.stringMatching(/\S{20}/) });
		expect(app.received(group.id).map(({ text }) => text)).toEqual(['Done']);
		expect(bodyOf(GROUP)).toEqual({ robotCode: app.app.robotCode, openConversationId: group.id, msgKey: 'sampleMarkdown', msgParam: '{"title":"x","text":"**Done**"}' });
	});

	test.each([
		['a chat ID of the old API', 'chat123', 'INPUT', /is not an open conversation ID/],
		['nothing', '', 'INPUT', /is empty/],
		['a group that is not there', 'cidnothere', 'invalid.openConversationId', /There is no such group/],
	])('%s is an error of its item', async (_name, value, code, message) => {
		const app = dingTalkApp(world);
		const sent = await operate(app, 'message.sendToGroup', { openConversationId: VALUE, messageType: 'text', text: 'x' }, [{ value }, { value: app.group().id }]);
		expect(sent).toMatchObject([{ status: 'failed', error: { code, message: expect.stringMatching(message) } }, { status: 'sent' }]);
	});

	test('a group without the robot: says how to add it', async () => {
		const app = dingTalkApp(world);
		const group = app.group({ apps: [] });
		const [sent] = await operate(app, 'message.sendToGroup', { openConversationId: group.id, messageType: 'text', text: 'x' });
		expect(sent!.error).toMatchObject({ message: expect.stringMatching(/The robot is not in the group/), fix: expect.stringMatching(/Add Robot/) });
	});
});

describe('Recall', () => {
	const text = { messageType: 'text', text: 'x' };

	test('from people: the messages of all items in calls of 20', async () => {
		const app = dingTalkApp(world);
		people(app, 30);
		const items = Array.from({ length: 30 }, (_, n) => ({ n }));
		const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: '={{ "user" + $json.n }}', ...text, text: '={{ "text " + $json.n }}' }, items);
		const recalled = await operate(app, 'message.recall', { messageIds: VALUE }, sent.map(({ messageId }) => ({ value: messageId })));
		expect(recalled).toEqual(sent.map(({ messageId }) => ({ messageId, recalled: true })));
		expect(app.received().every(({ recalledAt }) => recalledAt !== undefined)).toBe(true);
		expect(calls('/v1.0/robot/otoMessages/batchRecall').map(({ requestBody }) => (requestBody as { processQueryKeys: string[] }).processQueryKeys.length)).toEqual([20, 10]);
	});

	test('from a group', async () => {
		const app = dingTalkApp(world);
		const group = app.group();
		const [sent] = await operate(app, 'message.sendToGroup', { openConversationId: group.id, ...text });
		const recalled = await operate(app, 'message.recall', { sentTo: 'group', openConversationId: group.id, messageIds: sent!.messageId });
		expect(recalled).toEqual([{ messageId: sent!.messageId, recalled: true }]);
		expect(app.received(group.id)[0]!.recalledAt).toBeDefined();
	});

	test('without Simplify, what the platform says', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei' });
		const [sent] = await toLilei(app, { messageType: 'text', text: 'x' });
		const recalled = await operate(app, 'message.recall', { messageIds: sent!.messageId, options: { simplify: false } });
		expect(recalled).toEqual([{ successResult: [sent!.messageId], failedResult: {} }]);
	});

	test('a key that is not known fails, and only its entry', async () => {
		const app = dingTalkApp(world);
		const [sent] = await toLilei(app, text);
		const recalled = await operate(app, 'message.recall', { messageIds: `unknown, ${String(sent!.messageId)}` });
		expect(recalled).toMatchObject([
			{ messageId: 'unknown', error: { code: 'invalid.processQueryKey', message: expect.stringMatching(/^The message unknown was not recalled/), fix: expect.stringMatching(/messageId/) } },
			{ messageId: sent!.messageId, recalled: true },
		]);
	});

	test('a call that is refused for one of its messages is made again for each: the others are recalled', async () => {
		const app = dingTalkApp(world);
		people(app, 2);
		const sent = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: VALUE, ...text, text: VALUE }, [{ value: 'user0' }, { value: 'user1' }]);
		const path = '/v1.0/robot/otoMessages/batchRecall';
		world.sandbox.addFault({ kind: 'refuse', code: 'robot.processQueryKey.expired', match: { path }, times: 2 });
		const recalled = await operate(app, 'message.recall', { messageIds: VALUE }, sent.map(({ messageId }) => ({ value: messageId })));
		expect(recalled).toMatchObject([{ messageId: sent[0]!.messageId, error: { code: 'robot.processQueryKey.expired' } }, { messageId: sent[1]!.messageId, recalled: true }]);
		expect(calls(path)).toHaveLength(3);
	});

	test('a call that is refused for anything else is made once', async () => {
		const app = dingTalkApp(world);
		const path = '/v1.0/robot/otoMessages/batchRecall';
		world.sandbox.addFault({ kind: 'refuse', code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', match: { path } });
		const recalled = await operate(app, 'message.recall', { messageIds: VALUE }, [{ value: 'a' }, { value: 'b' }]);
		expect(recalled.map(({ error }) => error.class)).toEqual(['quotaExceeded', 'quotaExceeded']);
		expect(calls(path)).toHaveLength(1);
	});

	test('after 24 hours it is too late, and says so', async () => {
		const app = dingTalkApp(world);
		const [sent] = await toLilei(app, text);
		world.clock.advance(25 * 3_600_000);
		const [recalled] = await operate(app, 'message.recall', { messageIds: sent!.messageId });
		expect(recalled!.error).toMatchObject({ code: 'robot.processQueryKey.expired', message: expect.stringMatching(/24 hours/) });
	});

	test('nothing to recall is an item error', async () => {
		const [recalled] = await operate(dingTalkApp(world), 'message.recall', { messageIds: ' , ' });
		expect(recalled!.error).toMatchObject({ code: 'INPUT', message: 'There is no message ID' });
	});
});

describe('Get Read Status', () => {
	test('of a message to people', async () => {
		const app = dingTalkApp(world);
		people(app, 2);
		const [sent] = await operate(app, 'message.sendToPeople', { sendTo: 'userId', recipients: 'user0, user1', messageType: 'text', text: 'x' });
		world.sandbox.readMessage(app.received()[0]!.id, 'user0');
		const status = { messageId: sent!.messageId };
		expect(await operate(app, 'message.getReadStatus', status)).toEqual([{ messageId: sent!.messageId, sendStatus: 'SUCCESS', read: ['user0'], unread: ['user1'] }]);
		const [raw] = await operate(app, 'message.getReadStatus', { ...status, options: { simplify: false } });
		expect(raw).toMatchObject({ messageReadInfoList: [{ userId: 'user0', readStatus: 'READ', name: 'Person 0' }, { userId: 'user1', readStatus: 'UNREAD' }] });
		await operate(app, 'message.recall', { messageIds: sent!.messageId });
		expect((await operate(app, 'message.getReadStatus', status))[0]).toMatchObject({ sendStatus: 'RECALLED' });
	});

	test('of a message in a group, page by page', async () => {
		const app = dingTalkApp(world);
		const ids = people(app, 250);
		const group = app.group({ members: ids.map((userId) => ({ name: userId, userId })) });
		const [sent] = await operate(app, 'message.sendToGroup', { openConversationId: group.id, messageType: 'text', text: 'x' });
		for (const userId of ids) world.sandbox.readMessage(app.received(group.id)[0]!.id, userId);
		const status = { sentTo: 'group', openConversationId: group.id, messageId: sent!.messageId };
		const [few] = await operate(app, 'message.getReadStatus', { ...status, limit: 3 });
		expect(few).toEqual({ messageId: sent!.messageId, sendStatus: 'SUCCESS', read: ids.slice(0, 3) });
		const [all] = await operate(app, 'message.getReadStatus', { ...status, returnAll: true });
		expect(all!.read).toEqual(ids);
		expect(calls('/v1.0/robot/groupMessages/query').map(({ requestBody }) => (requestBody as { maxResults: number }).maxResults)).toEqual([3, 200, 200]);
	});

	test('of a message that nobody knows', async () => {
		const [status] = await operate(dingTalkApp(world), 'message.getReadStatus', { messageId: 'unknown+/=' });
		expect(status!.error).toMatchObject({ code: 'invalid.processQueryKey', message: expect.stringMatching(/24 hours/) });
	});
});

describe('Reply to Session', () => {
	const session = (app: TestApp, members = [{ name: 'Li Lei', userId: 'lilei', mobile: '13800138000' }]) => {
		const group = app.group({ members });
		return { group, ...world.sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: group.id }) };
	};

	test('in the same chat, with mentions, without a token', async () => {
		const app = dingTalkApp(world);
		const { group, sessionWebhook } = session(app);
		const [sent] = await operate(app, 'message.replyToSession', { sessionWebhook, messageType: 'text', text: 'On my way', mentionUserIds: 'lilei' });
		expect(sent).toMatchObject({ status: 'sent', apiCalls: 1 });
		expect(app.received(group.id)).toMatchObject([{ text: 'On my way\n@Li Lei', mentions: [{ id: 'lilei' }] }]);
		expect(world.sandbox.calls().map(({ path }) => path.split('?')[0])).toEqual(['/robot/sendBySession']);
	});

	test.each([
		['markdown', { title: 'x', text: '**a**' }, 'a'],
		['actionCard', { title: 'x', text: 'a', buttons: { button: [{ text: 'Open', url: PAGE }] } }, 'a\nOpen'],
		['feedCard', { links: { link: [{ title: 'a', url: PAGE, pictureUrl: PAGE }] } }, 'a'],
		['link', { title: 'a', text: 'b', url: PAGE }, 'a\nb'],
		['custom', { messageJson: '{"msgtype":"text","text":{"content":"a"}}' }, 'a'],
	])('%s', async (messageType, parameters, text) => {
		const app = dingTalkApp(world);
		const { group, sessionWebhook } = session(app);
		expect(await operate(app, 'message.replyToSession', { sessionWebhook, messageType, ...parameters })).toMatchObject([{ status: 'sent' }]);
		expect(app.received(group.id).map((message) => message.text)).toEqual([text]);
	});

	test('an expired session says so, and shows its ID nowhere', async () => {
		const app = dingTalkApp(world);
		const { sessionWebhook } = session(app);
		world.clock.advance(91 * 60_000);
		const [sent] = await operate(app, 'message.replyToSession', { sessionWebhook, messageType: 'text', text: 'x' });
		expect(sent!.error).toMatchObject({ class: 'permanent', message: expect.stringMatching(/reply address has expired.*90 minutes/), fix: expect.stringMatching(/Send to People/) });
		expect(JSON.stringify(sent)).not.toContain(new URL(sessionWebhook).searchParams.get('session'));
	});

	test.each([
		[' ', /is empty/],
		['sendBySession', /not a complete URL/],
		['https://evil.example.com/robot/sendBySession?session=1', /leads to https:\/\/evil.example.com, which is neither/],
		['http://oapi.dingtalk.com/robot/sendBySession?session=1', /leads to http:\/\/oapi.dingtalk.com, which is neither/],
		['https://oapi.dingtalk.com/robot/send?access_token=1', /does not end in \/robot\/sendBySession/],
	])('"%s" is not called', async (sessionWebhook, message) => {
		const [sent] = await operate(dingTalkApp(world), 'message.replyToSession', { sessionWebhook, messageType: 'text', text: 'x' });
		expect(sent!.error).toMatchObject({ code: 'INPUT', message: expect.stringMatching(message) });
		expect(world.sandbox.calls()).toEqual([]);
	});
});

describe('Send Test Message', () => {
	interface Tested {
		status: string;
		messageId: string | null;
		checks: Array<{ check: string; ok: boolean | null; detail: string }>;
	}
	const tested = async (app: TestApp, parameters: IDataObject = { person: '13800138000' }) => (await operate(app, 'message.sendTestMessage', parameters))[0] as unknown as Tested;
	const oks = ({ checks }: Tested) => Object.fromEntries(checks.map(({ check, ok }) => [check, ok]));
	const failing = ({ checks }: Tested) => checks.filter(({ ok }) => ok === false);
	const FINE = { 'Access Token': true, Permissions: true, 'Person Found': true, Robot: true, Sent: true };

	test('all is well, by mobile or user ID', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		const result = await tested(app);
		expect(result).toMatchObject({ status: 'sent', messageId: expect.any(String) });
		expect(oks(result)).toEqual(FINE);
		expect(oks(await tested(app, { sendTo: 'userId', person: 'lilei' }))).toEqual(FINE);
		expect(app.received().map(({ text }) => text)).toEqual(Array(2).fill('This is a test message from n8n. The bot works.'));
	});

	test.each<[string, Parameters<typeof dingTalkApp>[1], IDataObject, IDataObject, string, RegExp, Record<string, boolean | null>]>([
		['a wrong secret', {}, { clientSecret: 'wrong' }, {}, 'Access Token', /Client Secret is wrong/, { Permissions: null, 'Person Found': null, Robot: null, Sent: null }],
		['no permission to look people up', { scopes: ['qyapi_robot_sendmsg'] }, {}, {}, 'Permissions', /qyapi_get_member_by_mobile.*appscope/, { 'Access Token': true, 'Person Found': null, Robot: null, Sent: null }],
		['no permission to send', { scopes: ['qyapi_get_member_by_mobile'] }, {}, {}, 'Permissions', /qyapi_robot_sendmsg/, { 'Access Token': true, 'Person Found': true, Robot: null, Sent: null }],
		['a mobile that nobody has', {}, {}, { person: '13111111111' }, 'Person Found', /Nobody in the organization has/, { 'Access Token': true, Permissions: null, Robot: null, Sent: null }],
		['a user ID that nobody has', {}, {}, { sendTo: 'userId', person: 'nobody' }, 'Person Found', /can't reach anybody with the user ID nobody/, { Permissions: true, Robot: true, Sent: null }],
		['an app without a published version', { published: false }, {}, {}, 'Robot', /no published robot/, { Permissions: true, 'Person Found': true, Sent: null }],
		['a wrong robot code', {}, { robotCode: 'other' }, {}, 'Robot', /no published robot with this robot code/, { 'Person Found': true, Sent: null }],
		['a robot that is off', { botEnabled: false }, {}, {}, 'Robot', /may not send messages to people/, { 'Person Found': true, Sent: null }],
	])('%s', async (_name, settings, credential, parameters, check, detail, others) => {
		const app = dingTalkApp(world, settings, credential);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		const result = await tested(app, { person: '13800138000', ...parameters });
		expect(result).toMatchObject({ status: 'failed', messageId: null });
		expect(failing(result)).toEqual([{ check, ok: false, detail: expect.stringMatching(detail) }]);
		expect(oks(result)).toMatchObject(others);
	});

	test.each([
		['a connection that breaks off', { kind: 'reset' }],
		['a gateway that fails', { kind: 'status', status: 503 }],
	] as const)('%s while it is sent is not the fault of the token', async (_name, fault) => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		world.sandbox.addFault({ ...fault, match: { path: BATCH }, times: 5 });
		expect(oks(await tested(app))).toEqual({ 'Access Token': true, Permissions: null, 'Person Found': true, Robot: null, Sent: false });
		world.sandbox.addFault({ ...fault, match: { path: '/v1.0/oauth2/accessToken' }, times: 5 });
		const other = dingTalkApp(world);
		expect(oks(await tested(other))).toMatchObject({ 'Access Token': false, Sent: null });
	});

	test('DingTalk lets nothing through just now', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		world.sandbox.dingtalk.flowControl(['lilei'], 99);
		const result = await tested(app);
		expect(failing(result)).toMatchObject([{ check: 'Sent', detail: expect.stringMatching(/for now/) }]);
		expect(oks(result)).toMatchObject({ Permissions: true, 'Person Found': true, Robot: true });
	});
});

describe('the three error modes', () => {
	const send = (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput') => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei' });
		return runNode([{ who: 'lilei' }, { who: 'nobody' }], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', sendTo: 'userId', recipients: '={{ $json.who }}', messageType: 'text', text: 'x' },
			onError,
		});
	};

	test('Stop: one error, after all have been tried', async () => {
		const run = await send('stopWorkflow');
		expect(run.data.resultData.error).toMatchObject({ message: expect.stringMatching(/^1 of 2 items was not sent\. Item 1: The robot can't reach/), description: expect.stringMatching(/visible scope/) });
		expect(world.sandbox.messages()).toHaveLength(1);
	});

	test('Continue: each item has its result, paired', async () => {
		expect(outputOf(await send('continueRegularOutput'), 'Node')).toMatchObject([
			{ json: { status: 'sent' }, pairedItem: { item: 0 } },
			{ json: { status: 'failed', error: { code: 'invalidStaffIdList' } }, pairedItem: { item: 1 } },
		]);
	});

	test('Error output: failed items leave there with their own data', async () => {
		const run = await send('continueErrorOutput');
		expect(outputOf(run, 'Node')).toMatchObject([{ json: { status: 'sent' }, pairedItem: { item: 0 } }]);
		expect(outputOf(run, 'Node', { output: 1 })).toMatchObject([{ json: { who: 'nobody', error: { code: 'invalidStaffIdList', status: 'failed' } }, pairedItem: { item: 1 } }]);
	});

	test('of an operation that asks: Recall', async () => {
		const run = (onError: 'stopWorkflow' | 'continueErrorOutput') => {
			const app = dingTalkApp(world);
			return runNode([{ key: 'unknown' }], { ...app.node, parameters: { resource: 'message', operation: 'recall', messageIds: '={{ $json.key }}' }, onError });
		};
		expect((await run('stopWorkflow')).data.resultData.error).toMatchObject({ message: expect.stringMatching(/24 hours/) });
		expect(outputOf(await run('continueErrorOutput'), 'Node', { output: 1 })).toMatchObject([{ json: { key: 'unknown', error: { code: 'invalid.processQueryKey' } }, pairedItem: { item: 0 } }]);
	});
});
