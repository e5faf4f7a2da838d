import fc from 'fast-check';
import { ReplayGuard } from '../../../../../lib/events/authentication';
import { parseFrame, type ServerFrame } from '../../../../../lib/dingtalk/connection/frame';
import { stream } from '../../../../../lib/dingtalk/connection/stream';
import { dingTalkCallback } from '../../../../../lib/dingtalk/inbound/callback';
import { aesKeyOf, clickSignature, decrypt, encrypt, pushSignature } from '../../../../../lib/dingtalk/inbound/crypto';
import { decodeClick, decodeMessage, decodePushedEvent, decodeStreamEvent, quotaProblem } from '../../../../../lib/dingtalk/inbound/decode';
import { signBotCall } from '../../../../../lib/dingtalk/signing';
import type { JsonObject } from '../../../../../lib/http';
import { CALLBACK_WINDOW_MS, type Callback, type CallbackRequest } from '../../../../../lib/inbound/callback';
import { isWanted, type AppEvent } from '../../../../../lib/inbound/types';
import { fakeHttp } from '../../support/fakeHttp';
import { InstantClock } from '../../support/instantClock';
import { holds } from '../../support/property';
import { AES_KEY, CARD_SECRET, click, CLIENT_ID, CLIENT_SECRET, decrypted, encrypted, message, pushedEvent, streamEvent, TOKEN } from './platform';
import { SETTINGS } from './requests';

const RUNS = 100_000;
const TIMEOUT_MS = 120_000;
const NOW = Date.parse('2026-11-20T03:00:00Z');
const KEY = aesKeyOf(AES_KEY)!;

/** What may stand anywhere in JSON, and does no good there. */
const HOSTILE: unknown[] = [
	null, true, false, 0, -1, 1e308, 20001, '20001', '', ' ', '\u0000', '\ud800', '__proto__', 'constructor', '@', '2', 'richText', 'file', 'audio', 'IM_ROBOT',
	[], {}, [null], [[]], [{}], { content: null }, { content: {} }, { richText: [null, 1, { text: {} }, { downloadCode: 'x' }] }, { downloadCode: [], fileName: {} },
	'{', '[]', 'null', '{"cardPrivateData":null}', '{"cardPrivateData":{"actionIds":{},"params":[]}}', '{"cardPrivateData":{"actionIds":[{}],"params":{"form":{"__proto__":{"index":1,"value":2}}}}}',
	{ cardPrivateData: { params: { form: [] } } }, '9'.repeat(400), '2026-13-45T99:99:99Z', 'Fri, 99 Nov', -8.64e15, '密'.repeat(500), JSON.parse('{"__proto__":{"a":1}}'),
];
const hostile = fc.nat({ max: HOSTILE.length - 1 }).map((index) => HOSTILE[index]);

/** Something that is nearly right: up to three of its fields are gone or hold what they should not. */
const nearly = (right: JsonObject): fc.Arbitrary<JsonObject> => {
	const names = [...Object.keys(right), 'errorCode', 'EventId', '__proto__'];
	return fc.array(fc.tuple(fc.nat({ max: names.length - 1 }), fc.option(hostile, { nil: undefined })), { maxLength: 3 }).map((changes) => ({
		...right,
		...Object.fromEntries(changes.map(([index, value]) => [names[index], value])),
	}));
};

/** Whatever came of it: what the rest of the package relies on. */
function expectSound(event: AppEvent | undefined): void {
	if (!event) return;
	const { eventId, type, time, sender, chat, text, message: told, card, tenant, appId } = event;
	const texts = [eventId, type, time, tenant, appId, ...(sender ? [sender.name, sender.userId, sender.unionId, sender.openId] : []), ...(chat ? [chat.id, chat.name, chat.type] : [])];
	if (texts.some((one) => typeof one !== 'string') || eventId === '' || type === '' || appId !== CLIENT_ID) throw new Error('Texts');
	if (time !== '' && Number.isNaN(Date.parse(time))) throw new Error('Time');
	if (event.kind === 'message' && (typeof text !== 'string' || !told || told.id === '' || told.attachments.some(({ key, name }) => key === '' || typeof name !== 'string'))) throw new Error('Message');
	if (event.kind === 'cardAction' && (!card || card.id === '' || card.click === '' || typeof card.action !== 'string' || Array.isArray(card.value) || Array.isArray(card.form))) throw new Error('Card');
	if (({} as JsonObject).a !== undefined) throw new Error('A prototype was changed');
	isWanted(event, { events: ['*'], chats: ['x'], senders: ['x'], mentionedOnly: true, ignoreBots: true });
	quotaProblem(event);
	JSON.stringify(event);
}

