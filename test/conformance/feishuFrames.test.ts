/** Our frames against the protocol buffers of the official SDK: what one writes, the other reads. */
import '@larksuiteoapi/node-sdk';
import fc from 'fast-check';
import { roots } from 'protobufjs/minimal';
import { decodeFrame, encodeFrame, type ConnectionFrame } from '../../lib/feishu/connection/frame';
import { holds } from '../unit/lib/support/property';

interface SdkFrame {
	SeqID: number | bigint | { toString(): string };
	LogID: number | bigint | { toString(): string };
	service: number;
	method: number;
	headers: Array<{ key: string; value: string }>;
	payloadEncoding?: string;
	payloadType?: string;
	payload?: Uint8Array;
	LogIDNew?: string;
}

interface Codec {
	encode(frame: SdkFrame): { finish(): Uint8Array };
	decode(bytes: Uint8Array): SdkFrame;
}

/** The SDK keeps its codec to itself, but protobufjs knows it. */
const { Frame } = (roots.default as unknown as { pbbp2: { Frame: Codec } }).pbbp2;

/** The SDK has no 64-bit numbers: up to 2^53. */
const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const text = fc.string({ maxLength: 20, unit: 'grapheme' });
const frames = fc.record({
	SeqID: number,
	LogID: number,
	service: fc.integer(),
	method: fc.constantFrom(0, 1),
	headers: fc.array(fc.record({ key: text, value: text }), { maxLength: 5 }),
	payloadEncoding: text,
	payloadType: text,
	payload: fc.uint8Array({ maxLength: 200 }),
	LogIDNew: text,
});

const ours = ({ SeqID, LogID, service, method, headers, payloadEncoding, payloadType, payload, LogIDNew }: SdkFrame): ConnectionFrame => ({
	seqId: BigInt(SeqID.toString()),
	logId: BigInt(LogID.toString()),
	service,
	method,
	headers: headers.map(({ key, value }) => [key, value]),
	...(payloadEncoding !== undefined && { payloadEncoding }),
	...(payloadType !== undefined && { payloadType }),
	...(payload && { payload }),
	...(LogIDNew !== undefined && { logIdNew: LogIDNew }),
});

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

test('a frame is written to the same bytes', () => {
	holds(
		fc.property(frames, (frame) => {
			expect(hex(encodeFrame(ours(frame)))).toBe(hex(Frame.encode(frame).finish()));
		}),
		2_000,
	);
});

test('what the SDK writes is read here, and the other way round', () => {
	holds(
		fc.property(frames, (frame) => {
			const read = decodeFrame(Frame.encode(frame).finish());
			expect({ ...read, payload: hex(read.payload) }).toEqual({ ...ours(frame), payload: hex(frame.payload) });
			const back = Frame.decode(encodeFrame(read));
			expect({ ...ours(back), payload: hex(back.payload) }).toEqual({ ...ours(frame), payload: hex(frame.payload) });
		}),
		1_000,
	);
});

test('a ping is one to the SDK', () => {
	const ping = Frame.decode(encodeFrame({ seqId: 0n, logId: 0n, service: 33554678, method: 0, headers: [['type', 'ping']] }));
	expect(ping).toMatchObject({ SeqID: 0, LogID: 0, service: 33554678, method: 0, headers: [{ key: 'type', value: 'ping' }] });
});
