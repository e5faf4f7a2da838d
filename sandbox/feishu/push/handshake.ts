import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { PushBook } from '../../push/book';
import { refuseUpgrade } from '../../push/upgrade';
import type { World } from '../../world';
import { Connection } from './connection';
import { CONNECTION_PATH } from './endpoint';
import { connectionsOf, longConnections, MAX_CONNECTIONS } from './state';

/** Unconfirmed: the largest frame that the platform takes; 4 MB here. */
const MAX_FRAME = 4 * 1_048_576;

/**
 * Takes over an upgrade at the address of the long connections. What is refused has no 101 but headers that say why.
 * https://github.com/larksuite/oapi-sdk-go/blob/v3_main/ws/client.go, `parseErr`
 */
export function handshake(world: World, book: PushBook) {
	const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME });
	const strike = (connection: Connection): void => {
		if (book.strikes(connection.appId, 'halfOpen')) connection.goHalfOpen();
	};
	return (request: IncomingMessage, wire: Duplex, head: Buffer): boolean => {
		const address = `http://sandbox${request.url ?? '/'}`;
		const url = URL.canParse(address) ? new URL(address) : undefined;
		if (url?.pathname !== CONNECTION_PATH) return false;
		const { tickets, open } = longConnections(world);
		const isOn = (name: 'feishuPush.ticket' | 'feishuPush.connections'): boolean => world.switches.isOn(name);
		const ticket = url.searchParams.get('ticket') ?? '';
		const known = tickets.get(ticket);
		// Unconfirmed: that a ticket opens one connection, and for how long it is good; here until then.
		if (isOn('feishuPush.ticket')) tickets.delete(ticket);
		if (!known || known.serviceId !== Number(url.searchParams.get('service_id'))) {
			if (!known || isOn('feishuPush.ticket')) return refuse(wire, 514, 'invalid ticket');
		}
		const { appId, serviceId } = known;
		const app = world.organization.app(appId);
		if (!app || app.disabled) return refuse(wire, 403, 'forbidden');
		if (isOn('feishuPush.connections') && connectionsOf(world, appId).length >= MAX_CONNECTIONS) {
			return refuse(wire, 514, 'the number of connections exceeded the limit', 1000040350);
		}
		server.handleUpgrade(request, wire, head, (socket) => {
			const connection = new Connection(world.nextId('socket'), appId, world.now(), serviceId, socket, wire, {
				receiving: strike,
				config: () => ({ ...longConnections(world).config }),
				takesAck: () => !book.strikes(appId, 'loseAck'),
			});
			open.set(connection.id, connection);
			socket.on('close', () => {
				open.delete(connection.id);
				world.emit({ type: 'state' });
			});
			world.emit({ type: 'state' });
		});
		return true;
	};
}

/** Unconfirmed: the HTTP status; a client looks at the headers alone. */
function refuse(wire: Duplex, status: number, message: string, code?: number): true {
	const headers = [`Handshake-Status: ${status}`, `Handshake-Msg: ${message}`, ...(code === undefined ? [] : [`Handshake-Autherrcode: ${code}`])];
	refuseUpgrade(wire, '403 Forbidden', headers);
	return true;
}
