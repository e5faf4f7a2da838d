import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { serveTrigger } from '../support/engine/webhook';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const opened: Array<Awaited<ReturnType<typeof serveTrigger>>> = [];
afterEach(async () => {
	await Promise.all(opened.splice(0).map((trigger) => trigger.close()));
});

const SECRET = 'a-made-up-secret';
const header = { authentication: 'headerAuth', headerName: 'Authorization', headerSecret: SECRET };

async function trigger(credential: object = header, parameters = {}) {
	const served = await serveTrigger({
		trigger: {
			type: 'subscriptionTrigger',
			parameters: { source: 'auto', options: {}, ...parameters },
			credential: { type: 'subscriptionTriggerApi', data: credential as never },
		},
	});
	opened.push(served);
	return {
		...served,
		async post(body: string | Buffer, headers: Record<string, string> = { authorization: `Bearer ${SECRET}` }) {
			const response = await fetch(served.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body,
			});
			return { status: response.status, text: await response.text() };
		},
	};
}

const alert = {
	status: 'firing',
	labels: { alertname: 'DiskFull', severity: 'warning', instance: 'db1' },
	annotations: { summary: 'Disk 95 % full' },
	startsAt: '2026-11-20T03:04:16.123Z',
	endsAt: '0001-01-01T00:00:00Z',
	generatorURL: 'http://prometheus.example.com/graph',
	fingerprint: 'f1',
};
const alertmanager = (...alerts: unknown[]) =>
	JSON.stringify({ version: '4', groupKey: 'g', truncatedAlerts: 2, status: 'firing', alerts });

const change = {
	before: { id: 7, state: 'open' },
	after: { id: 7, state: 'paid' },
	source: { version: '3.2.0.Final', connector: 'mysql', name: 'shop', ts_ms: 1_795_143_856_000, snapshot: 'false', db: 'shop', table: 'orders', file: 'binlog.1', pos: 4, row: 0 },
	op: 'u',
	ts_ms: 1_795_143_856_100,
};

describe('events', () => {
	test('one item per alert, in one shape', async () => {
		const { post, items } = await trigger();
		expect(await post(alertmanager(alert, { ...alert, status: 'resolved', endsAt: '2026-11-20T04:04:16Z' }))).toEqual({
			status: 200,
			text: '{"accepted":2,"ignored":0}',
		});
		expect(items[0]).toEqual({
			source: 'alertmanager',
			kind: 'alert',
			status: 'firing',
			severity: 'warning',
			title: 'DiskFull',
			summary: 'Disk 95 % full',
			fields: [],
			labels: alert.labels,
			annotations: alert.annotations,
			value: '',
			startsAt: '2026-11-20T03:04:16.123Z',
			endsAt: '',
			url: 'http://prometheus.example.com/graph',
			silenceUrl: '',
			groupKey: 'g',
			subjectKey: 'alertmanager:f1:2026-11-20T03:04:16.123Z',
			dedupeKey: 'alertmanager:f1:2026-11-20T03:04:16.123Z:firing',
			truncated: 2,
			recipients: [],
			raw: alert,
		});
		expect(items[1]).toMatchObject({ status: 'resolved', endsAt: '2026-11-20T04:04:16.000Z', subjectKey: items[0]!.subjectKey });
		expect(items[1]!.dedupeKey).not.toBe(items[0]!.dedupeKey);
	});

	test('any JSON, also as text/plain and as a form', async () => {
		const { post, items } = await trigger();
		const body = JSON.stringify({ title: 'Ticket 7', priority: 'high', assignee: 'Li' });
		const authorization = `Bearer ${SECRET}`;
		await post(body);
		await post(body, { authorization, 'content-type': 'text/plain' });
		await post('title=Ticket+7&priority=high&assignee=Li', { authorization, 'content-type': 'application/x-www-form-urlencoded' });
		for (const item of items) {
			expect(item).toMatchObject({ source: 'json', title: 'Ticket 7', severity: 'critical', fields: [{ name: 'assignee', value: 'Li' }] });
		}
		expect(items).toHaveLength(3);
	});

	test('Source = Alertmanager refuses anything else', async () => {
		const { post, items } = await trigger(header, { source: 'alertmanager' });
		expect(await post('{"title":"x"}')).toMatchObject({ status: 400, text: expect.stringContaining('not an Alertmanager notification') });
		expect(items).toEqual([]);
	});

	test.each([
		['auto', 200],
		['debezium', 200],
		['outbox', 400],
		['alertmanager', 400],
		['json', 200],
	])('a change from Debezium, with Source = %s, is answered with %i', async (source, status) => {
		const { post, items } = await trigger(header, { source });
		expect((await post(JSON.stringify({ schema: {}, payload: change }))).status).toBe(status);
		expect(items).toHaveLength(status === 200 ? 1 : 0);
		if (source !== 'json' && status === 200) {
			expect(items[0]).toMatchObject({ source: 'debezium', kind: 'dbchange', title: 'UPDATE shop.orders', fields: [{ name: 'id', value: '7' }, { name: 'state', value: 'open → paid' }] });
		}
	});

	test.each(['auto', 'debezium'])('Debezium’s tombstones and first reading are taken without an event, so that it goes on (Source = %s)', async (source) => {
		const { post, items } = await trigger(header, { source });
		const nothing = { status: 200, text: '{"accepted":0,"ignored":0}' };
		expect(await post('null')).toEqual(nothing);
		expect(await post(JSON.stringify({ ...change, op: 'r', before: null }))).toEqual(nothing);
		expect(await post(JSON.stringify([{ ...change, op: 'd', after: null }, null]))).toEqual({ status: 200, text: '{"accepted":1,"ignored":0}' });
		expect(items.map(({ title }) => title)).toEqual(['DELETE shop.orders']);
	});

	test('Include Snapshot Rows takes the first reading, too', async () => {
		const { post, items } = await trigger(header, { source: 'debezium', options: { snapshotRows: true } });
		await post(JSON.stringify({ ...change, op: 'r', before: null }));
		expect(items.map(({ title }) => title)).toEqual(['READ shop.orders']);
	});

	test.each(['auto', 'outbox'])('rows of the outbox (Source = %s)', async (source) => {
		const { post, items } = await trigger(header, { source });
		const row = { event_id: 'e1', table_schema: 'shop', table_name: 'orders', operation: 'INSERT', row_key: '{"id":7}', old_row: null, new_row: '{"id":7}' };
		expect(await post(JSON.stringify([row, { ...row, event_id: 'e2' }]))).toEqual({ status: 200, text: '{"accepted":2,"ignored":0}' });
		expect(items.map(({ dedupeKey }) => dedupeKey)).toEqual(['outbox:e1', 'outbox:e2']);
	});

	test('a delivery without alerts is accepted and starts nothing', async () => {
		const { post, items } = await trigger();
		expect(await post(alertmanager())).toEqual({ status: 200, text: '{"accepted":0,"ignored":0}' });
		expect(items).toEqual([]);
	});
});

