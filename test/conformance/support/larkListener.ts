import { EventDispatcher, LoggerLevel, WSClient } from '@larksuiteoapi/node-sdk';
import type { App, Sandbox } from '../../../sandbox';
import { FEISHU_SAMPLES } from '../../../sandbox/feishu/push/samples';
import { until } from './until';
import { QUIET } from './worlds';

/** What the handler of an event got: header and event of the envelope, side by side. */
export interface Heard {
	type: string;
	data: Record<string, unknown>;
}

/** Of either version of the envelope. */
export const identityOf = ({ data }: Heard): unknown => data.event_id ?? data.uuid;

/** What that is for an event of the sandbox: where the event has an `event_id` of its own, the SDK shows it alone. */
export const shownIdentity = (type: string, eventId: string): unknown => FEISHU_SAMPLES[type]?.event_id ?? eventId;

type Handler = (data: Record<string, unknown>) => unknown;

/** Handlers of Lark's SDK for these types. What they answer is what `answer` says, nothing unless it is given. */
export function larkHandlers(types: string[], heard: Heard[], answer: (heard: Heard) => unknown = () => undefined): Record<string, Handler> {
	const handler =
		(type: string): Handler =>
		(data) => {
			heard.push({ type, data });
			return answer({ type, data });
		};
	return Object.fromEntries(types.map((type) => [type, handler(type)]));
}

export interface Keys {
	encryptKey?: string;
	verificationToken?: string;
}

export const larkDispatcher = (handlers: Record<string, Handler>, keys: Keys = {}): EventDispatcher =>
	new EventDispatcher({ ...keys, loggerLevel: LoggerLevel.fatal, logger: QUIET }).register(handlers);

/** A client of the long connection, and what has become of it. */
export interface LarkSocket {
	client: WSClient;
	/** `ready`, `reconnecting`, `reconnected`, or the message of an error. */
	states: string[];
}

const open: WSClient[] = [];

/** What `start` says, it says in its callbacks. */
export async function larkSocket({ url }: Sandbox, { id: appId, secret: appSecret }: Pick<App, 'id' | 'secret'>, eventDispatcher: EventDispatcher, wsConfig = {}): Promise<LarkSocket> {
	const states: string[] = [];
	const client = new WSClient({
		...{ appId, appSecret, wsConfig, domain: url, loggerLevel: LoggerLevel.fatal, logger: QUIET },
		onReady: () => states.push('ready'),
		onReconnecting: () => states.push('reconnecting'),
		onReconnected: () => states.push('reconnected'),
		onError: ({ message }) => states.push(message),
	});
	open.push(client);
	await client.start({ eventDispatcher });
	await until('the client has connected, or failed', () => states.length > 0);
	return { client, states };
}

export function closeLarkSockets(): void {
	for (const client of open.splice(0)) client.close({ force: true });
}
