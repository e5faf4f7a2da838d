const BASE = '/sandbox/api';

async function ask(path) {
	const response = await fetch(BASE + path);
	if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
	return response.json();
}

export const getState = () => ask('/state');
export const getMessages = () => ask('/messages');
export const getCalls = () => ask('/calls');

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