describe('rules', () => {
	const matchers = (...matcher: Array<[string, string, string]>) => ({ matcher: matcher.map(([name, operator, value]) => ({ name, operator, value })) });
	const delivery = () =>
		alertmanager(
			alert,
			{ ...alert, fingerprint: 'f2', labels: { ...alert.labels, instance: 'db2' } },
			{ ...alert, fingerprint: 'f3', status: 'resolved', labels: { ...alert.labels, severity: 'critical' } },
		);

	test.each<[string, object, string[]]>([
		['none', {}, ['f1', 'f2', 'f3']],
		['a status', { statuses: ['resolved'] }, ['f3']],
		['severities', { severities: ['warning', 'info'] }, ['f1', 'f2']],
		['a kind', { kinds: ['ticket'] }, []],
		['a matcher', { matchers: matchers(['instance', 'equal', 'db2']) }, ['f2']],
		['all kinds of matchers', { matchers: matchers(['instance', 'matches', 'db[12]'], ['alertname', 'notMatches', 'Disk'], ['team', 'equal', ''], ['severity', 'notEqual', 'critical']) }, ['f1', 'f2']],
		['everything together', { kinds: ['alert'], statuses: ['firing'], severities: ['warning'], matchers: matchers(['instance', 'notEqual', 'db2']) }, ['f1']],
		['an expression', { severities: '={{ ["critical"] }}', matchers: matchers(['instance', 'matches', '={{ "db." + "*" }}']) }, ['f3']],
	])('%s: what fits starts the workflow, the rest is answered as ignored, so that it is not repeated', async (_, rules, passed) => {
		const { post, items, activate } = await trigger(header, { rules });
		await activate();
		expect(await post(delivery())).toEqual({ status: 200, text: JSON.stringify({ accepted: passed.length, ignored: 3 - passed.length }) });
		expect(items.map(({ dedupeKey }) => String(dedupeKey).split(':')[1])).toEqual(passed);
	});

	test.each([
		[{ matchers: matchers(['instance', 'matches', 'db(']) }, 'the matcher on instance: The regular expression db( can\'t be used: a ( is not closed'],
		[{ matchers: matchers(['', 'equal', 'x']) }, 'the matcher number 1 has no name'],
		[{ kinds: ['alarm'] }, 'alarm is none of'],
	])('that can’t be meant are an error at activation, and nothing is lost in silence with them: %j', async (rules, says) => {
		const { post, items, activate } = await trigger(header, { rules });
		await expect(activate()).rejects.toMatchObject({ message: expect.stringContaining(says), description: expect.stringMatching(/\.$/) });
		expect((await post(delivery())).status).toBe(500);
		expect(items).toEqual([]);
	});

	test('are not told to somebody without the secret', async () => {
		const { post } = await trigger(header, { rules: { statuses: ['resolved'] } });
		expect((await post(delivery(), {})).status).toBe(401);
	});
});

