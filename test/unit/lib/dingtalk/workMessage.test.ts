import { color, statusBackground, WORK_ROOM, workMessage, workOa, workVoice, type OaMessage } from '../../../../lib/dingtalk/workMessage';
import { InputError } from '../../../../lib/inputError';

const PAGE = 'https://example.com';
const oa: OaMessage = {
	url: PAGE,
	pcUrl: '',
	head: 'n8n',
	headColor: '#BBBBBB',
	title: 'Order',
	content: '',
	form: [],
	number: '',
	unit: '',
	fileCount: '',
	author: '',
	status: '',
	statusColor: '#1677FF',
};

describe('messages of a group robot in the words of work notifications', () => {
	test('text, markdown and link keep theirs', () => {
		expect(workMessage({ msgtype: 'text', text: { content: 'x' } })).toEqual({ msgtype: 'text', text: { content: 'x' } });
		expect(workMessage({ msgtype: 'markdown', markdown: { title: 't', text: 'x' } })).toEqual({ msgtype: 'markdown', markdown: { title: 't', text: 'x' } });
		const link = { title: 't', text: 'x', messageUrl: PAGE, picUrl: '@a' };
		expect(workMessage({ msgtype: 'link', link })).toEqual({ msgtype: 'link', link });
	});

	test('cards have others', () => {
		expect(workMessage({ msgtype: 'actionCard', actionCard: { title: 't', text: 'x', singleTitle: 'b', singleURL: PAGE } })).toEqual({
			msgtype: 'action_card',
			action_card: { title: 't', markdown: 'x', single_title: 'b', single_url: PAGE },
		});
		const btns = [{ title: 'a', actionURL: PAGE }, { title: 'b', actionURL: PAGE }];
		expect(workMessage({ msgtype: 'actionCard', actionCard: { title: 't', text: 'x', btns } })).toEqual({
			msgtype: 'action_card',
			action_card: { title: 't', markdown: 'x', btn_orientation: '0', btn_json_list: [{ title: 'a', action_url: PAGE }, { title: 'b', action_url: PAGE }] },
		});
		expect(() => workMessage({ msgtype: 'feedCard', feedCard: { links: [] } })).toThrow(InputError);
	});

	test.each([
		[[{ title: 'x'.repeat(20), actionURL: 'u'.repeat(500) }], undefined],
		[[{ title: 'x'.repeat(21), actionURL: 'u' }], /Button 1: the text has 21 characters/],
		[[{ title: 'x', actionURL: 'u'.repeat(501) }], /Button 1: the URL has 501 characters; a work notification takes at most 500/],
		[[{ title: 'x', actionURL: 'u' }, { title: 'x', actionURL: 'u'.repeat(700) }], undefined],
		[[{ title: 'x', actionURL: 'u' }, { title: 'x', actionURL: 'u'.repeat(701) }], /Button 2: the URL has 701 characters; a work notification takes at most 700/],
		[[{ title: 'x', actionURL: 'u'.repeat(500) }, { title: 'x', actionURL: 'u'.repeat(500) }], /as JSON; a work notification takes at most 1000/],
	])('limits of buttons %#', (btns, message) => {
		const [first, ...others] = btns;
		const actionCard = { title: 't', text: 'x', ...(others.length > 0 ? { btns } : { singleTitle: first!.title, singleURL: first!.actionURL }) };
		const write = () => workMessage({ msgtype: 'actionCard', actionCard });
		if (message) expect(write).toThrow(message);
		else expect(write).not.toThrow();
	});

	test('its room is counted in its own words', () => {
		const message = { msgtype: 'actionCard' as const, actionCard: { title: 't', text: '汉', singleTitle: 'b', singleURL: PAGE } };
		expect(WORK_ROOM.bytesOf(message)).toBe(Buffer.byteLength(JSON.stringify(workMessage(message))));
	});
});

test('a voice message has whole seconds, less than 60', () => {
	expect([0.2, 1.6, 59.9].map((seconds) => workVoice('@a', seconds).voice)).toMatchObject([{ duration: '1' }, { duration: '2' }, { duration: '59' }]);
	expect(() => workVoice('@a', 60)).toThrow(/less than 60 s/);
});

describe('OA', () => {
	test('what is not given is not there', () => {
		expect(workOa(oa)).toEqual({
			message: { msgtype: 'oa', oa: { message_url: PAGE, head: { bgcolor: 'FFBBBBBB', text: 'n8n' }, body: { title: 'Order' } } },
			warnings: [],
		});
	});

	test('rows without name and value are left out; those that nobody sees are told', () => {
		const form = [{ key: '', value: '' }, ...Array.from({ length: 7 }, (_, index) => ({ key: `${index}`, value: 'x' }))];
		const { message, warnings } = workOa({ ...oa, form });
		expect((message.oa as { body: { form: unknown[] } }).body.form).toEqual(form.slice(1));
		expect(warnings).toEqual(['DingTalk shows only the first 6 form rows of a work notification; 1 more were sent.']);
	});

	test('2,048 bytes, and no more', () => {
		const left = 2_048 - Buffer.byteLength(JSON.stringify(workOa({ ...oa, content: 'x' }).message));
		expect(() => workOa({ ...oa, content: 'x'.repeat(left + 1) })).not.toThrow();
		expect(() => workOa({ ...oa, content: 'x'.repeat(left + 2) })).toThrow(/has 2049 bytes/);
	});

	test('colours', () => {
		expect([color(' #f65e5e '), color('F65E5E'), statusBackground('#78c06e')]).toEqual(['F65E5E', 'F65E5E', '0xFF78C06E']);
		expect(() => color('#fff')).toThrow(/"#fff" is not a colour/);
	});
});
