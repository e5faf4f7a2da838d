import { CONTROL, DATA, decodeFrame, encodeFrame, FrameError, type ConnectionFrame } from '../../../../../lib/feishu/connection/frame';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (digits: string) => Buffer.from(digits.replace(/\s/g, ''), 'hex');
const smallest: ConnectionFrame = { seqId: 0n, logId: 0n, service: 0, method: CONTROL, headers: [] };

describe('a frame is written', () => {
	test('with its required fields, even if they are 0', () => {
		expect(hex(encodeFrame(smallest))).toBe('0800100018002000');
	});

	test('as a ping', () => {
		expect(hex(encodeFrame({ ...smallest, service: 33554678, headers: [['type', 'ping']] }))).toBe(`08001000 18f6818010 2000 2a0c 0a04${hex(Buffer.from('type'))} 1204${hex(Buffer.from('ping'))}`.replace(/ /g, ''));
	});

	test('with all its fields, in their order', () => {
		const frame: ConnectionFrame = { seqId: 1n, logId: 300n, service: 2, method: DATA, headers: [['a', 'é']], payloadEncoding: 'e', payloadType: 't', payload: Buffer.from([0, 255]), logIdNew: 'n' };
		expect(hex(encodeFrame(frame))).toBe('0801 10ac02 1802 2001 2a070a01611202c3a9 320165 3a0174 420200ff 4a016e'.replace(/ /g, ''));
	});

	test('with a negative number as 64 bits', () => {
		expect(hex(encodeFrame({ ...smallest, service: -1 }))).toBe('0800 1000 18ffffffffffffffffff01 2000'.replace(/ /g, ''));
	});
});

describe('a frame is read', () => {
	const frame: ConnectionFrame = {
		seqId: 2n ** 64n - 1n,
		logId: 2n ** 53n + 1n,
		service: -(2 ** 31),
		method: DATA,
		headers: [['type', 'event'], ['message_id', '事件'], ['type', 'again']],
		payloadEncoding: '',
		payloadType: 'json',
		payload: Buffer.from('{"a":1}'),
		logIdNew: 'x',
	};

	test('as it was written, with all 64 bits', () => {
		expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
		expect(decodeFrame(encodeFrame(smallest))).toEqual(smallest);
	});

	test('in any order, the last of each field counting', () => {
		expect(decodeFrame(bytes('2001 1803 1002 0801 2000 42020000 42017b'))).toEqual({ seqId: 1n, logId: 2n, service: 3, method: 0, headers: [], payload: Buffer.from('{') });
	});

	test('without the fields that are not known', () => {
		expect(decodeFrame(bytes('0800100018002000 f80701 a10601020304050607 08 aa060161 ad0601020304'))).toEqual(smallest);
		expect(decodeFrame(bytes('0800100018002000 2a08 0a0161 120162 1801'))).toMatchObject({ headers: [['a', 'b']] });
	});

	const whole = hex(encodeFrame({ ...smallest, headers: [['type', 'ping']] }));

	test.each<[string, string, RegExp]>([
		['nothing', '', /required/],
		['without its first field', '100018002000', /required/],
		['without its last', '080010001800', /required/],
		['a number without an end', '08ffffffffffffffffffff01', /64 bits/],
		['cut in a number', '0880', /too early/],
		['cut in a header', whole.slice(0, -4), /too early/],
		['longer than it is', '0800100018002000 42ff7f00', /too early/],
		['longer than anything', '0800100018002000 42ffffffffffffffffff01', /too early/],
		['a header without a value', '0800100018002000 2a030a0161', /no name or no value/],
		['a text for a number', '0a0161', /another type/],
		['a number for a text', '0800100018002000 4001', /another type/],
		['no UTF-8', '0800100018002000 3202c328', /UTF-8/],
		['field 0', '0001', /no number/],
		['a field beyond all numbers', 'ffffffffff0f00', /no number/],
		['a group', '0b0c', /another type/],
		['a group that is not known', '5b5c', /not known/],
	])('unless it is %s', (_, digits, message) => {
		expect(() => decodeFrame(bytes(digits))).toThrow(FrameError);
		expect(() => decodeFrame(bytes(digits))).toThrow(message);
	});

	test('unless it is larger than any', () => {
		expect(() => decodeFrame(new Uint8Array(4 * 1024 * 1024 + 1))).toThrow(/bytes/);
	});

	test('unless it has more headers than any', () => {
		expect(() => decodeFrame(encodeFrame({ ...smallest, headers: Array.from({ length: 101 }, () => ['a', 'b']) }))).toThrow(/headers/);
		expect(decodeFrame(encodeFrame({ ...smallest, headers: Array.from({ length: 100 }, () => ['a', 'b']) })).headers).toHaveLength(100);
	});
});
