import { callbackRegistration, cardAnswer, cardBody, cardParams, cardStream, cardUpdate, createAndDeliver, openSpaceId, trackIdOf, undelivered, type NewCard } from '../../../../../lib/dingtalk/api/cards';

const card: NewCard = {
	templateId: 'x.schema',
	space: 'group',
	callback: { type: 'STREAM' },
	robotCode: 'dingrobot',
	summary: '',
	forwardable: true,
	expiresAt: 1_700_000_000_000,
	values: { title: 'Disk full' },
	privateValues: {},
};

describe('a new card', () => {
	test('for each kind of place', () => {
		expect(cardBody(card)).toEqual({
			cardTemplateId: 'x.schema',
			callbackType: 'STREAM',
			cardData: { cardParamMap: { title: 'Disk full' } },
			imGroupOpenSpaceModel: { supportForward: true },
			imGroupOpenDeliverModel: { robotCode: 'dingrobot' },
			userIdType: 1,
		});
		expect(cardBody({ ...card, space: 'person' })).toMatchObject({
			imRobotOpenSpaceModel: { supportForward: true },
			imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'dingrobot' },
		});
		expect(cardBody({ ...card, space: 'topBar' })).toMatchObject({
			topOpenSpaceModel: { spaceType: 'ONE_BOX' },
			topOpenDeliverModel: { expiredTimeMillis: 1_700_000_000_000 },
		});
	});

	test('its places and its ID', () => {
		expect(openSpaceId('group', ['cid1', 'cid2'])).toBe('dtv1.card//IM_GROUP.cid1;IM_GROUP.cid2');
		expect(openSpaceId('person', ['lilei'])).toBe('dtv1.card//IM_ROBOT.lilei');
		expect(createAndDeliver({ a: 1 }, 'mine', 'other')).toEqual({ generation: 'new', method: 'POST', path: '/v1.0/card/instances/createAndDeliver', body: { a: 1, outTrackId: 'mine' } });
		expect(trackIdOf('x'.repeat(100))).toBe('x'.repeat(100));
		expect(trackIdOf('x'.repeat(101))).toMatch(/^[0-9a-f]{64}$/);
	});

	test('one that is there already is put into its places with what that takes', () => {
		const { otherwise } = createAndDeliver({ ...cardBody(card), openSpaceId: 'dtv1.card//IM_GROUP.cid1' }, 'mine', 'undelivered');
		expect(otherwise).toMatchObject({ code: 'param.cardAlreadyExist', call: { method: 'POST', path: '/v1.0/card/instances/deliver' } });
		expect(otherwise!.call.body).toEqual({ outTrackId: 'mine', openSpaceId: 'dtv1.card//IM_GROUP.cid1', imGroupOpenDeliverModel: { robotCode: 'dingrobot' }, userIdType: 1 });
	});

	test('a route key only for clicks by HTTP, and not an empty one', () => {
		expect(cardBody({ ...card, callback: { type: 'HTTP', routeKey: 'n8n' } })).toMatchObject({ callbackType: 'HTTP', callbackRouteKey: 'n8n' });
		expect(() => cardBody({ ...card, callback: { type: 'HTTP', routeKey: ' ' } })).toThrow('The route key is empty');
	});
});

describe('variables', () => {
	test('are texts of at most 1,024 bytes', () => {
		expect(cardParams({ a: 1, b: false, c: null, d: undefined, e: [1], f: { g: 'h' }, i: '警'.repeat(341) })).toEqual({ a: '1', b: 'false', c: '', d: '', e: '[1]', f: '{"g":"h"}', i: '警'.repeat(341) });
		expect(() => cardParams({ ok: 'x', large: 'x'.repeat(1_025) })).toThrow(/variable "large" has 1025 bytes/);
		expect(() => cardParams({ list: Array.from({ length: 600 }, () => 1) })).toThrow(/variable "list"/);
		expect(() => cardParams({ ' ': 'x' })).toThrow(/no name/);
	});

	test('of 100 KB in all, private ones included', () => {
		const values = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`v${index}`, 'x'.repeat(1_000)]));
		expect(() => cardBody({ ...card, values })).not.toThrow();
		expect(() => cardBody({ ...card, values, privateValues: { lilei: values } })).toThrow(/bytes together/);
		expect(() => cardBody({ ...card, privateValues: { '': { a: 1 } } })).toThrow(/user ID of the private variables is empty/);
	});
});

test('a change names what it overwrites, and only that', () => {
	const change = { outTrackId: 'mine', keepOthers: true, values: {}, privateValues: {} };
	expect(cardUpdate({ ...change, values: { a: 1 } }).body).toEqual({
		outTrackId: 'mine',
		cardData: { cardParamMap: { a: '1' } },
		cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
		userIdType: 1,
	});
	expect(cardUpdate({ ...change, keepOthers: false, privateValues: { lilei: { a: 1 } } }).body).not.toHaveProperty('cardData');
	expect(() => cardUpdate(change)).toThrow(/nothing to change/);
});

test('a part of a text has at most 1 KB, a whole text may have more', () => {
	const text = { outTrackId: 'mine', key: 'content', content: 'x'.repeat(1_025), isFull: false, state: 'more' } as const;
	expect(() => cardStream(text, 'guid')).toThrow(/1025 bytes/);
	expect(cardStream({ ...text, isFull: true, state: 'failed' }, 'guid').body).toMatchObject({ guid: 'guid', isFull: true, isFinalize: false, isError: true });
});

test('only a registration that overwrites can be repeated', () => {
	const route = { routeKey: 'n8n', url: 'https://n8n.example.com/', secret: '', overwrite: false };
	expect(callbackRegistration(route)).toMatchObject({ repeatable: false, body: { forceUpdate: false } });
	expect(callbackRegistration({ ...route, overwrite: true }).repeatable).toBe(true);
	for (const url of ['', 'n8n.example.com', 'ftp://n8n.example.com']) expect(() => callbackRegistration({ ...route, url })).toThrow(/not a complete address/);
});

test('answers that hide a failure', () => {
	expect(cardAnswer({ success: true, result: true })).toEqual({ success: true, result: true });
	expect(() => cardAnswer({ success: false })).toThrow(/did not change the card/);
	expect(() => cardAnswer({ success: true, result: false })).toThrow(/did not change the card/);
	const group = { spaceType: 'IM_GROUP' };
	const deliverResults = [{ ...group, spaceId: 'cid1', success: true }, { ...group, spaceId: 'cid2', success: false, errorMsg: 'robotNotInGroup' }, { spaceType: 'im_robot', spaceId: 'lilei' }, 'odd'];
	const failures = undelivered({ success: true, result: { outTrackId: 'mine', deliverResults } });
	expect([...failures.keys()]).toEqual(['cid2', 'lilei']);
	expect(failures.get('cid2')).toMatchObject({ message: expect.stringMatching(/did not show it to the group "cid2" \(robotNotInGroup\)/), fix: expect.stringMatching(/^Check the open conversation ID.*Add Robot/) });
	expect(failures.get('lilei')).toMatchObject({ message: expect.stringMatching(/did not show it to the person with the user ID "lilei"$/), fix: expect.stringMatching(/^Check that it is the user ID.*visible scope/) });
	expect(failures.get('lilei')!.fix).not.toMatch(/group/i);
	// Delivered by itself, it has no outTrackId around.
	expect([...undelivered({ success: true, result: deliverResults }).keys()]).toEqual(['cid2', 'lilei']);
	expect(undelivered({ result: true }).size).toBe(0);
});
