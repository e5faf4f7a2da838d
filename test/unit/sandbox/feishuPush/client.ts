import { WebSocket } from 'ws';
import type { App, Sandbox } from '../../../../sandbox';
import { send } from '../support';

/** A frame as this client reads and writes it: the numbers of fields 1 to 4, headers, payload. */
export interface TestFrame {
	numbers: [number, number, number, number];
	headers: Record<string, string>;
	payload: string;
}

/** Written down from the wire format alone: fields 1-4 are varints, 5 a pair of texts, 8 bytes. */
export function write({ numbers, headers, payload }: TestFrame): Buffer {
	const text = (tag: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), varint(value.length), value]);
	const parts = numbers.map((value, index) => Buffer.concat([Buffer.from([(index + 1) * 8]), varint(value)]));
	for (const [key, value] of Object.entries(headers)) parts.push(text(0x2a, Buffer.concat([text(0x0a, Buffer.from(key)), text(0x12, Buffer.from(value))])));
	return Buffer.concat([...parts, text(0x42, Buffer.from(payload))]);
}

function varint(value: number): Buffer {
	const bytes = [];
	for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
	return Buffer.from([...bytes, value]);
}

/** Throws when the bytes are no frame. */
export function read(bytes: Buffer): TestFrame & { bytes: Buffer } {
	let at = 0;
	const number = (): number => {
		let value = 0;
		for (let factor = 1; ; factor *= 128) {
			const byte = bytes[at++];
			if (byte === undefined) throw new Error('cut off');
			value += (byte % 128) * factor;
			if (byte < 128) return value;
		}
	};
	const piece = (): Buffer => {
		const length = number();
		if (at + length > bytes.length) throw new Error('cut off');
		at += length;
		return bytes.subarray(at - length, at);
	};
	const numbers: Array<number | undefined> = [undefined, undefined, undefined, undefined];
	const headers: Record<string, string> = {};
	let payload = Buffer.alloc(0);
	while (at < bytes.length) {
		const tag = number();
		if (tag % 8 === 0) numbers[tag / 8 - 1] = number();
		else if (tag === 0x2a) {
			const header = piece();
			const keyEnd = 2 + header[1]!;
			headers[header.subarray(2, keyEnd).toString()] = header.subarray(keyEnd + 2).toString();
		} else if (tag === 0x42) payload = piece();
		else throw new Error(`tag ${tag}`);
	}
	if (numbers.includes(undefined)) throw new Error('a required field is missing');
	return { numbers: numbers as TestFrame['numbers'], headers, payload: payload.toString('latin1'), bytes: payload };
}

export interface Located {
	code: number;
	msg: string;
	data: { URL?: string; ClientConfig?: Record<string, number> };
}

export async function locate(sandbox: Sandbox, app: Pick<App, 'id' | 'secret'>, base = sandbox.url): Promise<Located> {
	const { json } = await send(`${base}/callback/ws/endpoint`, { body: { AppID: app.id, AppSecret: app.secret }, headers: { locale: 'zh' } });
	return json as Located;
}

/** Parsed, and not looked at closely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = Record<string, any>;

/** What it answers to an event: the code, and what goes along; undefined = nothing. */
export type Answering = (event: Json) => { code: number; data?: unknown } | undefined;

export class TestClient {
	readonly frames: Array<ReturnType<typeof read>> = [];
	/** Frames that can't be read. */
	unreadable = 0;
	/** Payloads put together, parsed. */
	readonly events: Json[] = [];
	closed = false;
	answering: Answering = () => ({ code: 200 });
	private readonly parts = new Map<string, Buffer[]>();

	private constructor(
		readonly socket: WebSocket,
		private readonly service: number,
	) {
		socket.on('message', (data: Buffer) => this.receive(data));
		socket.on('close', () => {
			this.closed = true;
		});
		socket.on('error', () => {});
	}

	static async connect(sandbox: Sandbox, app: App): Promise<TestClient> {
		return this.open((await locate(sandbox, app)).data.URL!);
	}

	static open(url: string): Promise<TestClient> {
		const socket = new WebSocket(url, { rejectUnauthorized: false });
		const client = new TestClient(socket, Number(new URL(url).searchParams.get('service_id')));
		clients.push(client);
		return new Promise((resolve, reject) => {
			socket.on('open', () => resolve(client));
			socket.on('unexpected-response', (_request, response) => reject(Object.assign(new Error('refused'), { headers: response.headers, status: response.statusCode })));
			socket.on('error', reject);
		});
	}

	private receive(data: Buffer): void {
		let frame: ReturnType<typeof read>;
		try {
			frame = read(data);
		} catch {
			this.unreadable += 1;
			return;
		}
		this.frames.push(frame);
		if (frame.numbers[3] !== 1) return;
		const { message_id: id = '', sum, seq } = frame.headers;
		const parts = this.parts.get(id) ?? [];
		this.parts.set(id, parts);
		parts[Number(seq)] = frame.bytes;
		if (Object.keys(parts).length < Number(sum)) return;
		this.parts.delete(id);
		let event: Json;
		try {
			event = JSON.parse(Buffer.concat(parts).toString()) as Json;
		} catch {
			this.unreadable += 1;
			return;
		}
		this.events.push(event);
		const answer = this.answering(event);
		if (answer) this.acknowledge(frame, answer.code, answer.data);
	}

	/** Sends the frame back, as the SDKs do. */
	acknowledge(frame: TestFrame, code: number, data?: unknown): void {
		const encoded = data === undefined ? {} : { data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64') };
		this.socket.send(write({ ...frame, headers: { ...frame.headers, biz_rt: '1' }, payload: JSON.stringify({ code, ...encoded }) }));
	}

	ping(): void {
		this.socket.send(write({ numbers: [0, 0, this.service, 0], headers: { type: 'ping' }, payload: '' }));
	}
}

const clients: TestClient[] = [];

export function closeClients(): void {
	for (const { socket } of clients.splice(0)) socket.terminate();
}

/** Waits, in real time, until it holds. */
export async function until(holds: () => boolean, what = 'it'): Promise<void> {
	for (const end = Date.now() + 5_000; !holds(); ) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
