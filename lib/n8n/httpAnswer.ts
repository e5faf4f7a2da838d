import type { IWebhookFunctions } from 'n8n-workflow';
import type { JsonObject } from '../http';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/**
 * Stands between n8n and the platform. n8n answers a request once the execution is stored, or with an error if it could
 * not be.
 */
export interface Between {
	/** Whether it was stored; called once. */
	settled(isStored: boolean): void;
	/** Of a click: what to answer, no later than the platform waits for it. */
	click?: Promise<JsonObject | string>;
	/** Whether that comes in place of the answer that n8n gives. */
	inPlace: boolean;
}

/** What n8n answers with `response.json` and `response.send` ends in `send`. */
export function standBetween(response: Response, { settled, click, inPlace }: Between): void {
	const send = response.send.bind(response);
	let isAnswered = false;
	let isSettled = false;
	response.send = (body?: unknown) => {
		const isStored = response.statusCode < 400;
		if (!isSettled) settled(isStored);
		isSettled = true;
		if (isAnswered || (isStored && inPlace)) return response;
		isAnswered = true;
		// It may work in a minute, and so the platforms are to understand it.
		if (response.statusCode >= 500) response.status(503);
		return send(body);
	};
	void click?.then((body) => {
		if (isAnswered) return;
		isAnswered = true;
		response.status(200).type('json');
		send(typeof body === 'string' ? body : JSON.stringify(body));
		// n8n may still be at it, and would fail over headers that have gone.
		response.setHeader = () => response;
	});
}