/** How many of them came to something: a test that makes only nonsense proves nothing. */
function counting(check: (event: AppEvent | undefined) => void) {
	const counted = { some: 0, none: 0 };
	return {
		counted,
		check: (event: AppEvent | undefined) => {
			counted[event ? 'some' : 'none']++;
			check(event);
		},
	};
}

describe('decoders throw at nothing, and what they make is sound', () => {
	test.each<[string, JsonObject, (body: JsonObject) => AppEvent | undefined]>([
		['messages', { ...message, content: { downloadCode: 'x' } }, (body) => decodeMessage(body, CLIENT_ID)],
		['clicks', click, (body) => decodeClick(body, { clientId: CLIENT_ID, now: NOW, eventId: 'm1' })],
		['events over HTTP', pushedEvent, (body) => decodePushedEvent(body, CLIENT_ID)],
		['events over Stream', streamEvent.data, (data) => decodeStreamEvent(streamEvent.headers, data, CLIENT_ID)],
	])(
		'%s',
		(_, right, decode) => {
			const { counted, check } = counting(expectSound);
			holds(fc.property(nearly(right), (body) => check(decode(body))), RUNS);
			expect(counted.some).toBeGreaterThan(RUNS / 2);
		},
		TIMEOUT_MS,
	);

	test('what somebody writes comes out as it was', () => {
		holds(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (text, id) => {
				const event = decodeMessage({ ...message, msgId: id, text: { content: ` ${text}` } }, CLIENT_ID)!;
				expect([event.text, event.eventId]).toEqual([text.trim(), id]);
			}),
			2_000,
		);
	});

	test('what somebody fills in comes out as it was', () => {
		holds(
			fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), fc.string(), (form, id) => {
				const content = JSON.stringify({ cardPrivateData: { actionIds: [id], params: { form, id } } });
				const { card } = decodeClick({ ...click, content }, { clientId: CLIENT_ID, now: NOW, eventId: 'm1' })!;
				expect([card!.form, card!.value, card!.action]).toEqual([JSON.parse(JSON.stringify(form)), { id }, id]);
			}),
			2_000,
		);
	});
});

