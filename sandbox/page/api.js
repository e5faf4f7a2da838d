const BASE = '/sandbox/api';

async function ask(path) {
	const response = await fetch(BASE + path);
	if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
	return response.json();
}

/** What the sandbox answers; an Error with its own words if it refuses. */
async function tell(path, body) {
	const response = await fetch(BASE + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	const answer = await response.json().catch(() => ({}));
	if (!response.ok) throw new Error(answer.error ?? `${path}: HTTP ${response.status}`);
	return answer;
}

export const getState = () => ask('/state');
export const getMessages = () => ask('/messages');
export const getCalls = () => ask('/calls');
/** How many attempts to tell an app of something are looked at, the latest ones. */
export const PUSHES = 500;
export const getPushes = () => ask(`/push/pushes?last=${PUSHES}`);
export const getSockets = () => ask('/push/sockets');

/** Somebody writes; the fields are those of `POST /push/write`. */
export const write = (writing) => tell('/push/write', writing);
/** Somebody clicks; resolves with what they see then. */
export const click = (what) => tell('/push/click', what);
/** `change`: the fields of `POST /apps/change`. */
export const changeApp = (id, change) => tell('/apps/change', { id, ...change });
/** Whether the app's addresses answer as they should: `{ ok, status?, body? }`. */
export const checkUrl = (appId) => tell('/push/checkUrl', { appId });
export const redeliver = (eventId) => tell('/push/redeliver', { eventId });

/** Follows the sandbox; `opened` runs on every connection, the first one included. */
export function follow({ opened, lost, message, call, state }) {
	const source = new EventSource(`${BASE}/events`);
	const json = (act) => (event) => act(JSON.parse(event.data));
	source.addEventListener('open', opened);
	source.addEventListener('error', lost);
	source.addEventListener('message', json(message));
	source.addEventListener('call', json(call));
	source.addEventListener('state', state);
	source.addEventListener('reset', opened);
}
