import axios from 'axios';
import { DWClient, EventAck, type DWClientDownStream } from 'dingtalk-stream';
import type { App, Sandbox } from '../../../sandbox';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** What the official client has fixed in its code. */
const VENDOR = 'https://api.dingtalk.com';

/**
 * The client asks one fixed address where to connect to. Its request goes to the sandbox as it is, but for the host:
 * the HTTP client that it uses is told so in this process. All else it learns from the answer.
 */
export function useStreamClients(handle: { sandbox: Sandbox }): void {
	let redirect: number;
	beforeAll(() => {
		redirect = axios.interceptors.request.use((request) => ({ ...request, url: request.url?.replace(VENDOR, handle.sandbox.url) }));
	});
	afterAll(() => axios.interceptors.request.eject(redirect));
	// It prints what it does.
	beforeEach(() => ['info', 'warn', 'error'].forEach((name) => jest.spyOn(console, name as 'info').mockImplementation()));
	afterEach(() => {
		for (const client of open.splice(0)) client.disconnect();
		jest.restoreAllMocks();
	});
}

const open: DWClient[] = [];

export interface StreamClient {
	client: DWClient;
	events: DWClientDownStream[];
	/** Messages to the robot, and clicks on cards. */
	callbacks: DWClientDownStream[];
}

interface Answers {
	event?: (frame: DWClientDownStream, times: number) => EventAck;
	/** Undefined: none. */
	callback?: (frame: DWClientDownStream) => unknown;
}

/** A client that has not connected yet. */
export function streamClient({ id: clientId, secret: clientSecret }: Pick<App, 'id' | 'secret'>, { event = () => EventAck.SUCCESS, callback = () => null }: Answers = {}): StreamClient {
	const client = new DWClient({ clientId, clientSecret });
	const heard: StreamClient = { client, events: [], callbacks: [] };
	client.registerAllEventListener((frame) => ({ status: event(frame, heard.events.push(frame)) }));
	for (const topic of [ROBOT_TOPIC, CARD_TOPIC]) {
		client.registerCallbackListener(topic, (frame) => {
			heard.callbacks.push(frame);
			const answer = callback(frame);
			if (answer !== undefined) client.socketCallBackResponse(frame.headers.messageId, answer);
		});
	}
	open.push(client);
	return heard;
}

export const contentOf = ({ data }: DWClientDownStream): Record<string, unknown> => JSON.parse(data) as Record<string, unknown>;