describe('frames', () => {
	const frames: JsonObject[] = [
		{ type: 'SYSTEM', headers: { topic: 'ping', messageId: 'm' }, data: '{"opaque":"x"}' },
		{ type: 'EVENT', headers: streamEvent.headers, data: JSON.stringify(streamEvent.data) },
		{ type: 'CALLBACK', headers: { topic: '/v1.0/im/bot/messages/get', messageId: 'm' }, data: JSON.stringify(message) },
		{ type: 'CALLBACK', headers: { topic: '/v1.0/card/instances/callback', messageId: 'm' }, data: JSON.stringify(click) },
	];
	const text = fc.oneof(
		{ weight: 5, arbitrary: fc.constantFrom(...frames).chain(nearly).map((frame) => JSON.stringify(frame)) },
		{ weight: 2, arbitrary: fc.tuple(fc.constantFrom(...frames), fc.nat({ max: 300 })).map(([frame, length]) => JSON.stringify(frame).slice(0, length)) },
		{ weight: 2, arbitrary: fc.tuple(fc.constantFrom(...frames), fc.nat({ max: 600 }), fc.string({ maxLength: 3 })).map(([frame, at, noise]) => JSON.stringify(frame).slice(0, at) + noise + JSON.stringify(frame).slice(at + 1)) },
		{ weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
	);
	const bytes = fc.uint8Array({ maxLength: 30 });

	test(
		'a conversation survives them all, hands on what is sound, and answers in frames',
		async () => {
			const { counted, check } = counting(expectSound);
			const sent: string[] = [];
			let dropped = 0;
			const session = stream(fakeHttp().http, { clientId: CLIENT_ID } as Parameters<typeof stream>[1], { clock: new InstantClock(NOW) }).begin({
				send: (frame) => sent.push(frame as string) > 0,
				reconnect: () => {},
				handle: async (event) => {
					check(event);
					return { accepted: sent.length % 2 === 0 };
				},
				log: { info: () => {}, warn: () => void dropped++ },
			});
			holds(fc.property(fc.oneof({ weight: 20, arbitrary: text }, bytes), (frame) => session.receive(frame)), RUNS);
			await new Promise((resolve) => setImmediate(resolve));
			for (const answer of sent) {
				const { code, headers, data } = JSON.parse(answer) as { code: number; headers: JsonObject; data: string };
				if (![200, 404, 500].includes(code) || typeof headers.messageId !== 'string' || typeof JSON.parse(data) !== 'object') throw new Error(answer);
			}
			expect(counted.some).toBeGreaterThan(RUNS / 10);
			expect(dropped).toBeGreaterThan(RUNS / 10);
		},
		TIMEOUT_MS,
	);

	test('come out as they were', () => {
		const words = fc.stringMatching(/^[a-z/.]{1,20}$/);
		holds(
			fc.property(words, words, fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (type, topic, messageId, data) => {
				const inner = JSON.stringify(data);
				const frame = parseFrame(JSON.stringify({ type, headers: { topic, messageId }, data: inner })) as ServerFrame;
				expect(frame).toEqual({ type, headers: { topic, messageId }, text: inner, data: JSON.parse(inner) as unknown });
			}),
			2_000,
		);
	});
});

describe('encryption', () => {
	test(
		'nothing that is decrypted throws, and what was encrypted comes out as it was',
		() => {
			const right = encrypted('{"EventType":"x"}');
			const broken = fc.oneof(
				fc.tuple(fc.nat({ max: right.length - 1 }), fc.constantFrom('A', '/', '=', '*', '密', '')).map(([at, char]) => right.slice(0, at) + char + right.slice(at + 1)),
				fc.nat({ max: right.length }).map((length) => right.slice(0, length)),
				fc.base64String({ maxLength: 90 }),
				fc.string({ unit: 'grapheme', maxLength: 40 }),
			);
			let read = 0;
			holds(fc.property(broken, (text) => void ('message' in decrypt(text, KEY) && read++)), RUNS);
			// A changed block spoils what is in it; the rest may still be read.
			expect(read).toBeLessThan(RUNS / 2);
			holds(
				fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, owner) => {
					expect(decrypt(encrypt(text, owner, KEY), KEY)).toEqual({ message: text, owner });
				}),
				5_000,
			);
		},
		TIMEOUT_MS,
	);

	test('is read by another library', () => {
		holds(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(decrypted(encrypt(text, CLIENT_ID, KEY))).toEqual({ message: text, owner: CLIENT_ID });
				expect(decrypt(encrypted(text), KEY)).toEqual({ message: text, owner: CLIENT_ID });
			}),
			500,
		);
	});
});

/** What somebody who does not know the secret can do to a request. */
const TAMPERINGS = ['none', 'unsigned', 'signature', 'secret', 'late', 'early', 'notATime'] as const;
type Tampering = (typeof TAMPERINGS)[number];

const timeOf = (tampering: Tampering): string => ({ late: String(NOW - 70 * 60_000), early: String(NOW + 70 * 60_000), notATime: 'soon' })[tampering as string] ?? String(NOW);

/** One character is another one. */
const twisted = (signature: string, tampering: Tampering, at: number): string => {
	if (tampering !== 'signature') return signature;
	const place = at % (signature.length - 1);
	return signature.slice(0, place) + (signature[place] === 'a' ? 'b' : 'a') + signature.slice(place + 1);
};

