import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../../../lib/http';
import { decodeEvent } from '../../../../../lib/feishu/inbound/decode';
import { BOT, botMention, click, envelope, ids, mention, message, NOW, oldClick, oldEvent, TOKEN } from '../../support/feishuEvents';

const decode = (body: JsonObject, botOpenId = BOT) => decodeEvent(body, { platform: 'feishu', botOpenId, now: NOW });
const person = (name: string, more = {}) => ({ name: '', userId: `user_${name}`, openId: `ou_${name}`, unionId: `on_${name}`, isBot: false, ...more });

describe('an envelope', () => {
	test('of version 2.0 tells what, when, where, and who', () => {
		expect(decode(envelope('im.chat.disbanded_v1', { chat_id: 'oc_1', operator_id: ids('carol'), name: 'Night shift' }))).toEqual({
			platform: 'feishu',
			kind: 'event',
			type: 'im.chat.disbanded_v1',
			eventId: 'event_im.chat.disbanded_v1',
			time: '2020-12-23T12:19:49.000Z',
			appId: 'cli_9f5343c580712544',
			tenant: '2ca1d211f64f6438',
			sender: person('carol'),
			chat: { id: 'oc_1', type: 'group', name: 'Night shift' },
			data: { chat_id: 'oc_1', operator_id: ids('carol'), name: 'Night shift' },
			raw: expect.objectContaining({ event: { chat_id: 'oc_1', operator_id: ids('carol'), name: 'Night shift' } }),
		});
	});

	test('of version 1.0 does so too', () => {
		expect(decode(oldEvent())).toEqual({
			platform: 'feishu',
			kind: 'event',
			type: 'p2p_chat_create',
			eventId: 'bc447199585340d1f3728d26b1c0297a',
			time: '2017-08-08T13:33:27.717Z',
			appId: 'cli_9c8609450f78d102',
			tenant: '736588c9260f175c',
			sender: { name: '', userId: 'gfa21d92', openId: 'ou_2d2c0399b53d06fd195bb393cd1e38f2', unionId: '', isBot: false },
			chat: { id: 'oc_26b66a5eb603162b849f91bcd8815b20', type: 'private', name: '' },
			data: oldEvent().event,
			raw: expect.objectContaining({ uuid: 'bc447199585340d1f3728d26b1c0297a', event: oldEvent().event }),
		});
	});

	test.each([envelope('x.y_v1', {}), oldEvent(), message('text', { text: 'hello' }), click({})])('does not show the verification token', (body) => {
		expect(JSON.stringify(body)).toContain(TOKEN);
		expect(JSON.stringify(decode(body))).not.toContain(TOKEN);
	});

	test('without an identity has that of its content', () => {
		const unnamed = (text: string) => {
			const body = envelope('x.y_v1', { text }) as { header: JsonObject };
			return decode({ ...body, header: { ...body.header, event_id: undefined } })?.eventId;
		};
		expect(unnamed('a')).toMatch(/^[0-9a-f]{64}$/);
		expect(unnamed('a')).toBe(unnamed('a'));
		expect(unnamed('a')).not.toBe(unnamed('b'));
	});

	test.each([
		['milliseconds', '1608725989000', '2020-12-23T12:19:49.000Z'],
		['microseconds', '1603977298000000', '2020-10-29T13:14:58.000Z'],
		['seconds', '1669364458', '2022-11-25T08:20:58.000Z'],
		['nothing', '', ''],
		['a word', 'yesterday', ''],
		['no moment', '99999999999999999999999', ''],
		['the beginning of time', '0', ''],
	])('may tell its time in %s', (_, createTime, time) => {
		expect(decode(envelope('x.y_v1', {}, createTime))?.time).toBe(time);
	});

	test.each<[string, JsonObject]>([
		['the check of an address', { type: 'url_verification', challenge: 'x', token: TOKEN }],
		['what is encrypted', { encrypt: 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=' }],
		['nothing', {}],
		['a header without a type', { schema: '2.0', header: { event_id: '1' }, event: {} }],
		['an event without a type', { type: 'event_callback', uuid: '1', event: {} }],
		['no event', { type: 'event_callback', uuid: '1' }],
		['an action of nobody', { action: { tag: 'button' } }],
	])('is none: %s', (_, body) => {
		expect(decode(body)).toBeUndefined();
	});
});

describe('who did it', () => {
	const senderOf = (type: string, event: JsonObject) => decode(envelope(type, event))?.sender;

	test.each<[string, JsonObject, JsonObject]>([
		['operator_id', { operator_id: ids('carol') }, person('carol')],
		['operator.operator_id', { operator: { operator_name: 'Carol', operator_id: ids('carol') } }, person('carol', { name: 'Carol' })],
		['operator.id', { operator: { id: ids('carol') } }, person('carol')],
		['operator', { operator: ids('carol') }, person('carol')],
	])('stands in %s', (_, event, sender) => {
		expect(senderOf('x.y_v1', event)).toEqual(sender);
	});

	test.each<[string, JsonObject, JsonObject]>([
		['im.message.message_read_v1', { reader: { reader_id: ids('carol') } }, person('carol')],
		['im.message.reaction.created_v1', { operator_type: 'user', user_id: ids('carol') }, person('carol')],
		['im.message.reaction.deleted_v1', { operator_type: 'app', user_id: ids('app') }, person('app', { isBot: true })],
		['application.application.feedback.created_v6', { user_id: ids('carol') }, person('carol')],
		['acs.access_record.created_v1', { user_id: ids('carol') }, person('carol')],
		['drive.file.edit_v1', { operator_id_list: [ids('carol')], subscriber_id_list: [ids('bob')] }, person('carol')],
		['drive.notice.comment_add_v1', { notice_meta: { from_user_id: ids('carol'), to_user_id: ids('bob') } }, person('carol')],
		['drive.file.permission_member_applied_v1', { operator_id: ids('carol'), approver_id: ids('bob'), application_user_list: [ids('bob')] }, person('carol')],
		['calendar.calendar.event.changed_v4', { change_type: 'rsvp', user_id_list: [ids('bob')], rsvp_infos: [{ from_user_id: ids('carol'), rsvp_status: 'accept' }] }, person('carol')],
		['vc.meeting.join_meeting_v1', { operator: { id: ids('carol') }, meeting: { owner: { id: ids('bob') } } }, person('carol')],
		['helpdesk.ticket.created_v1', { guest: { id: ids('carol'), name: 'Carol' }, channel: 2 }, person('carol', { name: 'Carol' })],
		['helpdesk.ticket_message.created_v1', { sender_id: ids('carol'), sender_type: 3 }, person('carol')],
		['helpdesk.ticket_message.created_v1', { sender_id: ids('bot'), sender_type: 1 }, person('bot', { isBot: true })],
		['attendance.user_flow.created_v1', { employee_id: 'e1', type: 0 }, { name: '', userId: 'e1', openId: '', unionId: '', isBot: false }],
		['approval_task', { open_id: 'ou_1', user_id: 'u1', status: 'APPROVED' }, { name: '', userId: 'u1', openId: 'ou_1', unionId: '', isBot: false }],
		['approval.task.status_changed_v4', { assigned_user: ids('carol'), status: 'REJECTED' }, person('carol')],
		['approval.instance.status_changed_v4', { start_user: ids('carol'), status: 'CANCELED' }, person('carol')],
	])('of the type %s stands where its page says: %j', (type, event, sender) => {
		expect(senderOf(type, event)).toEqual(sender);
	});

	test.each<[string, string, JsonObject]>([
		['the approver who has to decide', 'approval_task', { open_id: 'ou_1', user_id: 'u1', status: 'PENDING' }],
		['the approver whom others have forestalled', 'approval.task.status_changed_v4', { assigned_user: ids('bob'), status: 'DONE' }],
		['whoever made the request that others have decided', 'approval.instance.status_changed_v4', { start_user: ids('bob'), status: 'APPROVED' }],
		['for whom an app has opened a ticket', 'helpdesk.ticket.created_v1', { guest: { id: ids('bob') }, channel: 9 }],
		['whose ticket has changed', 'helpdesk.ticket.updated_v1', { object: { guest: { id: ids('bob') } } }],
		['whose attendance an administrator has corrected', 'attendance.user_flow.created_v1', { employee_id: 'e1', type: 1 }],
		['one of several who have edited', 'drive.file.edit_v1', { operator_id_list: [ids('bob'), ids('carol')] }],
		['whose calendar it is', 'calendar.calendar.event.changed_v4', { change_type: 'update', user_id_list: [ids('bob')], rsvp_infos: [{ from_user_id: ids('bob') }] }],
		['who gets the mail', 'mail.user_mailbox.event.message_received_v1', { subscriber: { user_ids: [ids('bob')] } }],
		['whose meeting it is', 'vc.meeting.recording_ready_v1', { meeting: { owner: { id: ids('bob') } } }],
		['who has been hired', 'user_add', { open_id: 'ou_1', employee_id: 'e1' }],
		['who asked for leave', 'leave_approval', { open_id: 'ou_1', user_id: 'u1' }],
		['whose card for the doors has changed', 'acs.user.updated_v1', { user_id: ids('bob') }],
		['who is not told', 'x.y_v1', { operator_id: 'carol', user_id: {}, operator: [] }],
	])('is not %s', (_, type, event) => {
		expect(senderOf(type, event)).toBeUndefined();
	});
});

test('a group whose settings change has the name that it has now', () => {
	const event = { chat_id: 'oc_1', after_change: { name: 'Night shift' }, before_change: { name: 'Day shift' } };
	expect(decode(envelope('im.chat.updated_v1', event))?.chat).toEqual({ id: 'oc_1', type: 'group', name: 'Night shift' });
	expect(decode(envelope('x.y_v1', event))?.chat?.name).toBe('');
});

test('an event with an event_id of its own is known by that of its envelope', () => {
	expect(decode(envelope('helpdesk.ticket_message.created_v1', { event_id: 'own' }))?.eventId).toBe('event_helpdesk.ticket_message.created_v1');
});

describe('a message', () => {
	test('is known by its own ID: its repeats may have other event IDs', () => {
		const body = message('text', { text: 'hello' }) as { header: JsonObject };
		const [first, second] = [decode(body), decode({ ...body, header: { ...body.header, event_id: 'another' } })];
		expect(first?.eventId).toBe('om_5ce6d572455d361153b7cb51da133945');
		expect(second?.eventId).toBe(first?.eventId);
	});

	test('tells who wrote it where, and what it answers', () => {
		const event = decode(message('text', { text: 'hello' }, { parent_id: 'om_parent', root_id: 'om_root', thread_id: 'omt_1' }));
		expect(event).toMatchObject({
			kind: 'message',
			type: 'im.message.receive_v1',
			time: '2020-12-27T12:45:51.345Z',
			sender: person('alice'),
			chat: { id: 'oc_5ce6d572455d361153b7xx51da133945', type: 'group', name: '' },
			text: 'hello',
			message: { id: 'om_5ce6d572455d361153b7cb51da133945', type: 'text', replyTo: 'om_parent', threadId: 'omt_1', mentionsBot: false, mentions: [], attachments: [] },
		});
	});

	test('of a private chat says so', () => {
		expect(decode(message('text', { text: 'hi' }, { chat_type: 'p2p' }))?.chat?.type).toBe('private');
	});

	test.each(['bot', 'app'])('of a %s says so', (sender_type) => {
		expect(decode(message('text', { text: 'hi' }, {}, { sender_type }))?.sender?.isBot).toBe(true);
	});

	test.each<[string, string, JsonObject[], string, boolean]>([
		['the bot first', '@_user_1 restart db', [botMention()], 'restart db', true],
		['the bot last', 'restart db @_user_1', [botMention()], 'restart db', true],
		['the bot between', 'please @_user_1 restart', [botMention()], 'please restart', true],
		['nothing but the bot', '@_user_1', [botMention()], '', true],
		['the bot and others', '@_user_1 ask @_user_2 and @_user_3', [botMention(), mention('@_user_2', 'Tom'), mention('@_user_3', '小明')], 'ask @Tom and @小明', true],
		['the tenth', '@_user_10 @_user_1', [mention('@_user_1', 'Tom'), botMention('@_user_10')], '@Tom', true],
		['others only', '@_user_1 hello', [mention('@_user_1', 'Tom')], '@Tom hello', false],
		['everybody, which is not the bot in particular', '@_all lunch', [], '@all lunch', false],
		['everybody, by name', '@_all lunch', [{ key: '@_all', name: '所有人', id: {} }], '@所有人 lunch', false],
		['somebody whom the list does not name', '@_user_7 hello', [], '@_user_7 hello', false],
		['somebody without a name', '@_user_1 hello', [mention('@_user_1', '')], '@_user_1 hello', false],
	])('that mentions %s', (_, text, mentions, shown, mentionsBot) => {
		const event = decode(message('text', { text }, { mentions }));
		expect(event?.text).toBe(shown);
		expect(event?.message?.mentionsBot).toBe(mentionsBot);
	});

	test('lists whom it mentions, without the bot', () => {
		const event = decode(message('text', { text: '@_user_1 @_user_2' }, { mentions: [botMention(), mention('@_user_2', 'Tom')] }));
		expect(event?.message?.mentions).toEqual([person('Tom', { name: 'Tom' })]);
	});

	test('that mentions another bot does not mention this one, unless nobody knows which one this is', () => {
		const body = message('text', { text: '@_user_1 hi' }, { mentions: [{ ...botMention(), id: ids('other') }] });
		expect(decode(body)).toMatchObject({ text: '@Night watch hi', message: { mentionsBot: false, mentions: [{ isBot: true }] } });
		expect(decode(body, '')).toMatchObject({ text: 'hi', message: { mentionsBot: true, mentions: [] } });
	});

	describe('as long as nobody knows which bot is this one', () => {
		const untyped = (given: JsonObject): JsonObject => ({ ...given, mentioned_type: undefined });

		test.each<[string, string, JsonObject[], string, boolean, string[]]>([
			['a bot is taken for it', '@_user_1 hi', [botMention()], 'hi', true, []],
			['people are not', '@_user_1 hi', [mention('@_user_1', 'Tom')], '@Tom hi', false, ['Tom']],
			['whoever may be it is, but keeps the name', '@_user_1 hi', [untyped(botMention())], '@Night watch hi', true, ['Night watch']],
			['nobody loses the name', '@_user_1 ask @_user_2', [untyped(botMention()), untyped(mention('@_user_2', 'Tom'))], '@Night watch ask @Tom', true, ['Night watch', 'Tom']],
			['everybody is not', '@_all lunch', [{ key: '@_all', name: '所有人', id: {} }], '@所有人 lunch', false, []],
		])('%s', (_, text, mentions, shown, mentionsBot, others) => {
			const event = decode(message('text', { text }, { mentions }), '');
			expect(event).toMatchObject({ text: shown, message: { mentionsBot } });
			expect(event?.message?.mentions.map(({ name }) => name)).toEqual(others);
		});
	});

	test('of rich text is read in its lines, with its pictures and videos', () => {
		const event = decode(
			message(
				'post',
				{
					title: '我是一个标题',
					content: [
						[{ tag: 'text', text: '第一行 :', style: ['bold'] }, { tag: 'a', href: 'http://www.feishu.cn', text: '超链接' }, { tag: 'at', user_id: '@_user_1', user_name: '' }],
						[{ tag: 'img', image_key: 'img_1' }],
						[{ tag: 'media', file_key: 'file_1', image_key: 'img_cover' }],
						[{ tag: 'emotion', emoji_type: 'SMILE' }],
						[{ tag: 'hr' }],
						[{ tag: 'code_block', language: 'GO', text: 'func main() {\n}' }],
						[{ tag: 'at', user_id: '@_user_2' }, { tag: 'text', text: ' look' }],
					],
				},
				{ mentions: [mention('@_user_1', 'Tom'), botMention('@_user_2')] },
			),
		);
		expect(event?.text).toBe('我是一个标题\n第一行 :[超链接](http://www.feishu.cn)@Tom\n[SMILE]\n---\nfunc main() {\n}\nlook');
		expect(event?.message).toMatchObject({
			mentionsBot: true,
			attachments: [
				{ kind: 'image', key: 'img_1', name: '' },
				{ kind: 'video', key: 'file_1', name: '' },
			],
		});
	});

	test.each(['zh_cn', 'en_us', 'ja_jp'])('of rich text may have a language around it: %s', (language) => {
		expect(decode(message('post', { [language]: { title: 'T', content: [[{ tag: 'text', text: 'one' }]] } }))?.text).toBe('T\none');
	});

	test.each<[string, unknown, string, JsonObject[]]>([
		['image', { image_key: 'img_1' }, '', [{ kind: 'image', key: 'img_1', name: '' }]],
		['file', { file_key: 'file_1', file_name: 'test.txt' }, '', [{ kind: 'file', key: 'file_1', name: 'test.txt' }]],
		['audio', { file_key: 'file_1', duration: 2000 }, '', [{ kind: 'audio', key: 'file_1', name: '' }]],
		['media', { file_key: 'file_1', image_key: 'img_1', file_name: '视频.mp4' }, '', [{ kind: 'video', key: 'file_1', name: '视频.mp4' }]],
		['file', {}, '', []],
		['folder', { file_key: 'f', file_name: 'folder' }, '', []],
		['sticker', { file_key: 'f' }, '', []],
		['hongbao', { text: '[红包]' }, '[红包]', []],
		['share_calendar_event', { summary: '日程', start_time: '1' }, '日程', []],
		['location', { name: 'xx省xx市', longitude: '1', latitude: '2' }, 'xx省xx市', []],
		['video_chat', { topic: '视频通话消息', start_time: '1' }, '视频通话消息', []],
		['todo', { summary: { title: '', content: [[{ tag: 'text', text: '多吃水果' }]] } }, '多吃水果', []],
		['vote', { topic: '投票', options: ['一', '二'] }, '投票\n一\n二', []],
		['merge_forward', { content: 'Merged and Forwarded Message' }, 'Merged and Forwarded Message', []],
		['system', { template: '{from_user} invited {to_chatters} to {toString}.', from_user: ['A'], to_chatters: ['B', 'C'] }, 'A invited B, C to {toString}.', []],
		['system', { template: '{divider_text}', divider_text: { text: '新会话' } }, '新会话', []],
		['share_user', { user_id: 'ou_1' }, '', []],
		['interactive', { title: '标题', elements: [[{ tag: 'button', text: '主' }, { tag: 'button', text: '次' }], [{ tag: 'note', elements: [{ tag: 'img', image_key: 'i' }, { tag: 'text', text: '备注' }] }]] }, '标题\n[主] [次] \n 备注', []],
		['text', 'no object', '', []],
	])('of the type %s', (type, content, text, attachments) => {
		const event = decode(message(type, content));
		expect(event?.text).toBe(text);
		expect(event?.message).toMatchObject({ type, attachments });
	});

	test('of version 1.0 is one too', () => {
		const event = decode({
			ts: '1630045346.370087',
			uuid: '371e9629c20131842fd245dc99a266a6',
			token: TOKEN,
			type: 'event_callback',
			event: { type: 'message', app_id: 'cli_1', tenant_key: 't', chat_type: 'private', open_chat_id: 'oc_1', open_id: 'ou_1', employee_id: 'e1', union_id: 'on_1', open_message_id: 'om_1', is_mention: true, msg_type: 'text', parent_id: '', root_id: '', text: '<at open_id="ou_b">@Bot</at> tt', text_without_at_bot: ' tt <at open_id="ou_2">@Tom</at>' },
		});
		expect(event).toMatchObject({
			kind: 'message',
			type: 'message',
			eventId: 'om_1',
			time: '2021-08-27T06:22:26.370Z',
			appId: 'cli_1',
			text: 'tt @Tom',
			sender: { openId: 'ou_1', userId: 'e1', unionId: 'on_1' },
			chat: { id: 'oc_1', type: 'private' },
			message: { id: 'om_1', type: 'text', mentionsBot: true },
		});
	});
});

/** Not the token itself, which is a secret. */
const identityOf = (token: string): string => `click-${createHash('sha256').update(token).digest('hex').slice(0, 32)}`;

describe('a click on a card', () => {
	test('tells who clicked what, and what was filled in', () => {
		const form = { 'field name1': ['selectDemo1', 'selectDemo2'], DatePicker: '2024-04-01 +0800', reason: 'disk full' };
		expect(decode(click({ value: { key: 'value' }, name: 'Button_1', form_value: form, timezone: 'Asia/Shanghai' }))).toMatchObject({
			kind: 'cardAction',
			type: 'card.action.trigger',
			// Not that of the event: with the old callback on as well, a click is told twice.
			eventId: identityOf('c-295ee57216a5dc9de90fefd0aadb4b1d7d'),
			time: '2020-10-29T13:14:58.000Z',
			sender: person('bob'),
			chat: { id: 'oc_e4d2605ca917e695f54f11aaf56', type: '' },
			card: {
				id: 'om_574d639e4a44e4dd646eaf628e2',
				click: 'c-295ee57216a5dc9de90fefd0aadb4b1d7d',
				action: 'Button_1',
				value: { key: 'value' },
				form,
				input: undefined,
				answerBy: '2026-11-20T03:00:03.000Z',
			},
		});
	});

	test.each<[string, JsonObject, unknown]>([
		['an option', { option: '2' }, '2'],
		['options', { options: ['1', '2'] }, ['1', '2']],
		['no options', { options: [] }, []],
		['a box that is ticked', { checked: true }, true],
		['a box that is not', { checked: false }, false],
		['a text', { input_value: 'hello' }, 'hello'],
		['a date', { option: '2024-04-29 07:07 +0800' }, '2024-04-29 07:07 +0800'],
	])('on a field of its own brings %s', (_, action, input) => {
		expect(decode(click(action))?.card?.input).toEqual(input);
	});

	test.each<[unknown, JsonObject]>([
		[{ a: 1 }, { a: 1 }],
		['approve', { value: 'approve' }],
		['', {}],
		[undefined, {}],
		[null, {}],
	])('with the value %j', (value, shown) => {
		expect(decode(click({ value }))?.card?.value).toEqual(shown);
	});

	test('by the old callback is one too, known by its token', () => {
		expect(decode(oldClick())).toMatchObject({
			kind: 'cardAction',
			type: 'card.action.trigger_v1',
			eventId: identityOf('c-xxxxx'),
			time: '',
			appId: '',
			tenant: 'd32004232',
			sender: { userId: 'eu_sd923r0sdf5', openId: 'ou_sdfimx9948345' },
			card: { id: 'om_abcdefg1234567890', click: 'c-xxxxx', value: { key: 'value' }, answerBy: '2026-11-20T03:00:03.000Z' },
			raw: oldClick(),
		});
	});
});
