import { createHmac } from 'node:crypto';
import { ReplayGuard, type Authentication } from '../../../../lib/events/authentication';
import { receive, type Received, type Reception } from '../../../../lib/events/receive';
import { alertmanagerBody } from '../support/alertmanagerBody';
import { InstantClock } from '../support/instantClock';

const HEADER: Authentication = { authentication: 'headerAuth', headerName: 'Authorization', headerSecret: 's3cret' };
const SIGNED: Authentication = { authentication: 'hmac', hmacSecret: 'k3y', signatureHeader: 'X-Signature', timestampHeader: 'X-Timestamp' };

function setUp(reception: Partial<Reception> = {}) {
	const clock = new InstantClock();
	const replays = new ReplayGuard(clock);
	const of = { trigger: 'workflow 1, node 1', source: 'auto', maxBytes: 1024 * 1024, credential: HEADER, ...reception } as const;
	return {
		clock,
		post: (body: string | Buffer, headers: Record<string, string> = { authorization: 'Bearer s3cret' }, rest: { trigger?: string } = {}) =>
			receive({ headers, rawBody: Buffer.from(body) }, { ...of, trigger: rest.trigger ?? of.trigger }, clock, replays),
	};
}

const titles = (received: Received) => ('events' in received ? received.events.map(({ title }) => title) : received.refused);
const refusal = (received: Received) => ('refused' in received ? received.refused : undefined);

