import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { CHECKS, Switches } from './checks';
import { createClock } from './clock';
import type { SandboxControl } from './control';
import { dingtalkControl } from './dingtalk/app/control';
import { FaultBook } from './faults';
import { dingtalkPush } from './dingtalk/push';
import { issueCardToken } from './feishu/app/cardTokens';
import { feishuPush } from './feishu/push';
import { controlApi } from './http/control';
import { loopbackOnly } from './http/guard';
import { chatPage } from './http/page';
import { isPlatformPath, platformHandler } from './http/platforms';
import { Timers } from './http/timers';
import { isObject } from './json';
import { PushBook } from './push/book';
import { pushControl } from './push/control';
import { Schedule } from './push/schedule';
import { World } from './world';

export { CHECKS, type CheckInfo, type CheckName } from './checks';
export type { SandboxClock } from './clock';
export type { SandboxControl, SandboxState } from './control';
export type * from './organization';
export type * from './push/types';
export type * from './types';
export type * from './view';
export { DINGTALK_LIMITS, FEISHU_LIMITS } from './world';

export interface SandboxOptions {
	/** 0 (default) = a free one. */
	port?: number;
	/** Names of checks to switch off from the start. */
	disabledChecks?: string[];
	/** What the clock runs on, Unix ms; default Date.now. */
	now?: () => number;
	/** What decides which of several clients of an app hears a push: from 0 to 1, without 1; default Math.random. */
	random?: () => number;
	/** What stands before every path of the platforms, as behind the gateway of a private deployment: `/feishu`. */
	pathPrefix?: string;
	/** PEM; makes it an HTTPS server. */
	tls?: { key: string; cert: string };
}

export interface Sandbox extends SandboxControl {
	/** `http://127.0.0.1:PORT`, with the path prefix. */
	url: string;
	/** Ends everything at once, open connections included. */
	close(): Promise<void>;
}

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const clock = createClock(options.now);
	const switches = new Switches(options.disabledChecks);
	const faults = new FaultBook();
	const timers = new Timers();
	let url = '';
	let latencyMs = 0;
	const world = new World(clock, switches, () => url);
	const book = new PushBook(clock.now, new Schedule(clock.now), () => world.emit({ type: 'state' }), options.random);
	const pushing = { feishu: feishuPush(world, book), dingtalk: dingtalkPush(world, book) };
	const forgetPushes = (): void => {
		for (const platform of Object.values(pushing)) platform.clear();
		book.clear();
	};
	const changing =
		<Parameters extends unknown[]>(act: (...parameters: Parameters) => void) =>
		(...parameters: Parameters): void => {
			act(...parameters);
			world.emit({ type: 'state' });
		};

	const adding =
		<Parameters extends unknown[], Added>(act: (...parameters: Parameters) => Added) =>
		(...parameters: Parameters): Added => {
			const added = act(...parameters);
			world.emit({ type: 'state' });
			return added;
		};

	const control: SandboxControl = {
		clock: {
			...clock,
			get frozen() {
				return clock.frozen;
			},
			advance: changing(clock.advance),
			set: changing(clock.set),
			freeze: changing(clock.freeze),
			resume: changing(clock.resume),
			reset: changing(clock.reset),
		},
		addGroup: (group) => world.addGroup(group),
		addBot: (bot) => world.addBot(bot),
		addPerson: adding((person) => world.organization.addPerson(person)),
		addDepartment: adding((department) => world.organization.addDepartment(department)),
		addApp: adding((app) => world.organization.addApp(app)),
		changeApp: adding((id, change) => world.organization.changeApp(id, change)),
		changeGroup: (id, change) => world.changeGroup(id, change),
		readMessage: (messageId, userId) => world.readMessage(messageId, userId),
		cardToken: (messageId) => issueCardToken(world, messageId),
		push: pushControl(world, book, pushing),
		dingtalk: dingtalkControl(world),
		file: (key) => world.files.find(key),
		removeBot: (token) => world.removeBot(token),
		disableBot: (token) => world.setDisabled(token, true),
		enableBot: (token) => world.setDisabled(token, false),
		messages: (groupId) => world.messages(groupId),
		calls: (filter) => world.calls(filter),
		addFault: (fault) => {
			const id = faults.add(fault);
			world.emit({ type: 'state' });
			return id;
		},
		clearFaults: changing(() => faults.clear()),
		setLatency: changing((ms: number) => {
			if (!Number.isFinite(ms) || ms < 0) throw new Error('The latency must be a number of milliseconds');
			latencyMs = ms;
		}),
		disableCheck: changing((name: string) => switches.disable(name)),
		enableCheck: changing((name: string) => switches.enable(name)),
		checks: () => CHECKS.map(({ name, description }) => `${name}: ${description}`),
		state: () => ({
			url,
			now: clock.now(),
			frozen: clock.frozen,
			latencyMs,
			groups: world.allGroups().map((group) => ({
				...group,
				bots: world.allBots().filter((bot) => bot.groupId === group.id),
			})),
			people: world.organization.allPeople(),
			departments: world.organization.allDepartments(),
			apps: world.organization.allApps(),
			checks: CHECKS.map((check) => ({ ...check, enabled: switches.isOn(check.name) })),
			faults: faults.list(),
		}),
		reset: () => {
			forgetPushes();
			world.clear();
			faults.clear();
			latencyMs = 0;
			clock.reset();
			for (const name of switches.disabled()) switches.enable(name);
			for (const name of options.disabledChecks ?? []) switches.disable(name);
			world.emit({ type: 'reset' });
		},
		subscribe: (listener) => world.subscribe(listener),
	};

	const platforms = platformHandler({ world, faults, timers, latencyMs: () => latencyMs });
	const app = express();
	app.disable('x-powered-by');
	const pathPrefix = options.pathPrefix ?? '';
	app.use(pathPrefix || '/', (request, response, next) => {
		if (isPlatformPath(request.path)) void platforms(request, response);
		else next();
	});
	app.use(loopbackOnly);
	app.use('/sandbox/api', controlApi(control));
	app.use(chatPage());
	app.use((_request, response) => {
		response.status(404).type('text').send('Not found');
	});
	app.use(failed);

	const server = options.tls ? createSecureServer(options.tls, app) : createServer(app);
	server.on('upgrade', (request, socket, head) => {
		const path = request.url ?? '/';
		if (!path.startsWith(pathPrefix)) return void socket.destroy();
		request.url = path.slice(pathPrefix.length);
		const isAddress = URL.canParse(request.url, 'http://sandbox');
		if (!isAddress || !Object.values(pushing).some((platform) => platform.upgrade(request, socket, head))) socket.destroy();
	});
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await listen(server, options.port ?? 0);
	url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}${pathPrefix}`;
	return {
		...control,
		url,
		close: () => {
			forgetPushes();
			return close(server, sockets, timers);
		},
	};
}

const failed: ErrorRequestHandler = (error, _request, response, next) => {
	if (response.headersSent) return next(error);
	response.status(isObject(error) && error.status === 404 ? 404 : 400).type('text').send('Not found');
};

const listen = (server: Server, port: number): Promise<void> =>
	new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});

/** The server itself knows nothing any more of what has asked for a WebSocket, and would wait for it for ever. */
function close(server: Server, sockets: Set<Socket>, timers: Timers): Promise<void> {
	timers.clear();
	return new Promise((resolve) => {
		server.close(() => resolve());
		for (const socket of sockets) socket.destroy();
	});
}
