/** What nobody has thought of: 100,000 generated inputs for each parser of this platform, the same in every run. */
import fc from 'fast-check';
import { AccessTokens } from '../../../../../lib/accessTokens';
import { ReplayGuard } from '../../../../../lib/events/authentication';
import { CONTROL, DATA, decodeFrame, encodeFrame, FrameError, type ConnectionFrame } from '../../../../../lib/feishu/connection/frame';
import { longConnection } from '../../../../../lib/feishu/connection/longConnection';
import { Parts } from '../../../../../lib/feishu/connection/parts';
import { feishuCallback, type CallbackSettings } from '../../../../../lib/feishu/inbound/callback';
import { decodeEvent } from '../../../../../lib/feishu/inbound/decode';
import { isObject, type JsonObject } from '../../../../../lib/http';
import { CALLBACK_WINDOW_MS } from '../../../../../lib/inbound/callback';
import type { AppEvent } from '../../../../../lib/inbound/types';
import { fakeHttp } from '../../support/fakeHttp';
import { BOT, botMention, click, envelope, ids, mention, message, NOW, oldClick, oldEvent, TOKEN } from '../../support/feishuEvents';
import { encrypted, encryptedRequest, ENCRYPT_KEY, oldCardRequest, request, SECONDS } from '../../support/feishuRequests';
import { InstantClock } from '../../support/instantClock';
import { holds } from '../../support/property';

const RUNS = 100_000;
/** Of the whole conversation, whose parts get as many each as anything else. */
const SESSION_RUNS = 50_000;
const TIMEOUT_MS = 120_000;

const oneOf = <Value>(values: readonly Value[]) => fc.nat({ max: values.length - 1 }).map((index) => values[index]!);

/** Where to change something, as a share of the whole, and into what. */
const change = fc.tuple(fc.nat({ max: 0xffff }), fc.nat({ max: 255 }));
const changed = (sound: Uint8Array, changes: Array<[number, number]>, cut: number): Buffer => {
	const bytes = Buffer.from(sound.subarray(0, sound.length - Math.floor((cut * sound.length) / 0xffff)));
	for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
	return bytes;
};
const changes = fc.array(change, { maxLength: 4 });
/** Half of the inputs are whole. */
const cut = fc.nat({ max: 0xffff }).map((share) => Math.max(0, share * 2 - 0xffff));

describe('frames', () => {
	const text = oneOf(['', 'type', 'event', '事件', 'x'.repeat(200), '\u0000']);
	const whole: fc.Arbitrary<ConnectionFrame> = fc.record({
		seqId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
		logId: oneOf([0n, 1n, 127n, 128n, 2n ** 53n + 1n, 2n ** 64n - 1n]),
		service: fc.integer(),
		method: oneOf([0, 1, -1]),
		headers: fc.array(fc.tuple(text, text), { maxLength: 5 }),
		payloadType: text,
		payload: fc.uint8Array({ maxLength: 40 }),
	});

	test('are read as they were written', () => {
		holds(
			fc.property(whole, (frame) => {
				const { seqId, logId, service, headers, payload } = decodeFrame(encodeFrame(frame));
				const isSame = seqId === frame.seqId && logId === frame.logId && service === frame.service && JSON.stringify(headers) === JSON.stringify(frame.headers);
				if (!isSame || Buffer.compare(payload!, frame.payload!) !== 0) throw new Error('another frame');
			}),
			20_000,
		);
	});

	const sound = [
		{ seqId: 1n, logId: 2n, service: 3, method: 0, headers: [['type', 'ping']] as Array<[string, string]> },
		{ seqId: 2n ** 64n - 1n, logId: 300n, service: -1, method: 1, headers: [['type', 'event'], ['message_id', '1']] as Array<[string, string]>, payload: Buffer.from('{"a":1}'), logIdNew: 'n' },
	].map(encodeFrame);
	const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.tuple(oneOf(sound), changes, cut).map(([frame, all, by]) => changed(frame, all, by)));

	test('that are none are refused as such, and none is larger than its bytes', () => {
		const read = { frames: 0, refused: 0 };
		holds(
			fc.property(bytes, (input) => {
				try {
					const frame = decodeFrame(input);
					read.frames++;
					const held = frame.headers.reduce((sum, [key, value]) => sum + key.length + value.length, frame.payload?.length ?? 0);
					if (held > input.length) throw new Error(`${held} of ${input.length} bytes`);
					const again = Buffer.from(encodeFrame(decodeFrame(encodeFrame(frame))));
					if (!again.equals(encodeFrame(frame))) throw new Error('another frame');
				} catch (error) {
					if (!(error instanceof FrameError)) throw error;
					read.refused++;
				}
			}),
			RUNS,
		);
		expect(read.frames).toBeGreaterThan(RUNS / 20);
		expect(read.refused).toBeGreaterThan(RUNS / 5);
	});
});

