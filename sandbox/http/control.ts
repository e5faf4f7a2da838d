import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { CHECKS } from '../checks';
import type { SandboxControl } from '../control';
import { asText, isObject } from '../json';
import type { AppChange, AppInput, DepartmentInput, PersonInput } from '../organization';
import type { BotInput, CallFilter, FaultInput, GroupChange, GroupInput, JsonObject, SandboxEvent } from '../types';
import { DINGTALK_CALLS } from './dingtalkControl';
import { PUSH_CALLS, pushesOf } from './pushControl';

const HEARTBEAT_MS = 15_000;
/** Of a file that somebody writes, in base64. */
const FILE_LIMIT = '48mb';

/** The control API under /sandbox/api; README.md lists it. */
export function controlApi(sandbox: SandboxControl): Router {
	const router = express.Router();
	router.use('/push/write', express.json({ limit: FILE_LIMIT }));
	router.use(express.json({ limit: '1mb' }));

	router.get('/state', answer(() => sandbox.state()));
	router.get('/messages', answer((_body, query) => sandbox.messages(query.get('groupId') ?? undefined)));
	router.get('/calls', answer((_body, query) => sandbox.calls(Object.fromEntries(query) as CallFilter)));
	router.get('/checks', answer(() => sandbox.state().checks));
	router.post('/groups', answer((body) => sandbox.addGroup(body as unknown as GroupInput)));
	router.post('/bots', answer((body) => sandbox.addBot(body as unknown as BotInput)));
	router.post('/people', answer((body) => sandbox.addPerson(body as unknown as PersonInput)));
	router.post('/departments', answer((body) => sandbox.addDepartment(body as unknown as DepartmentInput)));
	router.post('/apps', answer((body) => sandbox.addApp(body as unknown as AppInput)));
	router.post('/apps/change', answer(({ id, ...change }) => sandbox.changeApp(asText(id), change as AppChange)));
	router.post('/groups/change', answer(({ id, ...change }) => sandbox.changeGroup(asText(id), change as GroupChange)));
	router.post('/messages/read', answer((body) => sandbox.readMessage(asText(body.messageId), asText(body.userId))));
	router.post('/messages/cardToken', answer((body) => ({ token: sandbox.cardToken(asText(body.messageId)) })));
	for (const [name, act] of Object.entries(DINGTALK_CALLS)) router.post(`/dingtalk/${name}`, answer((body) => act(sandbox.dingtalk, body)));
	for (const [name, act] of Object.entries(PUSH_CALLS)) router.post(`/push/${name}`, answer((body) => act(sandbox.push, body)));
	router.get('/push/sockets', answer((_body, query) => sandbox.push.sockets(query.get('appId') ?? undefined)));
	router.get('/push/pushes', answer((_body, query) => pushesOf(sandbox.push, query)));
	router.get('/files/:key', (request, response) => {
		const file = sandbox.file(request.params.key);
		if (!file) return void response.status(404).json({ error: 'No such file' });
		// What somebody has uploaded runs no script, also when it is opened by itself.
		response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
		response.setHeader('x-content-type-options', 'nosniff');
		response.type(file.contentType || 'application/octet-stream').send(file.bytes);
	});
	router.post('/bots/remove', answer((body) => done(() => sandbox.removeBot(asText(body.token)))));
	router.post('/bots/disable', answer((body) => done(() => sandbox.disableBot(asText(body.token)))));
	router.post('/bots/enable', answer((body) => done(() => sandbox.enableBot(asText(body.token)))));
	router.post('/clock', answer((body) => setClock(sandbox, body)));
	router.post('/faults', answer((body) => ({ id: sandbox.addFault(body as unknown as FaultInput) })));
	router.post('/faults/clear', answer(() => done(() => sandbox.clearFaults())));
	router.post('/latency', answer((body) => done(() => sandbox.setLatency(Number(body.ms)))));
	router.post('/checks', answer((body) => setCheck(sandbox, body)));
	router.post('/reset', answer(() => done(() => sandbox.reset())));
	router.get('/events', events(sandbox));
	router.use((_request, response) => {
		response.status(404).json({ error: 'No such control call' });
	});
	router.use(failed);
	return router;
}

const done = (act: () => void): JsonObject => {
	act();
	return { ok: true };
};

/** Answers with the JSON of what `act` returns or resolves with; what it throws is the caller's mistake. */
function answer(act: (body: JsonObject, query: URLSearchParams) => unknown): RequestHandler {
	return async (request, response) => {
		const query = new URL(request.originalUrl, 'http://sandbox').searchParams;
		const body: unknown = request.body;
		response.json(await act(isObject(body) ? body : {}, query));
	};
}

const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
	if (response.headersSent) return next(error);
	const status = isObject(error) && typeof error.status === 'number' ? error.status : 400;
	response.status(status).json({ error: error instanceof Error ? error.message : String(error) });
};

function setClock({ clock }: SandboxControl, body: JsonObject): JsonObject {
	if (body.frozen === true) clock.freeze();
	if (body.setMs !== undefined) clock.set(Number(body.setMs));
	if (body.advanceMs !== undefined) clock.advance(Number(body.advanceMs));
	if (body.frozen === false) clock.resume();
	return { now: clock.now(), frozen: clock.frozen };
}

function setCheck(sandbox: SandboxControl, body: JsonObject): unknown {
	if (typeof body.enabled !== 'boolean') throw new Error('enabled must be true or false');
	if (body.enabled) sandbox.enableCheck(asText(body.name));
	else sandbox.disableCheck(asText(body.name));
	return CHECKS.find(({ name }) => name === body.name);
}

/** Server-sent events: `message`, `call`, `state` and `reset`, each with its JSON. */
function events(sandbox: SandboxControl): RequestHandler {
	return (request, response) => {
		response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
		response.write('retry: 1000\n\n');
		const stop = sandbox.subscribe((event) => {
			response.write(`event: ${event.type}\ndata: ${JSON.stringify(payload(event))}\n\n`);
		});
		const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
		request.on('close', () => {
			clearInterval(heartbeat);
			stop();
		});
	};
}

const payload = (event: SandboxEvent): unknown =>
	event.type === 'message' ? event.message : event.type === 'call' ? event.call : {};
