import { CHECKS, type CheckName } from '../../../../sandbox';
import { card, CARD, CARD_2, closeAll, DAY, form, place, png, request, sent, text, toGroup, type Answered, type Place } from './support';

afterEach(closeAll);

type AppCheck = Extract<CheckName, `feishuApp.${string}`>;
const isAppCheck = (name: CheckName): name is AppCheck => name.startsWith('feishuApp.');

/** A request that offends against one check: what it gets with the check on, and with the check off (0 = it passes). */
interface Scenario {
	run(at: Place): Promise<unknown>;
	on: unknown;
	off: unknown;
}

const refused = (run: (at: Place) => Promise<Answered>, on: number, off = 0): Scenario => ({
	run: async (at) => (await run(at)).code ?? 0,
	on,
	off,
});

const hi = (at: Place) => toGroup(at, text('hi'));
const after = async (ms: number, at: Place): Promise<Place> => {
	at.sandbox.clock.advance(ms);
	return at.as(at.app);
};
const times = async (count: number, act: () => Promise<Answered>): Promise<Answered> => {
	for (let done = 1; done < count; done++) await act();
	return act();
};
const changed = (change: Parameters<Place['sandbox']['changeApp']>[1], act: (at: Place) => Promise<Answered>) => (at: Place) => {
	at.sandbox.changeApp(at.app.id, change);
	return act(at);
};
const info = (authorization: string) => (at: Place) => request(at.sandbox, 'GET /bot/v3/info', undefined, authorization === '' ? {} : { authorization });
const tokenFor = (change: Record<string, string>) => (at: Place) =>
	request(at.sandbox, 'POST /auth/v3/tenant_access_token/internal', { app_id: at.app.id, app_secret: at.app.secret, ...change });
const upload = (at: Place, bytes: Buffer) => {
	const { body, headers } = form({ image_type: 'message', image: { name: 'a.png', bytes } });
	return at.ask('POST /im/v1/images', body, headers);
};
/** Another app in the same group. */
const other = async (at: Place): Promise<Place> => {
	const made = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
	at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, made.app.id] });
	return made;
};
const entity = async (at: Place, value: Record<string, unknown>): Promise<string> =>
	String((await at.ask('POST /cardkit/v1/cards', { type: 'card_json', data: JSON.stringify(value) })).data.card_id);
const stream = (at: Place, id: string, sequence = 1, element = 'words', uuid = '') =>
	at.ask(`PUT /cardkit/v1/cards/${id}/elements/${element}/content`, { content: 'new', sequence, uuid });
const STREAMING = { ...CARD_2, config: { streaming_mode: true } };
const batch = (at: Place, body: Record<string, unknown>) => at.ask('POST /message/v4/batch_send/', { msg_type: 'text', content: { text: 'hi' }, ...body });

