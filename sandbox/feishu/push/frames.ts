/**
 * The frames of the long connection: Protocol Buffers (proto2), as the official SDKs carry them.
 *
 *     message Header { required string key = 1; required string value = 2; }
 *     message Frame {
 *       required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3; required int32 method = 4;
 *       repeated Header headers = 5; optional string payload_encoding = 6; optional string payload_type = 7;
 *       optional bytes payload = 8; optional string LogIDNew = 9;
 *     }
 *
 * https://github.com/larksuite/oapi-sdk-go/blob/v3_main/ws/pbbp2.pb.go
 */
export interface Frame {
	seqId: number;
	logId: number;
	service: number;
	method: number;
	headers: Record<string, string>;
	payload: Buffer;
}

export const METHOD = { control: 0, data: 1 } as const;

const FIELD = { seqId: 1, logId: 2, service: 3, method: 4, headers: 5, payload: 8 } as const;
const HEADER = { key: 1, value: 2 } as const;
const REQUIRED = [FIELD.seqId, FIELD.logId, FIELD.service, FIELD.method];

const VARINT = 0;
const BYTES = 2;

/** The required fields are written also when they are 0. */
export function encodeFrame(frame: Frame): Buffer {
	return Buffer.concat([
		numberField(FIELD.seqId, frame.seqId),
		numberField(FIELD.logId, frame.logId),
		numberField(FIELD.service, frame.service),
		numberField(FIELD.method, frame.method),
		...Object.entries(frame.headers).map(([key, value]) =>
			bytesField(FIELD.headers, Buffer.concat([bytesField(HEADER.key, Buffer.from(key)), bytesField(HEADER.value, Buffer.from(value))])),
		),
		bytesField(FIELD.payload, frame.payload),
	]);
}

const numberField = (field: number, value: number): Buffer => Buffer.concat([varint((field << 3) | VARINT), varint(value)]);

const bytesField = (field: number, bytes: Buffer): Buffer => Buffer.concat([varint((field << 3) | BYTES), varint(bytes.length), bytes]);

function varint(value: number): Buffer {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
	return Buffer.from([...bytes, Number(rest)]);
}

/** Throws when it is none, or lacks a required field. */
export function decodeFrame(bytes: Buffer): Frame {
	const fields = fieldsOf(bytes);
	const missing = REQUIRED.find((field) => !fields.some(({ number }) => number === field));
	if (missing !== undefined) throw new Error(`Field ${missing} is missing`);
	const int = (field: number): number => Number(BigInt.asIntN(64, fields.findLast(({ number }) => number === field)?.int ?? 0n));
	return {
		seqId: int(FIELD.seqId),
		logId: int(FIELD.logId),
		service: int(FIELD.service),
		method: int(FIELD.method),
		headers: Object.fromEntries(fields.filter(({ number }) => number === FIELD.headers).map(({ bytes: header }) => headerOf(header))),
		payload: fields.findLast(({ number }) => number === FIELD.payload)?.bytes ?? Buffer.alloc(0),
	};
}

function headerOf(bytes: Buffer): [string, string] {
	const fields = fieldsOf(bytes);
	const text = (wanted: number): string => {
		const found = fields.findLast(({ number }) => number === wanted);
		if (!found) throw new Error('A header without key or value');
		return found.bytes.toString();
	};
	return [text(HEADER.key), text(HEADER.value)];
}

interface Field {
	number: number;
	int: bigint;
	bytes: Buffer;
}

const NONE = Buffer.alloc(0);

function fieldsOf(bytes: Buffer): Field[] {
	const fields: Field[] = [];
	let at = 0;
	const readVarint = (): bigint => {
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = bytes[at++];
			if (byte === undefined) throw new Error('Cut off');
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return value;
		}
		throw new Error('A number of more than ten bytes');
	};
	const readBytes = (length: number): Buffer => {
		if (at + length > bytes.length) throw new Error('Cut off');
		at += length;
		return bytes.subarray(at - length, at);
	};
	while (at < bytes.length) {
		const tag = Number(readVarint());
		const number = tag >>> 3;
		switch (tag & 7) {
			case VARINT:
				fields.push({ number, int: readVarint(), bytes: NONE });
				break;
			case BYTES:
				fields.push({ number, int: 0n, bytes: readBytes(Number(readVarint())) });
				break;
			case 1:
				readBytes(8);
				break;
			case 5:
				readBytes(4);
				break;
			default:
				throw new Error(`No such wire type: ${tag & 7}`);
		}
	}
	return fields;
}
