/** With responses of Express, which is what n8n answers with. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { standBetween, type Between } from '../../../../lib/n8n/httpAnswer';

const closing: Array<() => void> = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A request that has come in, and what becomes of it. */
async function received(between: Partial<Between>) {
	const app = express();
	const responding = new Promise<Response>((resolve) => app.post('/', (_, response) => resolve(response)));
	const server = app.listen(0, '127.0.0.1');
	closing.push(() => {
		server.close();
		server.closeAllConnections();
	});
	await once(server, 'listening');
	const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method: 'POST' }).then(async (given) => [given.status, await given.json()]);
	const response = await responding;
	const errors: Error[] = [];
	response.on('error', (error) => errors.push(error));
	const stored: boolean[] = [];
	standBetween(response, { settled: (isStored) => void stored.push(isStored), inPlace: false, ...between });
	return {
		answer,
		stored,
		errors,
		/** What n8n does in the end. */
		n8nAnswers: (status: number) => {
			response.status(status).setHeader('content-security-policy', 'sandbox');
			response.json({ of: 'n8n' });
		},
	};
}

const click = { of: 'the click' };

describe.each([false, true])('a click that has been answered (in place of n8n: %s)', (inPlace) => {
	test.each([
		[200, true],
		[500, false],
	])('a while ago: n8n answers %d, which goes nowhere and fails over nothing', async (status, isStored) => {
		const { answer, n8nAnswers, stored, errors } = await received({ click: Promise.resolve(click), inPlace });
		expect(await answer).toEqual([200, click]);
		expect(() => n8nAnswers(status)).not.toThrow();
		await new Promise((resolve) => setImmediate(resolve));
		expect(stored).toEqual([isStored]);
		expect(errors).toEqual([]);
	});

	test.each([
		[200, true],
		[500, false],
	])('at the same moment: n8n answers %d, and there is one answer', async (status, isStored) => {
		let give: (body: typeof click) => void = () => {};
		const { answer, n8nAnswers, stored, errors } = await received({ click: new Promise((resolve) => (give = resolve)), inPlace });
		give(click);
		await Promise.resolve();
		await Promise.resolve();
		expect(() => n8nAnswers(status)).not.toThrow();
		expect(await answer).toEqual([200, click]);
		expect(stored).toEqual([isStored]);
		expect(errors).toEqual([]);
	});
});

test('n8n has answered before the click could be', async () => {
	let give: (body: typeof click) => void = () => {};
	const { answer, n8nAnswers, stored, errors } = await received({ click: new Promise((resolve) => (give = resolve)) });
	n8nAnswers(200);
	give(click);
	expect(await answer).toEqual([200, { of: 'n8n' }]);
	expect(stored).toEqual([true]);
	expect(errors).toEqual([]);
});

test('an event has but the answer of n8n; what n8n could not do is to be repeated', async () => {
	const [good, bad] = [await received({}), await received({})];
	good.n8nAnswers(200);
	bad.n8nAnswers(500);
	expect([await good.answer, await bad.answer]).toEqual([
		[200, { of: 'n8n' }],
		[503, { of: 'n8n' }],
	]);
	expect([good.stored, bad.stored]).toEqual([[true], [false]]);
});