const SCENARIOS: Record<AppCheck, Scenario> = {
	'feishuApp.path': refused((at) => at.ask('GET /im/v1/nothing'), 99991201),
	'feishuApp.method': refused((at) => at.ask('DELETE /bot/v3/info'), 99991301),
	'feishuApp.appId': refused(tokenFor({ app_id: 'cli_0000000000000001' }), 10003, 10015),
	'feishuApp.secret': refused(tokenFor({ app_secret: 'wrong' }), 10015),
	'feishuApp.tokenPresent': refused(info(''), 99991661),
	'feishuApp.tokenFormat': refused(info('Bearer abc'), 99991671, 99991663),
	'feishuApp.token': refused(info('Bearer t-unknown'), 99991663),
	'feishuApp.appState': refused(changed({ disabled: true }, hi), 99991662),
	'feishuApp.ip': refused(changed({ allowedIps: ['10.0.0.1'] }, hi), 99991401),
	'feishuApp.quota': refused(changed({ quotaLeft: 0 }, hi), 99991403),
	'feishuApp.rate': refused((at) => times(51, () => at.ask('GET /bot/v3/info')), 99991400),
	'feishuApp.scope': refused(changed({ scopes: [] }, hi), 99991672),
	'feishuApp.json': refused((at) => at.ask(`PUT /im/v1/messages/om_none`, 'no json'), 9499, 99992402),
	'feishuApp.params': refused((at) => at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}&page_size=51`), 99992402),
	'feishuApp.bot': refused(changed({ botEnabled: false }, hi), 230006),
	'feishuApp.recipient': refused((at) => at.ask('POST /im/v1/messages?receive_id_type=user_id', { receive_id: 'nobody', ...text('hi') }), 99992360),
	'feishuApp.availability': refused(
		changed({ availableTo: [] }, (at) => at.ask('POST /im/v1/messages?receive_id_type=user_id', { receive_id: 'lilei', ...text('hi') })),
		230013,
	),
	'feishuApp.botInChat': refused((at) => {
		at.sandbox.changeGroup(at.group.id, { apps: [] });
		return hi(at);
	}, 230002),
	'feishuApp.message': refused((at) => at.ask('GET /im/v1/messages/om_none'), 99992354),
	'feishuApp.sender': refused(async (at) => {
		const id = await sent(at);
		return (await other(at)).ask(`DELETE /im/v1/messages/${id}`);
	}, 230026),
	'feishuApp.recalled': refused(async (at) => {
		const id = await sent(at);
		await at.ask(`DELETE /im/v1/messages/${id}`);
		return at.ask(`POST /im/v1/messages/${id}/reply`, text('hi'));
	}, 230011),
	'feishuApp.age': refused(async (at) => {
		const id = await sent(at);
		return (await after(DAY + 1, at)).ask(`DELETE /im/v1/messages/${id}`);
	}, 230009),
	'feishuApp.edits': refused(async (at) => {
		const id = await sent(at);
		return times(21, () => at.ask(`PUT /im/v1/messages/${id}`, text('again')));
	}, 230072),
	'feishuApp.messageType': refused(async (at) => at.ask(`PUT /im/v1/messages/${await sent(at, card(CARD))}`, text('hi')), 230054),
	'feishuApp.batch': refused(async (at) => {
		await batch(at, { user_ids: ['lilei'] });
		return at.ask(`DELETE /im/v1/messages/${at.sandbox.messages().at(-1)!.id}`);
	}, 230054),
	'feishuApp.size': refused((at) => toGroup(at, text('x'.repeat(150 * 1_024))), 230025),
	'feishuApp.content': refused((at) => toGroup(at, text('')), 230001),
	'feishuApp.resource': refused((at) => toGroup(at, { msg_type: 'image', content: '{"image_key":"img_none"}' }), 230001),
	'feishuApp.card': refused((at) => toGroup(at, card({ elements: [{ tag: 'nothing' }] })), 230099),
	'feishuApp.cardMention': refused((at) => toGroup(at, card({ elements: [{ tag: 'markdown', content: '<at id=ou_nobody></at>' }] })), 230099),
	'feishuApp.updateMulti': refused(
		async (at) => at.ask(`PATCH /im/v1/messages/${await sent(at, card({ elements: [] }))}`, { content: JSON.stringify(CARD) }),
		230001,
	),
	'feishuApp.cardEntity': refused((at) => toGroup(at, card({ type: 'card', data: { card_id: '7000' } })), 230099),
	'feishuApp.sequence': refused(async (at) => {
		const id = await entity(at, STREAMING);
		return times(2, () => stream(at, id));
	}, 300317),
	'feishuApp.cardUuid': refused(async (at) => {
		const id = await entity(at, STREAMING);
		await stream(at, id, 1, 'words', 'u-1');
		return stream(at, id, 2, 'words', 'u-1');
	}, 200770),
	'feishuApp.streaming': refused(async (at) => stream(at, await entity(at, CARD_2)), 300309),
	'feishuApp.element': refused(async (at) => stream(at, await entity(at, STREAMING), 1, 'none'), 300313),
	'feishuApp.cardToken': refused((at) => at.ask('POST /interactive/v1/card/update', { token: 'c-unknown', card: CARD }), 300030),
	'feishuApp.atAll': refused((at) => {
		at.sandbox.changeGroup(at.group.id, { allowAtAll: false });
		return toGroup(at, text('<at user_id="all"></at>'));
	}, 230018),
	'feishuApp.uuid': {
		run: async (at) => {
			await times(2, () => toGroup(at, { ...text('hi'), uuid: 'u-1' }));
			return at.sandbox.messages().length;
		},
		on: 1,
		off: 2,
	},
	'feishuApp.chatRate': refused((at) => times(6, () => hi(at)), 230020),
	'feishuApp.messageRate': refused(async (at) => {
		const id = await sent(at);
		return times(6, () => at.ask('POST /im/v1/pins', { message_id: id }));
	}, 230047),
	'feishuApp.urgent': refused(async (at) => {
		let answer: Answered | undefined;
		for (let count = 0; count < 201; count++) {
			if (count % 5 === 0) at.sandbox.clock.advance(1_000);
			answer = await at.ask(`PATCH /im/v1/messages/${await sent(at)}/urgent_app?user_id_type=user_id`, { user_id_list: ['lilei'] });
		}
		return answer!;
	}, 230023),
	'feishuApp.fileSize': refused((at) => upload(at, Buffer.alloc(0)), 234010, 234011),
	'feishuApp.imageFormat': refused((at) => upload(at, png(12_001, 1)), 234039),
	'feishuApp.emoji': refused(async (at) => at.ask(`POST /im/v1/messages/${await sent(at)}/reactions`, { reaction_type: { emoji_type: 'NOTHING' } }), 231001),
	'feishuApp.reaction': refused(async (at) => at.ask(`DELETE /im/v1/messages/${await sent(at)}/reactions/none`), 231011),
	'feishuApp.members': refused((at) => at.ask(`POST /im/v1/chats/${at.group.id}/members?member_id_type=user_id&succeed_type=2`, { id_list: ['nobody'] }), 232043),
	'feishuApp.chatName': refused((at) => at.ask('POST /im/v1/chats', { chat_type: 'public', name: 'x' }), 232020),
	'feishuApp.batchQuota': refused(changed({ batchQuota: 1 }, (at) => batch(at, { user_ids: ['lilei', 'hanmei'] })), 11247),
};

const NO_REFUSAL: AppCheck[] = ['feishuApp.uuid'];

describe.each(CHECKS.map(({ name }) => name).filter(isAppCheck))('%s', (name) => {
	const { run, on, off } = SCENARIOS[name];

	it('refuses what offends against it', async () => {
		const at = await place();
		expect(await run(at)).toEqual(on);
		if (!NO_REFUSAL.includes(name)) expect(at.sandbox.calls().at(-1)?.check).toBe(name);
	});

	it('lets it pass when switched off', async () => {
		const at = await place();
		at.sandbox.disableCheck(name);
		expect(await run(at)).toEqual(off);
	});
});

describe('with every check switched off', () => {
	it('nothing breaks', async () => {
		const at = await place();
		for (const { name } of CHECKS) at.sandbox.disableCheck(name);
		const ids = ['om_none', 'x'];
		const answers = [
			await hi(at),
			await toGroup(at, { msg_type: 'interactive', content: 'no json' }),
			await at.ask('POST /im/v1/messages', {}),
			...(await Promise.all(ids.map((id) => at.ask(`POST /im/v1/messages/${id}/reply`, {})))),
			await at.ask('POST /im/v1/images', 'nothing'),
			await at.ask('POST /message/v4/batch_send/', {}),
			await at.ask('POST /cardkit/v1/cards', { data: '{}' }),
			await at.ask('POST /interactive/v1/card/update', {}),
			await at.ask('GET /im/v1/chats/oc_none'),
			await at.ask('GET /contact/v3/users/nobody'),
			await request(at.sandbox, 'POST /auth/v3/tenant_access_token/internal', {}),
			await request(at.sandbox, 'GET /im/v1/chats'),
		];
		expect(answers.map(({ status, code }) => [status, code])).toEqual(answers.map(() => [200, 0]));
	});
});
