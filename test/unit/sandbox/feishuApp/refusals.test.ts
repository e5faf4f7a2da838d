import { CARD_PROBLEMS, REFUSALS } from '../../../../sandbox/feishu/app/refusals';
import { closeAll, place, sent, text, toGroup, type Place } from './support';

let at: Place;

beforeAll(async () => {
	at = await place();
});
afterEach(() => at.sandbox.clearFaults());
afterAll(closeAll);

/** One address of every group of the table. */
const ADDRESSES: Record<string, string> = {
	'access token': 'POST /auth/v3/tenant_access_token/internal',
	'message resource': 'GET /im/v1/messages/om_1/resources/file_1?type=file',
	reaction: 'GET /im/v1/messages/om_1/reactions',
	reply: 'POST /im/v1/messages/om_1/reply',
	forward: 'POST /im/v1/messages/om_1/forward',
	edit: 'PUT /im/v1/messages/om_1',
	'send and list': 'POST /im/v1/messages',
	message: 'GET /im/v1/messages/om_1/read_users',
	pin: 'POST /im/v1/pins',
	'batch message': 'GET /im/v1/batch_messages/bm-1/get_progress',
	'batch send': 'POST /message/v4/batch_send/',
	'chat search': 'GET /im/v1/chats/search',
	chat: 'GET /im/v1/chats',
	user: 'GET /contact/v3/users/somebody',
	department: 'GET /contact/v3/departments/0/children',
	'delayed card update': 'POST /interactive/v1/card/update',
	'card entity': 'POST /cardkit/v1/cards',
	bot: 'GET /bot/v3/info',
	general: 'GET /im/v1/messages/om_1',
};

const ROWS = REFUSALS.flatMap(({ name, status, statuses, texts }) =>
	Object.entries(texts).map(([code, words]): [string, number, number, string] => [name, Number(code), statuses?.[Number(code)] ?? status, words]),
);

describe('every row of the table of codes', () => {
	it.each(ROWS)('%s %d comes with HTTP %d', async (name, code, status, words) => {
		const address = ADDRESSES[name]!;
		at.sandbox.addFault({ kind: 'refuse', code, match: { path: '/open-apis' } });
		const { body, reply } = await at.ask(address);
		expect([reply.status, body.code]).toEqual([status, code]);
		expect(body.msg).toBe(words.replace('%v', '[]'));
		if (code !== 99991400) expect(body.error).toEqual({ log_id: reply.headers['x-tt-logid'], troubleshooter: expect.stringContaining(String(code)) });
		expect(at.sandbox.calls().at(-1)).toMatchObject({ outcome: 'faulted', fault: 'refuse' });
	});

	it.each(Object.keys(CARD_PROBLEMS).map(Number))('card problem %d stands in the text of another code', async (code) => {
		at.sandbox.addFault({ kind: 'refuse', code, times: 2 });
		const words = `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${CARD_PROBLEMS[code]}; `;
		const sending = await at.ask('POST /im/v1/messages');
		expect([sending.status, sending.code, sending.body.msg]).toEqual([400, 230099, words]);
		const batch = await at.ask('POST /message/v4/batch_send/');
		expect([batch.status, batch.code, batch.body.msg]).toEqual([200, 11246, words]);
	});
});

describe('a refusal set by a test', () => {
	it('waits for an operation that knows the code', async () => {
		at.sandbox.addFault({ kind: 'refuse', code: 230024, match: { appId: at.app.id } });
		expect((await at.ask('GET /im/v1/chats')).code).toBe(0);
		expect((await at.ask('PATCH /im/v1/messages/om_1/urgent_sms')).code).toBe(230024);
		expect(at.sandbox.state().faults).toEqual([]);
	});

	it('can be for one method, and strikes before anything is accepted', async () => {
		at.sandbox.addFault({ kind: 'refuse', code: 230022, match: { path: '/open-apis/im/v1/messages', method: 'POST' } });
		const before = at.sandbox.messages().length;
		expect((await at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}`)).code).toBe(0);
		expect((await toGroup(at, text('hi'))).code).toBe(230022);
		expect(at.sandbox.messages()).toHaveLength(before);
		await sent(at);
	});

	it('needs a code', () => {
		expect(() => at.sandbox.addFault({ kind: 'refuse' })).toThrow('refuse needs a code');
	});
});
