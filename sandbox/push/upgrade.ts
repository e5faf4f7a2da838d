import type { Duplex } from 'node:stream';

/** Answers a request for a WebSocket with something else, and hangs up also on whoever does not. */
export function refuseUpgrade(wire: Duplex, statusLine: string, headers: string[] = []): void {
	// Whoever has gone away meanwhile is not told.
	wire.on('error', () => wire.destroy());
	wire.once('finish', () => wire.destroy());
	wire.end([`HTTP/1.1 ${statusLine}`, 'Connection: close', 'Content-Length: 0', ...headers, '', ''].join('\r\n'));
}