describe('a request', () => {
	test('is its events', () => {
		expect(titles(setUp().post(JSON.stringify(alertmanagerBody())))).toEqual(['HighMemory', 'HighMemory']);
		expect(titles(setUp().post('[{"title":"a"},{"title":"b"}]'))).toEqual(['a', 'b']);
	});

	test('of JSON is read whatever its content type says', () => {
		for (const type of ['text/plain', 'application/octet-stream', '']) {
			expect(titles(setUp().post('{"title":"a"}', { authorization: 's3cret', 'content-type': type }))).toEqual(['a']);
		}
	});

	test('of a form is read by its fields', () => {
		const headers = { authorization: 's3cret', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
		expect(titles(setUp().post('title=a', headers))).toEqual(['a']);
		// Alerting systems that send JSON under a form's type get through as well.
		expect(titles(setUp().post('{"title":"b"}', headers))).toEqual(['b']);
	});

	test('of an exact size is taken, of a byte more refused with 413, before anything else', () => {
		const body = JSON.stringify({ title: 'x'.repeat(1024 * 1024 - 12) });
		expect(Buffer.byteLength(body)).toBe(1024 * 1024);
		expect(refusal(setUp().post(body))).toBeUndefined();
		expect(refusal(setUp().post(`${body} `))).toEqual({ status: 413, message: 'The body is larger than 1 MB' });
		expect(refusal(setUp().post(`${body} `, {}))).toMatchObject({ status: 413 });
	});

	test.each<Record<string, string>>([{}, { authorization: 'wrong' }])('without the secret (%j) is refused with 401, before its body is read', (headers) => {
		const refused = refusal(setUp().post('no JSON', headers));
		expect(refused).toEqual({ status: 401, message: 'Not authorized: the secret is missing or wrong' });
		expect(JSON.stringify(refused)).not.toContain('s3cret');
	});

	test.each([
		['no JSON', /not valid JSON/],
		['', /not valid JSON/],
		['"text"', /not a JSON object/],
		['[]', /not a JSON object/],
		['['.repeat(101), /nested deeper than 100/],
	])('%j is refused with 400, with what is wrong and the way out', (body, says) => {
		expect(refusal(setUp().post(body))).toEqual({ status: 400, message: expect.stringMatching(says) });
		expect(refusal(setUp().post(body))!.message).toMatch(/ Send /);
	});

	test('of which the rules take a part says how many it ignores', () => {
		const accepts = ({ title }: { title: string }) => title === 'a';
		const { post } = setUp({ rules: () => accepts });
		const both = post('[{"title":"a"},{"title":"b"},{"title":"c"}]');
		expect([titles(both), both]).toEqual([['a'], expect.objectContaining({ ignored: 2 })]);
		const none = post('{"title":"b"}');
		expect([titles(none), none]).toEqual([[], expect.objectContaining({ ignored: 1 })]);
		expect(setUp().post('{"title":"b"}')).toMatchObject({ ignored: 0 });
	});

	test('without a body is a tombstone to Debezium and no JSON to the others', () => {
		expect(titles(setUp({ source: 'debezium' }).post(''))).toEqual([]);
		expect(titles(setUp({ source: 'debezium' }).post('null'))).toEqual([]);
		expect(titles(setUp().post('null'))).toEqual([]);
		for (const source of ['auto', 'json', 'outbox', 'alertmanager'] as const) expect(refusal(setUp({ source }).post(''))).toMatchObject({ status: 400 });
	});

	test('of rows that were there before is none, unless they are asked for', () => {
		const read = JSON.stringify({ op: 'r', before: null, after: { id: 1 }, source: { connector: 'mysql', db: 'shop', table: 'orders' } });
		expect(titles(setUp().post(read))).toEqual([]);
		expect(titles(setUp({ snapshotRows: true }).post(read))).toEqual(['READ shop.orders']);
	});

	test('of another kind than the source says is refused with 400', () => {
		expect(refusal(setUp({ source: 'alertmanager' }).post('{"title":"x"}'))).toMatchObject({ status: 400 });
	});

	test('of 10,000 events is taken, of more refused with 413: each becomes an item with a copy of its own', () => {
		const alerts = (count: number) => JSON.stringify({ groupKey: 'g', alerts: Array(count).fill({}) });
		const list = (count: number) => `[${Array(count).fill('{}').join(',')}]`;
		for (const body of [alerts, list]) {
			expect(titles(setUp().post(body(10_000)))).toHaveLength(10_000);
			expect(refusal(setUp().post(body(10_001)))).toEqual({ status: 413, message: 'The body holds 10001 events; at most 10000 are taken at once' });
		}
	});

	test('of the same text at another time is another event, if nothing in it says otherwise', () => {
		const { clock, post } = setUp();
		const keys = (body: string) => {
			const received = post(body);
			return 'events' in received ? received.events.map(({ dedupeKey }) => dedupeKey) : [];
		};
		const before = keys('[{"text":"a"},{"text":"a"},{"text":"a","time":"2026-11-20"},{"id":7}]');
		clock.skip(1);
		const after = keys('[{"text":"a"},{"text":"a"},{"text":"a","time":"2026-11-20"},{"id":7}]');
		expect(new Set([...before, ...after]).size).toBe(6);
		expect(after.slice(2)).toEqual(before.slice(2));
	});

	test('without alerts is no error: it holds no events', () => {
		expect(titles(setUp().post(JSON.stringify({ ...alertmanagerBody(), alerts: [] })))).toEqual([]);
	});
});

describe('a repeated request with a signed time', () => {
	const body = '{"title":"a"}';
	const headers = (at: number, prefix = '', signed = body) => ({
		'x-timestamp': String(at / 1000),
		'x-signature': prefix + createHmac('sha256', 'k3y').update(`${at / 1000}:${signed}`).digest('hex'),
	});

	test('is refused with 401, under whatever prefix', () => {
		const { clock, post } = setUp({ credential: SIGNED });
		const at = clock.now();
		expect(titles(post(body, headers(at)))).toEqual(['a']);
		for (const prefix of ['', 'sha256=', 'other=']) {
			expect(refusal(post(body, headers(at, prefix)))).toEqual({ status: 401, message: 'Not authorized: this signed request has come before' });
		}
		clock.skip(60_000);
		expect(refusal(post(body, headers(at)))).toMatchObject({ status: 401 });
		expect(titles(post(body, headers(clock.now())))).toEqual(['a']);
	});

	test('is none at another trigger', () => {
		const { clock, post } = setUp({ credential: SIGNED });
		expect(titles(post(body, headers(clock.now())))).toEqual(['a']);
		expect(titles(post(body, headers(clock.now()), { trigger: 'another' }))).toEqual(['a']);
	});

	test('is taken when the first one could not be stored', () => {
		const { clock, post } = setUp({ credential: SIGNED });
		const received = post(body, headers(clock.now()));
		if (!('events' in received)) throw new Error('refused');
		received.release();
		expect(titles(post(body, headers(clock.now())))).toEqual(['a']);
		expect(refusal(post(body, headers(clock.now())))).toMatchObject({ status: 401 });
	});

	test('is refused as before when its body was', () => {
		const { clock, post } = setUp({ credential: SIGNED });
		for (let n = 0; n < 2; n++) expect(refusal(post('no JSON', headers(clock.now(), '', 'no JSON')))).toMatchObject({ status: 400 });
	});

	test('without a signed time is let in: senders repeat what got no answer', () => {
		const { post } = setUp();
		expect(titles(post(body))).toEqual(['a']);
		expect(titles(post(body))).toEqual(['a']);
	});
});