test('parts make the message that they are of, or none, and never take more room than they may', () => {
	const part = fc.tuple(oneOf(['a', 'b', 'c', '']), oneOf([1, 2, 2, 2, 3, 3, 0, 1e9, NaN]), oneOf([0, 1, 2, 2, 3, -1, 0.5]), oneOf([0, 0, 0, 6_000, 11_000]));
	const joined = { whole: 0, dropped: 0 };
	holds(
		fc.property(fc.array(part, { maxLength: 12 }), (all) => {
			const clock = new InstantClock();
			const parts = new Parts(clock);
			for (const [messageId, sum, seq, ms] of all) {
				clock.skip(ms);
				const result = parts.join({ messageId, sum, seq }, Buffer.from(`${messageId}${seq}/${sum};`));
				if ('dropped' in result) joined.dropped++;
				if ('whole' in result) {
					joined.whole++;
					const expected = Array.from({ length: sum }, (_, index) => `${messageId}${index}/${sum};`).join('');
					if (Buffer.from(result.whole).toString() !== expected) throw new Error(`${Buffer.from(result.whole).toString()} instead of ${expected}`);
				}
				const { messages, bytes } = parts.held;
				if (messages > 3 || bytes < 0 || bytes > messages * 4 * 10 || (messages === 0 && bytes > 0)) throw new Error(`${messages} messages of ${bytes} bytes`);
			}
		}),
		RUNS,
	);
	expect(joined.whole).toBeGreaterThan(RUNS / 20);
	expect(joined.dropped).toBeGreaterThan(RUNS / 20);
});

/** What stands where something else was expected. */
const strange = oneOf<unknown>([undefined, null, 0, -1, 1e300, true, '', 'x', '{', '[]', '{"text":7}', '9'.repeat(400), TOKEN, [], [null], [[null]], [{}], {}, { open_id: 1 }, { tag: 'at' }, { text: {} }, [[[[]]]], '\ud800', '@_user_1', '__proto__']);

const templates: JsonObject[] = [
	message('text', { text: '@_user_1 hello @_user_2' }, { mentions: [botMention(), mention('@_user_2', 'Tom')], parent_id: 'om_1' }),
	message('post', { title: 'T', content: [[{ tag: 'text', text: 'a' }, { tag: 'at', user_id: '@_user_1' }], [{ tag: 'img', image_key: 'i' }]] }, { mentions: [botMention()] }),
	message('interactive', { title: 'T', elements: [[{ tag: 'note', elements: [{ tag: 'text', text: 'n' }] }]] }),
	message('system', { template: '{from_user} left', from_user: ['A'] }),
	click({ value: { a: 1 }, name: 'b', form_value: { c: ['d'] } }),
	oldClick(),
	oldEvent(),
	{ uuid: 'u', type: 'event_callback', event: { type: 'message', open_message_id: 'om', msg_type: 'text', text: 't', open_id: 'ou' } },
	envelope('im.message.message_read_v1', { reader: { reader_id: ids('a') }, message_id_list: ['om_1'] }),
	envelope('application.bot.menu_v6', { operator: { operator_name: 'A', operator_id: ids('a') }, event_key: 'k' }),
];

