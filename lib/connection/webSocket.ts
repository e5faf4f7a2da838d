import { secretsOf } from '../http';
import { InputError } from '../inputError';
import type { OpenSocket, SocketEvents } from './types';

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const NORMAL = 1000;
/** No close frame came, or one without a code. */
const UNTOLD = [1005, 1006];

const MOST_SHOWN = 100;

/**
 * Opens a WebSocket with the client that Node.js has built in. That one tells nothing of an attempt that failed, neither the
 * HTTP status nor the error of the network; and it closes when the other side does, however long that takes.
 */
export const openWebSocket: OpenSocket = (url, events) => {
	if (typeof WebSocket === 'undefined') {
		throw new InputError(
			'A long connection needs n8n on Node.js 22 or newer',
			'Run n8n on Node.js 22 or newer (the official Docker image does), or use the webhook trigger of this platform instead.',
		);
	}
	const socket = socketTo(url);
	socket.binaryType = 'arraybuffer';
	listen(socket, url, events);
	return {
		send: (frame) => socket.send(frame as string | Uint8Array<ArrayBuffer>),
		close: () => socket.close(NORMAL),
	};
};

function socketTo(url: string): WebSocket {
	try {
		return new WebSocket(url);
	} catch {
		// The error shows the address, and with it the ticket.
		throw new InputError('The address for the long connection that was given in the name of the platform is no WebSocket address', 'Check the base URL in the credential.');
	}
}

function listen(socket: WebSocket, url: string, { opened, received, closed }: SocketEvents): void {
	const over = new AbortController();
	const { signal } = over;
	let reason = "the server can't be reached, or did not accept the connection";
	const open = () => {
		reason = 'the connection broke off';
		opened();
	};
	// `error` tells nothing, and `close` follows it.
	socket.addEventListener('open', open, { signal });
	socket.addEventListener('message', ({ data }) => received(data instanceof ArrayBuffer ? new Uint8Array(data) : String(data)), { signal });
	socket.addEventListener(
		'close',
		({ code, reason: said }) => {
			over.abort();
			closed(UNTOLD.includes(code) ? reason : `the server closed it: ${code} ${readable(said, url)}`.trim());
		},
		{ signal },
	);
}

/** What the server says, in one line and without what is secret in the address. */
const readable = (said: string, url: string): string =>
	secretsOf(url)
		.reduce((text, secret) => text.replaceAll(secret, '...'), said)
		.replace(/\s+/g, ' ')
		.slice(0, MOST_SHOWN);