describe('who may start the workflow', () => {
	test('Standard Webhooks, as Debezium Server signs', async () => {
		const key = Buffer.from('a made-up key of thirty-two bytes');
		const { post, items } = await trigger({ authentication: 'standardWebhooks', webhookSecret: `whsec_${key.toString('base64')}` }, { source: 'debezium' });
		const body = JSON.stringify(change);
		const signed = (id: string, secret: Buffer) => {
			const timestamp = String(Math.floor(world.clock.now() / 1000));
			const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
			return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
		};
		const headers = signed('msg_1', key);
		expect((await post(body, signed('msg_1', Buffer.from('another key of thirty-two bytes..')))).status).toBe(401);
		expect((await post(body, headers)).status).toBe(200);
		expect((await post(body, headers)).status).toBe(401);
		// It tries again under the same ID, a second later.
		world.clock.advance(1_000);
		expect((await post(body, signed('msg_1', key))).status).toBe(200);
		expect(items).toHaveLength(2);
		expect(items[1]!.dedupeKey).toBe(items[0]!.dedupeKey);
	});


	test.each([
		['without a secret', {}],
		['with a wrong secret', { authorization: 'Bearer wrong' }],
		['with half of it', { authorization: `Bearer ${SECRET.slice(0, -1)}` }],
	])('not a sender %s', async (_, headers) => {
		const { post, items } = await trigger();
		const { status, text } = await post(alertmanager(alert), headers as Record<string, string>);
		expect(status).toBe(401);
		expect(text).not.toContain(SECRET);
		expect(items).toEqual([]);
	});

	test('Basic Auth, as Alertmanager sends it', async () => {
		const { post, items } = await trigger({ authentication: 'basicAuth', user: 'alertmanager', password: 'pa:ss' });
		const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
		expect((await post(alertmanager(alert), basic('alertmanager:wrong'))).status).toBe(401);
		expect((await post(alertmanager(alert), basic('alertmanager:pa:ss'))).status).toBe(200);
		expect(items).toHaveLength(1);
	});

	test('a signature over the raw bytes; a changed byte is refused', async () => {
		const { post, items } = await trigger({ authentication: 'hmac', hmacSecret: SECRET, signatureHeader: 'X-Signature' });
		const body = ` ${alertmanager(alert)} `;
		const signature = createHmac('sha256', SECRET).update(body).digest('hex');
		expect((await post(body, { 'x-signature': `sha256=${signature}` })).status).toBe(200);
		expect((await post(body.trim(), { 'x-signature': signature })).status).toBe(401);
		expect((await post(body.replace('db1', 'db2'), { 'x-signature': signature })).status).toBe(401);
		expect(items).toHaveLength(1);
	});

	test('F16: a signed request is taken once and for five minutes', async () => {
		const { post, items } = await trigger({
			authentication: 'hmac',
			hmacSecret: SECRET,
			signatureHeader: 'X-Signature',
			timestampHeader: 'X-Timestamp',
		});
		const signed = (body: string) => {
			const timestamp = String(Math.floor(world.clock.now() / 1000));
			return { 'x-timestamp': timestamp, 'x-signature': createHmac('sha256', SECRET).update(`${timestamp}:${body}`).digest('hex') };
		};
		const body = alertmanager(alert);
		const headers = signed(body);
		expect((await post(body, headers)).status).toBe(200);
		expect((await post(body, headers)).status).toBe(401);
		const late = signed(`${body} `);
		world.clock.advance(5 * 60_000 + 1_000);
		expect((await post(`${body} `, late)).status).toBe(401);
		expect(items).toHaveLength(1);
	});

	test('what n8n could not store may come again', async () => {
		const { post, items, storing } = await trigger({
			authentication: 'hmac',
			hmacSecret: SECRET,
			signatureHeader: 'X-Signature',
			timestampHeader: 'X-Timestamp',
		});
		const body = alertmanager({ ...alert, fingerprint: 'not stored' });
		const timestamp = String(Math.floor(world.clock.now() / 1000));
		const headers = { 'x-timestamp': timestamp, 'x-signature': createHmac('sha256', SECRET).update(`${timestamp}:${body}`).digest('hex') };
		storing.fails = true;
		expect((await post(body, headers)).status).toBe(500);
		storing.fails = false;
		expect((await post(body, headers)).status).toBe(200);
		expect((await post(body, headers)).status).toBe(401);
		expect(items).toHaveLength(1);
	});

	test('activation says what an incomplete credential lacks, and nobody gets in with it', async () => {
		const incomplete = await trigger({ ...header, headerSecret: '' });
		await expect(incomplete.activate()).rejects.toThrow('The credential is not complete: Header Name or Secret is empty');
		expect((await incomplete.post(alertmanager(alert), { authorization: '' })).status).toBe(401);
		await expect((await trigger()).activate()).resolves.toBeUndefined();
	});
});