/** Every place in a value, in which another value can stand. */
function placesIn(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))];
}

function withAt(value: unknown, path: string[], given: unknown): unknown {
	const [name, ...rest] = path;
	if (name === undefined) return given;
	if (Array.isArray(value)) return value.map((inner, index) => (String(index) === name ? withAt(inner, rest, given) : inner));
	return isObject(value) ? { ...value, [name]: withAt(value[name], rest, given) } : value;
}

/** The content of a message is JSON in a text, which is changed as well. */
function opened(template: JsonObject): JsonObject {
	const { event } = template;
	if (!isObject(event) || !isObject(event.message)) return template;
	return { ...template, event: { ...event, message: { ...event.message, content: JSON.parse(String(event.message.content)) } } };
}
function closed(template: unknown): unknown {
	if (!isObject(template) || !isObject(template.event) || !isObject(template.event.message) || typeof template.event.message.content === 'string') return template;
	return { ...template, event: { ...template.event, message: { ...template.event.message, content: JSON.stringify(template.event.message.content) } } };
}

const prepared = templates.map(opened).map((template) => ({ template, places: placesIn(template) }));
const alteration = fc.tuple(fc.nat({ max: 0xffff }), strange);
const almost = fc.tuple(oneOf(prepared), fc.array(alteration, { maxLength: 3 })).map(([{ template, places }, all]) => closed(all.reduce<unknown>((body, [at, given]) => withAt(body, places[at % places.length]!, given), template)));

const TIME = /^(|\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|\+\d{6}-.*Z)$/;
const texts = (value: unknown): boolean => typeof value === 'string';

/** Of the one shape. */
function expectSound(event: AppEvent): void {
	const { eventId, type, time, appId, tenant, text, sender, chat, message: said, card } = event;
	const isSound =
		[type, appId, tenant, text ?? '', ...Object.values({ ...sender, isBot: '', ...chat })].every(texts) &&
		typeof eventId === 'string' &&
		eventId !== '' &&
		TIME.test(time) &&
		(said === undefined || ([said.id, said.type, said.replyTo, said.threadId].every(texts) && said.attachments.every(({ key, name }) => key !== '' && texts(key) && texts(name)))) &&
		(card === undefined || ([card.id, card.click, card.action, card.answerBy].every(texts) && isObject(card.value) && isObject(card.form)));
	if (!isSound) throw new Error(JSON.stringify(event));
}

