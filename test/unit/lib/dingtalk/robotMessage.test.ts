import { audioMessage, customMessage, fileMessage, imageMessage, PARAM_BYTES, ROBOT_ROOM, robotMessage, videoMessage } from '../../../../lib/dingtalk/robotMessage';
import { InputError } from '../../../../lib/inputError';

const URL_1 = 'https://example.com/1';
const card = (count: number, btnOrientation: '0' | '1' = '0') => ({
	msgtype: 'actionCard' as const,
	actionCard: { title: 't', text: 'x', btnOrientation, btns: Array.from({ length: count }, (_, index) => ({ title: `b${index + 1}`, actionURL: URL_1 })) },
});

describe('messages of a group robot in the words of an app', () => {
	test.each([
		['text', { msgtype: 'text', text: { content: 'x' } }, 'sampleText', { content: 'x' }],
		['markdown', { msgtype: 'markdown', markdown: { title: 't', text: 'x' } }, 'sampleMarkdown', { title: 't', text: 'x' }],
		['link', { msgtype: 'link', link: { title: 't', text: 'x', messageUrl: URL_1 } }, 'sampleLink', { title: 't', text: 'x', messageUrl: URL_1 }],
		['one button', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', singleTitle: 'b', singleURL: URL_1 } }, 'sampleActionCard', { title: 't', text: 'x', singleTitle: 'b', singleURL: URL_1 }],
		['two buttons', card(2), 'sampleActionCard2', { title: 't', text: 'x', actionTitle1: 'b1', actionURL1: URL_1, actionTitle2: 'b2', actionURL2: URL_1 }],
		['two side by side', card(2, '1'), 'sampleActionCard6', { title: 't', text: 'x', buttonTitle1: 'b1', buttonUrl1: URL_1, buttonTitle2: 'b2', buttonUrl2: URL_1 }],
	] as const)('%s', (_name, message, msgKey, msgParam) => {
		expect(robotMessage(message as never)).toEqual({ msgKey, msgParam });
	});

	test.each([
		[card(6), /has 6 buttons; DingTalk takes at most 5/],
		[card(3, '1'), /room for two/],
		[{ msgtype: 'feedCard' as const, feedCard: { links: [] } }, /does not know this message type/],
	])('what it does not know is an input error', (message, expected) => {
		expect(() => robotMessage(message)).toThrow(InputError);
		expect(() => robotMessage(message)).toThrow(expected);
	});

	test('its room is counted in bytes of the parameter', () => {
		expect(ROBOT_ROOM.bytesOf({ msgtype: 'text', text: { content: '汉"' } })).toBe(Buffer.byteLength('{"content":"汉\\""}'));
	});
});

test('files', () => {
	expect(imageMessage('@a')).toEqual({ msgKey: 'sampleImageMsg', msgParam: { photoURL: '@a' } });
	expect(audioMessage('@a', 1.2345)).toEqual({ msgKey: 'sampleAudio', msgParam: { mediaId: '@a', duration: '1235' } });
	expect(fileMessage('@a', 'Report.PDF')).toEqual({ msgKey: 'sampleFile', msgParam: { mediaId: '@a', fileName: 'Report.PDF', fileType: 'pdf' } });
	const video = { mediaId: '@a', coverId: '@b', seconds: 0.3, width: 0, height: 480 };
	expect(videoMessage(video)).toEqual({ msgKey: 'sampleVideo', msgParam: { duration: '1', videoMediaId: '@a', videoType: 'mp4', picMediaId: '@b', height: '480' } });
	expect(() => fileMessage('@a', 'report.pptx')).toThrow(/can't send "report.pptx"/);
	expect(() => fileMessage('@a', 'pdf')).toThrow(/can't send "pdf"/);
});

test('one in the platform\'s own words: texts only, of at most 15,000 bytes', () => {
	expect(customMessage(' sampleText ', { content: 7, more: { a: 1 } })).toEqual({ msgKey: 'sampleText', msgParam: { content: '7', more: '{"a":1}' } });
	const room = PARAM_BYTES - Buffer.byteLength('{"a":""}');
	expect(customMessage('x', { a: 'x'.repeat(room) }).msgParam.a).toHaveLength(room);
	expect(() => customMessage('x', { a: 'x'.repeat(room + 1) })).toThrow(/has 15001 bytes; the app's robot takes at most 15000/);
	expect(() => customMessage(' ', {})).toThrow(/message key is empty/);
	const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as Record<string, unknown>;
	expect(() => customMessage('x', deep)).toThrow(/nested too deeply/);
});