describe('bad input', () => {
	test.each([
		['malformed JSON', '{"alerts": [', 400],
		['a number', '7', 400],
		['a list of numbers', '[1, 2]', 400],
		['an empty body', '', 400],
		['100,000 levels of nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
		['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400],
	])('%s is refused with what to change', async (_, body, status) => {
		const { post, items } = await trigger();
		const answer = await post(body, { authorization: `Bearer ${SECRET}`, 'content-type': 'application/octet-stream' });
		expect(answer).toEqual({ status, text: expect.stringMatching(/Send a/) });
		expect(items).toEqual([]);
	});

	test('10 MB are refused with 413, also when compressed', async () => {
		const { post, items } = await trigger();
		const big = JSON.stringify({ title: 'x'.repeat(10 * 1024 * 1024) });
		const authorization = `Bearer ${SECRET}`;
		expect(await post(big)).toMatchObject({ status: 413, text: expect.stringContaining('larger than 4 MB') });
		expect((await post(gzipSync(big), { authorization, 'content-encoding': 'gzip' })).status).toBe(413);
		expect(items).toEqual([]);
	});

	test('more events than memory should hold are refused with 413, quickly', async () => {
		const { post, items } = await trigger();
		const started = Date.now();
		expect(await post(`[${'{},'.repeat(1_300_000)}{}]`)).toMatchObject({ status: 413, text: expect.stringContaining('at most 10000') });
		expect(Date.now() - started).toBeLessThan(4_000);
		expect(items).toEqual([]);
	});

	test('a multipart body is no form, whatever its boundary says', async () => {
		const { post, items } = await trigger();
		const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'multipart/form-data; boundary=form-urlencoded' };
		expect((await post('--form-urlencoded\r\n', headers)).status).toBe(400);
		expect(items).toEqual([]);
	});

	test('an odd Maximum Body Size is the default one', async () => {
		const { post } = await trigger(header, { options: { maxBodySize: '={{ "lots" }}' } });
		expect((await post(JSON.stringify({ title: 'x'.repeat(5 * 1024 * 1024) }))).status).toBe(413);
	});

	test('the same text without an ID is another event the next time', async () => {
		const { post, items } = await trigger();
		await post('{"title":"Backup finished"}');
		world.clock.advance(1);
		await post('{"title":"Backup finished"}');
		expect(items[0]!.dedupeKey).not.toBe(items[1]!.dedupeKey);
		await post('{"title":"Backup finished","id":7}');
		await post('{"title":"Backup finished","id":7}');
		expect(items[2]!.dedupeKey).toBe(items[3]!.dedupeKey);
	});

	test('Maximum Body Size lets more through', async () => {
		const { post, items } = await trigger(header, { options: { maxBodySize: 12 } });
		expect((await post(JSON.stringify({ title: 'x'.repeat(10 * 1024 * 1024) }))).status).toBe(200);
		expect(items).toHaveLength(1);
	});

	test('odd alerts: no labels, no texts, wrong types', async () => {
		const { post, items } = await trigger();
		expect((await post(alertmanager({ status: 'firing' }, { labels: 7, annotations: null, startsAt: 'never' }))).status).toBe(200);
		expect(items).toHaveLength(2);
		for (const item of items) expect(item).toMatchObject({ kind: 'alert', status: 'firing', severity: 'warning', labels: {}, startsAt: '' });
	});
});
