import { answerTo, parseFrame, type ServerFrame } from '../../../../../lib/dingtalk/connection/frame';

const FRAME = { specVersion: '1.0', type: 'SYSTEM', headers: { topic: 'ping', messageId: 'm1', contentType: 'application/json', time: 1_690_106_592_000 }, data: '{"opaque" : "123-dsfs"}' };

const parsed = (change: object = {}) => parseFrame(JSON.stringify({ ...FRAME, ...change }));

describe('a frame', () => {
	test('as the documents show it; its headers are texts', () => {
		expect(parsed()).toEqual({
			type: 'SYSTEM',
			headers: { topic: 'ping', messageId: 'm1', contentType: 'application/json', time: '1690106592000' },
			text: '{"opaque" : "123-dsfs"}',
			data: { opaque: '123-dsfs' },
		});
	});

	test('may call its headers `header`, as one sample does', () => {
		expect(parsed({ headers: undefined, header: FRAME.headers })).toMatchObject({ headers: { topic: 'ping' } });
	});

	test('may have no data, or data that is no text', () => {
		expect(parsed({ data: undefined })).toMatchObject({ text: '{}', data: {} });
		expect(parsed({ data: { reason: 'x' } })).toMatchObject({ text: '{"reason":"x"}', data: { reason: 'x' } });
	});

	test.each<[string, string | Uint8Array, RegExp]>([
		['bytes', Buffer.from(JSON.stringify(FRAME)), /not text/],
		['nothing', '', /no JSON object/],
		['a frame that was cut off', JSON.stringify(FRAME).slice(0, -1), /no JSON object/],
		['a list', '[]', /no JSON object/],
		['brackets without end', '['.repeat(1_000_000), /no JSON object/],
		['more than anybody sends', JSON.stringify({ ...FRAME, data: 'x'.repeat(4 * 1024 * 1024) }), /longer than 4 MB/],
		['no type', JSON.stringify({ ...FRAME, type: undefined }), /no type or no topic/],
		['a type that is none', JSON.stringify({ ...FRAME, type: 1 }), /no type or no topic/],
		['no headers', JSON.stringify({ ...FRAME, headers: undefined }), /no type or no topic/],
		['headers that are none', JSON.stringify({ ...FRAME, headers: ['topic'] }), /no type or no topic/],
		['a topic that is none', JSON.stringify({ ...FRAME, headers: { topic: {} } }), /no type or no topic/],
		['data that is no JSON', JSON.stringify({ ...FRAME, data: 'x' }), /data is no JSON object/],
		['data that is a list', JSON.stringify({ ...FRAME, data: '[1]' }), /data is no JSON object/],
	])('%s is a problem', (_, frame, words) => {
		expect(parseFrame(frame)).toEqual({ problem: expect.stringMatching(words) });
	});
});

describe('an answer', () => {
	test('has the ID of the frame, and data as text', () => {
		expect(JSON.parse(answerTo(parsed() as ServerFrame, { response: null }))).toEqual({
			code: 200,
			message: 'OK',
			headers: { messageId: 'm1', contentType: 'application/json' },
			data: '{"response":null}',
		});
		expect(JSON.parse(answerTo(parsed() as ServerFrame, 'as it is', 404))).toMatchObject({ code: 404, data: 'as it is' });
	});
});