test(
	'a conversation survives whatever comes, hands on nothing but events, acknowledges each, and hears what comes after',
	async () => {
		const clock = new InstantClock(NOW);
		const app = { baseUrl: 'https://open.feishu.cn', appId: 'cli_a', appSecret: 'made-up', timeoutMs: 1_000, ignoreSslIssues: false };
		const protocol = longConnection(fakeHttp().http, app, { botOpenId: () => BOT, tokens: new AccessTokens(clock), clock });
		const heard: AppEvent[] = [];
		const seen = { acknowledged: 0, dropped: 0 };
		const session = protocol.begin({
			send(frame) {
				const { method, headers, payload } = decodeFrame(frame as Uint8Array);
				const { code } = JSON.parse(Buffer.from(payload!).toString()) as JsonObject;
				if (method !== DATA || (code !== 200 && code !== 500) || headers.at(-1)?.[0] !== 'biz_rt') throw new Error(JSON.stringify({ method, headers, code }));
				seen.acknowledged++;
				return true;
			},
			reconnect: (reason) => {
				throw new Error(reason);
			},
			handle: async (event) => ({ accepted: heard.push(event) % 2 === 0 }),
			log: { info: () => {}, warn: () => void seen.dropped++ },
		});

		const often = (value: string) => new Array<string>(12).fill(value);
		const word = (key: string, values: readonly string[]) => oneOf([...values, undefined]).map((value): Array<[string, string]> => (value === undefined ? [] : [[key, value]]));
		const place = fc
			.tuple(word('type', [...often('event'), 'pong', 'ping', 'card', 'x']), word('message_id', ['a', 'b', 'c']), word('sum', [...often('1'), '2', '3', '-1', '1e9']), word('seq', [...often('0'), '1', '2', 'x']))
			.map((all) => all.flat());
		const payload = fc.oneof(
			{ weight: 6, arbitrary: almost.map((body) => Buffer.from(JSON.stringify(body) ?? '')) },
			{ weight: 1, arbitrary: fc.tuple(oneOf(templates), changes, cut).map(([body, all, by]) => changed(Buffer.from(JSON.stringify(body)), all, by)) },
			{ weight: 1, arbitrary: strange.map((config) => Buffer.from(JSON.stringify({ PingInterval: config }))) },
		);
		const frame = fc
			.tuple(place, payload, fc.oneof({ weight: 12, arbitrary: fc.constant(DATA) }, { weight: 1, arbitrary: oneOf([CONTROL, 7]) }))
			.map(([headers, given, method]) => Buffer.from(encodeFrame({ seqId: 2n ** 64n - 1n, logId: 0n, service: -1, method, headers, payload: given })));
		const almostFrame = fc.tuple(frame, changes, cut).map(([sound, all, by]) => changed(sound, all, by));
		const anything = fc.oneof({ weight: 8, arbitrary: frame }, { weight: 4, arbitrary: almostFrame }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) }, { weight: 1, arbitrary: strange.map((text) => JSON.stringify(text) ?? '') });

		const survives = fc.property(anything, (given) => {
			session.receive(given);
			if (!(session.silenceMs >= 2 * 5_000 && session.silenceMs < 30 * 60_000)) throw new Error(`a silence of ${session.silenceMs} ms`);
		});
		expect(() => holds(survives, SESSION_RUNS)).not.toThrow();
		session.receive(encodeFrame({ seqId: 1n, logId: 1n, service: 1, method: DATA, headers: [['type', 'event']], payload: Buffer.from(JSON.stringify(envelope('the.last_v1', {}))) }));
		expect(heard.at(-1)?.type).toBe('the.last_v1');
		heard.forEach(expectSound);
		await new Promise((resolve) => setImmediate(resolve));
		expect(seen.acknowledged).toBe(heard.length);
		expect(heard.length).toBeGreaterThan(SESSION_RUNS / 10);
		expect(seen.dropped).toBeGreaterThan(SESSION_RUNS / 10);
	},
	TIMEOUT_MS,
);

describe('envelopes', () => {
	test('become events of the one shape, or none', () => {
		const decoded = { events: 0, none: 0 };
		holds(
			fc.property(almost, (body) => {
				if (!isObject(body)) return;
				const event = decodeEvent(body, { platform: 'lark', botOpenId: BOT, now: NOW });
				if (!event) return void decoded.none++;
				decoded.events++;
				expectSound(event);
			}),
			RUNS,
		);
		expect(decoded.events).toBeGreaterThan(RUNS / 2);
		expect(decoded.none).toBeGreaterThan(RUNS / 100);
	});

	test('may be any JSON', () => {
		holds(
			fc.property(fc.dictionary(oneOf(['schema', 'header', 'event', 'type', 'action', 'open_message_id', 'token', '__proto__']), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }), (body) => {
				decodeEvent(body, { platform: 'feishu', botOpenId: '', now: NOW });
			}),
			5_000,
		);
	});
});

