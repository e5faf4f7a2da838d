import { systemClock } from '../../../lib/clock';
import { Connections } from '../../../lib/connection/connections';
import type { Protocol } from '../../../lib/connection/types';
import { openWebSocket } from '../../../lib/connection/webSocket';
import type { Http } from '../../../lib/http';
import type { CallbackRequest } from '../../../lib/inbound/callback';
import type { AppEvent } from '../../../lib/inbound/types';
import type { Received } from './callbackServer';

export const fetchHttp: Http = async ({ method, url, headers, body, signal }) => {
	const response = await fetch(url, { method, headers, body: body?.toString(), signal });
	return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};

/** Listens with the connection of the nodes, while `act` runs. */
export async function withOwnConnection(protocol: Protocol, act: (heard: AppEvent[]) => Promise<void>): Promise<void> {
	const heard: AppEvent[] = [];
	const connections = new Connections({ clock: systemClock, random: Math.random, open: openWebSocket });
	const listener = {
		take: (event: AppEvent) => {
			heard.push(event);
			return { stored: Promise.resolve(), isRunning: () => true };
		},
		fail: (error: Error) => {
			throw error;
		},
		warn: () => {},
	};
	const membership = await connections.join(protocol, listener, { log: { info: () => {}, warn: () => {} } });
	try {
		await act(heard);
	} finally {
		await membership.leave();
	}
}

export const asCallback = ({ headers, query, body }: Received): CallbackRequest => ({ headers, query, rawBody: body });