interface Made {
	body: Buffer;
	tampering: Tampering;
	at: number;
}

const MAKERS: Array<[string, JsonObject, (made: Made) => CallbackRequest]> = [
	[
		'events',
		pushedEvent,
		({ body, tampering, at }) => {
			const text = encrypt(body.toString(), CLIENT_ID, KEY);
			const signature = twisted(pushSignature(tampering === 'secret' ? 'other' : TOKEN, timeOf(tampering), 'n', text), tampering, at);
			return { headers: {}, query: tampering === 'unsigned' ? {} : { signature, timestamp: timeOf(tampering), nonce: 'n' }, rawBody: Buffer.from(`{"encrypt":"${text}"}`) };
		},
	],
	[
		'messages',
		message,
		({ body, tampering, at }) => {
			const signature = twisted(signBotCall(tampering === 'secret' ? 'other' : CLIENT_SECRET, Number(timeOf(tampering))), tampering, at);
			return { headers: tampering === 'unsigned' ? {} : { sign: signature, timestamp: timeOf(tampering) }, query: {}, rawBody: body };
		},
	],
	[
		'clicks',
		click,
		({ body, tampering, at }) => {
			const signature = twisted(clickSignature(tampering === 'secret' ? 'other' : CARD_SECRET, timeOf(tampering)), tampering, at);
			return { headers: tampering === 'unsigned' ? {} : { 'x-ddpaas-signature': signature, 'x-ddpaas-signature-timestamp': timeOf(tampering) }, query: {}, rawBody: body };
		},
	],
];

describe('requests: nothing is taken that is not signed, nothing is thrown at', () => {
	test.each(MAKERS)(
		'%s',
		(_, right, requestOf) => {
			const body = fc.oneof(
				{ weight: 6, arbitrary: nearly(right).map((one) => Buffer.from(JSON.stringify(one))) },
				{ weight: 1, arbitrary: fc.nat({ max: 200 }).map((length) => Buffer.from(JSON.stringify(right)).subarray(0, length)) },
				{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((one) => Buffer.from(one)) },
			);
			const clock = new InstantClock(NOW);
			const { counted, check } = counting(expectSound);
			const statuses = new Set<number>();
			holds(
				fc.property(body, fc.constantFrom(...TAMPERINGS), fc.nat(), (made, tampering, at) => {
					const callback: Callback = dingTalkCallback(requestOf({ body: made, tampering, at }), SETTINGS, clock, new ReplayGuard(clock, CALLBACK_WINDOW_MS));
					if ('refused' in callback) {
						statuses.add(callback.refused.status);
						if (tampering !== 'none' && callback.refused.status !== 401) throw new Error('Its body was looked at');
						return;
					}
					if (tampering !== 'none' || !('event' in callback)) throw new Error('It was let in');
					check(callback.event);
					callback.release();
					JSON.stringify(callback.reply({}));
				}),
				RUNS,
			);
			expect(counted.some).toBeGreaterThan(RUNS / 20);
			expect(statuses).toEqual(new Set([400, 401]));
		},
		TIMEOUT_MS,
	);

	test('a changed body makes the signature of an event another', () => {
		const text = encrypt(JSON.stringify(pushedEvent), CLIENT_ID, KEY);
		const signature = pushSignature(TOKEN, String(NOW), 'n', text);
		const clock = new InstantClock(NOW);
		holds(
			fc.property(fc.nat({ max: text.length - 1 }), fc.constantFrom('A', 'B', '='), (at, char) => {
				fc.pre(text[at] !== char);
				const rawBody = Buffer.from(JSON.stringify({ encrypt: text.slice(0, at) + char + text.slice(at + 1) }));
				const callback = dingTalkCallback({ headers: {}, query: { signature, timestamp: String(NOW), nonce: 'n' }, rawBody }, SETTINGS, clock, new ReplayGuard(clock));
				expect(callback).toMatchObject({ refused: { status: 401 } });
			}),
			2_000,
		);
	});
});