describe('requests', () => {
	const settings: CallbackSettings[] = [
		{ verificationToken: TOKEN, encryptKey: ENCRYPT_KEY, trigger: 't', platform: 'feishu', botOpenId: BOT },
		{ verificationToken: TOKEN, encryptKey: '', trigger: 't', platform: 'feishu', botOpenId: BOT },
		{ verificationToken: '', encryptKey: ENCRYPT_KEY, trigger: 't', platform: 'feishu', botOpenId: BOT },
		{ verificationToken: '', encryptKey: '', trigger: 't', platform: 'feishu', botOpenId: BOT },
	];
	const json = (value: unknown) => Buffer.from(JSON.stringify(value));
	/** In clear they carry another token, encrypted ones have no signature, or are signed for another body. */
	const withoutToken = (body: JsonObject): Buffer => Buffer.from(JSON.stringify(body).replaceAll(TOKEN, 'made-up-other-token'));
	const signed = [encryptedRequest(templates[0]!), oldCardRequest(oldClick({ tag: 'button', value: { is: 'signed' } }))];
	const unsigned = [...templates.map(withoutToken), ...templates.slice(1, 4).map((body) => json({ encrypt: encrypted(JSON.stringify(body)) })), json({ encrypt: encrypted('no json') }), json({ type: 'url_verification', challenge: 'c', token: 'x' })];
	const headers = oneOf([
		{},
		signed[0]!.headers,
		signed[1]!.headers,
		{ 'x-lark-request-timestamp': String(SECONDS), 'x-lark-request-nonce': '', 'x-lark-signature': '0'.repeat(64) },
		{ 'x-lark-request-timestamp': ['x'], 'x-lark-signature': [] as string[] },
	]);
	const clock = new InstantClock(NOW);
	const receive = (rawBody: Buffer, given: object, setting: CallbackSettings) =>
		feishuCallback({ ...request(rawBody), headers: { ...given } }, setting, clock, new ReplayGuard(clock, CALLBACK_WINDOW_MS));

	test('that are not signed never become events, and never throw', () => {
		const refused = new Map<number, number>();
		holds(
			fc.property(oneOf(unsigned), changes, cut, headers, oneOf(settings), (body, all, by, given, setting) => {
				const callback = receive(changed(body, all, by), given, setting);
				if (!('refused' in callback)) throw new Error(JSON.stringify(callback));
				refused.set(callback.refused.status, (refused.get(callback.refused.status) ?? 0) + 1);
			}),
			RUNS,
		);
		expect([...refused.keys()].sort()).toEqual([400, 401]);
	});

	test('that were signed become events only if nothing has changed', () => {
		const seen = { taken: 0, refused: 0 };
		holds(
			fc.property(oneOf(signed), changes, cut, ({ rawBody, headers: given }, all, by) => {
				const body = changed(rawBody, all, by);
				const callback = receive(body, given, settings[0]!);
				if ('event' in callback !== body.equals(rawBody)) throw new Error(`${body.toString()} ${JSON.stringify(callback)}`);
				seen['event' in callback ? 'taken' : 'refused']++;
			}),
			20_000,
		);
		expect(seen.taken).toBeGreaterThan(500);
		expect(seen.refused).toBeGreaterThan(5_000);
	});

	test('with the token may hold anything', () => {
		holds(
			fc.property(almost, fc.boolean(), (envelopeOrNot, isChallenge) => {
				const body = isObject(envelopeOrNot) && isChallenge ? { ...envelopeOrNot, type: 'url_verification', token: TOKEN } : envelopeOrNot;
				const callback = receive(Buffer.from(JSON.stringify(body) ?? ''), {}, settings[1]!);
				if ('event' in callback && JSON.stringify(callback.event.raw).includes(`"token":"${TOKEN}"`) && !isObject((envelopeOrNot as JsonObject).action)) {
					const { header } = callback.event.raw;
					if (isObject(header) && 'token' in header) throw new Error('shows the token');
				}
			}),
			20_000,
		);
	});
});
