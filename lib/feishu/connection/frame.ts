import { utf8 } from '../../utf8';

/**
 * The frames of the long connection: message `Frame` of the protocol buffers package `pbbp2` (proto2), as the platform's
 * own SDKs write and read it.
 *
 * message Header { required string key = 1; required string value = 2; }
 * message Frame {
 *   required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3; required int32 method = 4;
 *   repeated Header headers = 5; optional string payload_encoding = 6; optional string payload_type = 7;
 *   optional bytes payload = 8; optional string LogIDNew = 9;
 * }
 */
export interface ConnectionFrame {
	/** 64 bits: more than a number holds. It comes back with the acknowledgement. */
	seqId: bigint;
	logId: bigint;
	service: number;
	method: number;
	/** In order, as names and values. */
	headers: Array<[string, string]>;
	payloadEncoding?: string;
	payloadType?: string;
	payload?: Uint8Array;
	logIdNew?: string;
}

/** What a frame is for. */
export const CONTROL = 0;
export const DATA = 1;

/** Bytes that are no frame. */
export class FrameError extends Error {}

/** Far more than the platform sends: what is larger comes in parts. */
const MOST_FRAME_BYTES = 4 * 1024 * 1024;
const MOST_HEADERS = 100;

/** How a field is written. */
const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** The fields 1 to 4 are written even if they are 0: the platform takes no frame without them. */
export function encodeFrame({ seqId, logId, service, method, headers, payloadEncoding, payloadType, payload, logIdNew }: ConnectionFrame): Uint8Array {
	return Buffer.concat([
		varintField(1, seqId),
		varintField(2, logId),
		varintField(3, BigInt(service)),
		varintField(4, BigInt(method)),
		...headers.map(([key, value]) => bytesField(5, Buffer.concat([textField(1, key), textField(2, value)]))),
		...(payloadEncoding === undefined ? [] : [textField(6, payloadEncoding)]),
		...(payloadType === undefined ? [] : [textField(7, payloadType)]),
		...(payload === undefined ? [] : [bytesField(8, payload)]),
		...(logIdNew === undefined ? [] : [textField(9, logIdNew)]),
	]);
}

const varintField = (field: number, value: bigint): Buffer => Buffer.from([(field << 3) | VARINT, ...varint(value)]);

const bytesField = (field: number, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([(field << 3) | BYTES, ...varint(BigInt(bytes.length))]), bytes]);

const textField = (field: number, text: string): Buffer => bytesField(field, Buffer.from(text));

/** Seven bits a byte, the lowest first; a negative number as 64 bits of its two's complement. */
function varint(value: bigint): number[] {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, value);
	for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
	return [...bytes, Number(rest)];
}

/** Throws a {@link FrameError} for what is no frame. The payload is a view of `bytes`. */
export function decodeFrame(bytes: Uint8Array): ConnectionFrame {
	if (bytes.length > MOST_FRAME_BYTES) throw new FrameError(`it has ${bytes.length} bytes`);
	const frame: Partial<ConnectionFrame> & Pick<ConnectionFrame, 'headers'> = { headers: [] };
	const reader = new Reader(bytes);
	while (!reader.isAtEnd) {
		const { field, wire } = reader.tag();
		switch (field) {
			case 1:
				frame.seqId = reader.varint(wire);
				break;
			case 2:
				frame.logId = reader.varint(wire);
				break;
			case 3:
				frame.service = reader.int32(wire);
				break;
			case 4:
				frame.method = reader.int32(wire);
				break;
			case 5:
				if (frame.headers.length === MOST_HEADERS) throw new FrameError(`it has more than ${MOST_HEADERS} headers`);
				frame.headers.push(headerIn(reader.bytes(wire)));
				break;
			case 6:
				frame.payloadEncoding = reader.text(wire);
				break;
			case 7:
				frame.payloadType = reader.text(wire);
				break;
			case 8:
				frame.payload = reader.bytes(wire);
				break;
			case 9:
				frame.logIdNew = reader.text(wire);
				break;
			default:
				reader.skip(wire);
		}
	}
	const { seqId, logId, service, method } = frame;
	if (seqId === undefined || logId === undefined || service === undefined || method === undefined) throw new FrameError('a required field is missing');
	return { ...frame, seqId, logId, service, method };
}

function headerIn(bytes: Uint8Array): [string, string] {
	const reader = new Reader(bytes);
	let [key, value]: [string | undefined, string | undefined] = [undefined, undefined];
	while (!reader.isAtEnd) {
		const { field, wire } = reader.tag();
		if (field === 1) key = reader.text(wire);
		else if (field === 2) value = reader.text(wire);
		else reader.skip(wire);
	}
	if (key === undefined || value === undefined) throw new FrameError('a header has no name or no value');
	return [key, value];
}

/** Reads forward; throws a {@link FrameError} where the bytes end too early, or are something else than asked for. */
class Reader {
	private at = 0;

	constructor(private readonly source: Uint8Array) {}

	get isAtEnd(): boolean {
		return this.at === this.source.length;
	}

	tag(): { field: number; wire: number } {
		const tag = this.number();
		const field = Math.floor(tag / 8);
		if (field === 0 || tag > 0xffff_ffff) throw new FrameError('a field has no number');
		return { field, wire: tag % 8 };
	}

	varint(wire: number): bigint {
		expectWire(wire, VARINT);
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = this.byte();
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return BigInt.asUintN(64, value);
		}
		throw new FrameError('a number has more than 64 bits');
	}

	int32(wire: number): number {
		return Number(BigInt.asIntN(32, this.varint(wire)));
	}

	bytes(wire: number): Uint8Array {
		expectWire(wire, BYTES);
		return this.next(this.number());
	}

	text(wire: number): string {
		const text = utf8(this.bytes(wire));
		if (text === undefined) throw new FrameError('a text is not UTF-8');
		return text;
	}

	/** A field that is not known here. */
	skip(wire: number): void {
		if (wire === VARINT) this.varint(wire);
		else if (wire === FIXED_64) this.next(8);
		else if (wire === BYTES) this.bytes(wire);
		else if (wire === FIXED_32) this.next(4);
		else throw new FrameError('a field is written in a way that is not known');
	}

	/** A tag or a length: both are small. */
	private number(): number {
		return Number(this.varint(VARINT));
	}

	private byte(): number {
		const byte = this.source[this.at];
		if (byte === undefined) throw new FrameError('it ends too early');
		this.at++;
		return byte;
	}

	private next(length: number): Uint8Array {
		if (length > this.source.length - this.at) throw new FrameError('it ends too early');
		return this.source.subarray(this.at, (this.at += length));
	}
}

function expectWire(wire: number, expected: number): void {
	if (wire !== expected) throw new FrameError('a field has another type than it should');
}
