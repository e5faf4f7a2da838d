import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import AES from 'crypto-js/aes';
import Base64 from 'crypto-js/enc-base64';
import Utf8 from 'crypto-js/enc-utf8';
import CipherParams from 'crypto-js/core';
import SHA256 from 'crypto-js/sha256';
import type { ClickOutcome, Message } from '../../../../sandbox';
import { card, closeAll, sent, type Place } from '../feishuApp/support';
import { closeClients, type Json } from './client';

export interface Received {
	headers: IncomingHttpHeaders;
	text: string;
	json: Json;
}

/** An address of an app; answers as it is told to. */
export class TestServer {
	readonly received: Received[] = [];
	answer: (received: Received, response: ServerResponse) => void = (_, response) => response.end('{}');

	private constructor(private readonly server: Server) {}

	static async start(): Promise<TestServer> {
		const server = createServer((request, response) => {
			let text = '';
			request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
			request.on('end', () => {
				const received = { headers: request.headers, text, json: JSON.parse(text) as Json };
				started.received.push(received);
				started.answer(received, response);
			});
		});
		const started = new TestServer(server);
		await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
		servers.push(server);
		return started;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hear`;
	}

	/** Answers everything so. */
	says(body: unknown, status = 200): this {
		this.answer = (_, response) => {
			response.statusCode = status;
			response.end(typeof body === 'string' ? body : JSON.stringify(body));
		};
		return this;
	}
}

const servers: Server[] = [];

export async function closeEverything(): Promise<void> {
	closeClients();
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	await closeAll();
}

/** As crypto-js does it: a second opinion. */
export function decrypted(encrypt: string, key: string): string {
	const { WordArray } = CipherParams.lib;
	const words = Base64.parse(encrypt);
	const iv = WordArray.create(words.words.slice(0, 4), 16);
	const ciphertext = WordArray.create(words.words.slice(4), words.sigBytes - 16);
	return AES.decrypt(CipherParams.lib.CipherParams.create({ ciphertext }), SHA256(key), { iv }).toString(Utf8);
}

export const button = (value: unknown, more: object = {}) => ({ tag: 'button', text: { tag: 'plain_text', content: 'Go' }, behaviors: [{ type: 'callback', value }], ...more });

export const card2 = (...elements: object[]) => ({ schema: '2.0', body: { elements } });

/** A card of the app in the group, and how to click on it. */
export async function sentCard(at: Place, content: Record<string, unknown>) {
	const id = await sent(at, card(content));
	const message = (): Message => at.sandbox.messages().find((one) => one.id === id)!;
	return {
		id,
		message,
		click: (control: string, more: { form?: Record<string, unknown>; option?: string | string[] } = {}): Promise<ClickOutcome> =>
			at.sandbox.push.click({ messageId: id, userId: at.ann.userId, control, ...more }),
	};
}
