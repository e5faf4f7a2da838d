import { decodeClick, decodeMessage, decodePushedEvent, decodeStreamEvent, quotaProblem } from '../../../../../lib/dingtalk/inbound/decode';
import type { JsonObject } from '../../../../../lib/http';
import { isWanted } from '../../../../../lib/inbound/types';
import { click, CLIENT_ID, CORP_ID, message, pushedEvent, streamEvent } from './platform';

const NOW = Date.parse('2026-11-20T03:00:00Z');

describe('a message', () => {
	const decoded = (change: object = {}) => decodeMessage({ ...message, ...change }, CLIENT_ID)!;

	test('in a group, as the documents show it', () => {
		expect(decoded()).toEqual({
			platform: 'dingtalk',
			kind: 'message',
			type: '/v1.0/im/bot/messages/get',
			eventId: message.msgId,
			time: '2026-11-20T03:00:00.000Z',
			appId: CLIENT_ID,
			tenant: CORP_ID,
			sender: { name: '小钉', userId: 'user123', openId: '', unionId: 'unionmadeup', isBot: false },
			chat: { id: message.conversationId, type: 'group', name: '测试群' },
			text: '磁盘满了吗',
			message: {
				id: message.msgId,
				type: 'text',
				replyTo: '',
				threadId: '',
				mentionsBot: true,
				mentions: [{ name: '', userId: '0147madeup8602', openId: '', unionId: 'edmadeup34', isBot: false }],
				attachments: [],
			},
			sessionWebhook: message.sessionWebhook,
			raw: message,
		});
	});

	test('in a private chat is always for the robot', () => {
		const { chat, message: told } = decoded({ conversationType: '1', conversationTitle: undefined, isInAtList: undefined, atUsers: undefined });
		expect(chat).toEqual({ id: message.conversationId, type: 'private', name: '' });
		expect(told).toMatchObject({ mentionsBot: true, mentions: [] });
	});

	test('in a group that mentions somebody else is not', () => {
		expect(decoded({ isInAtList: false }).message!.mentionsBot).toBe(false);
		expect(isWanted(decoded({ isInAtList: false }), { events: ['message'], chats: [], senders: [], mentionedOnly: true, ignoreBots: true })).toBe(false);
	});

	test('of somebody from outside has no user ID, nor has one before the robot is published', () => {
		expect(decoded({ senderStaffId: undefined, senderUnionId: undefined }).sender).toEqual({ name: '小钉', userId: '', openId: '', unionId: '', isBot: false });
		expect(decoded({ atUsers: [{ dingtalkId: '$:LWCP_stranger' }] }).message!.mentions).toEqual([]);
	});

	test('of the robot itself is known as one', () => {
		expect(decoded({ senderId: message.chatbotUserId }).sender!.isBot).toBe(true);
	});

	test.each<[string, object, string, unknown[]]>([
		[
			'a rich text',
			{ msgtype: 'richText', content: { richText: [{ text: '看图' }, { type: 'picture', downloadCode: 'code1' }, { text: ' 谢谢\n' }, { type: 'picture', pictureDownloadCode: 'code2' }] } },
			'看图 谢谢',
			[
				{ kind: 'image', key: 'code1', name: '' },
				{ kind: 'image', key: 'code2', name: '' },
			],
		],
		['a picture', { msgtype: 'picture', content: { downloadCode: 'code1', pictureDownloadCode: 'code0' } }, '', [{ kind: 'image', key: 'code1', name: '' }]],
		['a voice message', { msgtype: 'audio', content: { duration: 4000, downloadCode: 'code1', recognition: ' 钉钉 ' } }, '钉钉', [{ kind: 'audio', key: 'code1', name: '' }]],
		['a video', { msgtype: 'video', content: { duration: '5', downloadCode: 'code1', videoType: 'mp4' } }, '', [{ kind: 'video', key: 'code1', name: '' }]],
		['a file', { msgtype: 'file', content: { downloadCode: 'code1', fileName: '报告.pdf', spaceId: '1', fileId: '2' } }, '', [{ kind: 'file', key: 'code1', name: '报告.pdf' }]],
		['a kind that nobody knows', { msgtype: 'unknownMsgType', content: { unknownMsgType: '位置' } }, '', []],
		['a file without a code', { msgtype: 'file', content: { fileName: 'x' } }, '', []],
	])('%s', (_, change, text, attachments) => {
		expect(decoded({ text: undefined, ...change })).toMatchObject({ text, message: { type: (change as { msgtype: string }).msgtype, attachments } });
	});

	test('the mention of the robot is a part of its own in a rich text, and left out', () => {
		const rich = (parts: string[], atUsers: object[] = [{ dingtalkId: message.chatbotUserId }]) =>
			decoded({ msgtype: 'richText', content: { richText: parts.map((text) => ({ text })) }, atUsers }).text;
		expect(rich(['@SDK示例 ', '查一下 @foo'])).toBe('查一下 @foo');
		expect(rich(['查一下', '@SDK示例'])).toBe('查一下');
		expect(rich(['@On Call Bot ', 'restart'])).toBe('restart');
		expect(rich(['restart', '@On Call Bot\u2005'])).toBe('restart');
		// Whose it is can't be told then.
		expect(rich(['@李四', '@SDK示例', ' 查'], message.atUsers)).toBe('@李四@SDK示例 查');
		// What is said in the same part is not lost.
		expect(rich(['@SDK 查一下'])).toBe('@SDK 查一下');
	});

	test('beyond the quota says nothing, and what to do', () => {
		const event = decoded({ text: undefined, errorCode: 20001, errorMessage: '受调用量超量影响' });
		expect(event).toMatchObject({ text: '', raw: { errorCode: 20001 } });
		expect(quotaProblem(event)).toMatchObject({ message: expect.stringMatching(/quota .* used up \(20001\)/), fix: expect.stringMatching(/administrator/) });
		expect(quotaProblem(decoded({ errCode: '20001' }))).toBeDefined();
		expect(quotaProblem(decoded())).toBeUndefined();
	});

	test('without an ID is none', () => {
		expect(decodeMessage({ ...message, msgId: undefined }, CLIENT_ID)).toBeUndefined();
		expect(decodeMessage({}, CLIENT_ID)).toBeUndefined();
	});
});

describe('a click', () => {
	const decoded = (change: object = {}) => decodeClick({ ...click, ...change }, { clientId: CLIENT_ID, now: NOW, eventId: 'frame-1' })!;
	const pressed = (own: object, beside: object = {}) => decoded({ content: JSON.stringify({ cardPrivateData: own, ...beside }), value: undefined }).card!;

	test('as the documents show it', () => {
		expect(decoded()).toEqual({
			platform: 'dingtalk',
			kind: 'cardAction',
			type: '/v1.0/card/instances/callback',
			eventId: 'frame-1',
			time: '',
			appId: CLIENT_ID,
			tenant: CORP_ID,
			sender: { name: '', userId: 'user123', openId: '', unionId: '', isBot: false },
			chat: { id: click.spaceId, type: 'group', name: '' },
			card: { id: 'track-1', click: 'frame-1', action: 'button_1', value: { action: 'accept' }, form: {}, input: undefined, answerBy: '2026-11-20T03:00:02.000Z' },
			raw: click,
		});
	});

	test('on a card for union IDs, and where it stands', () => {
		expect(decoded({ userIdType: 2 }).sender).toMatchObject({ userId: '', unionId: 'user123' });
		expect(decoded({ spaceType: 'im_robot' }).chat).toMatchObject({ type: 'private' });
		expect(decoded({ spaceType: 'im' }).chat).toMatchObject({ type: '' });
		expect(decoded({ spaceId: undefined })).not.toHaveProperty('chat');
	});

	test('of a form brings what was filled in, and of lists what was chosen', () => {
		const form = {
			date: '2024-06-13',
			select: { index: 2, value: '3' },
			multi_select: { index: [1, 2], value: ['2', '3'] },
			checkbox: true,
			place: { city: '杭州' },
		};
		expect(pressed({ actionIds: ['form'], params: { form, ticket: '42' } })).toMatchObject({
			action: 'form',
			value: { ticket: '42' },
			form: { date: '2024-06-13', select: '3', multi_select: ['2', '3'], checkbox: true, place: { city: '杭州' } },
		});
		expect(pressed({ actionIds: ['b'], params: { form: 'A4' } })).toMatchObject({ value: { form: 'A4' }, form: {} });
	});

	test('of older documents has its parameters beside', () => {
		expect(pressed({ actionIds: ['1'] }, { params: { action: 'agree' } })).toMatchObject({ action: '1', value: { action: 'agree' } });
	});

	test('tells it in content or in value, as text or as JSON', () => {
		for (const change of [{ content: undefined }, { value: undefined }, { content: 'no JSON' }, { content: JSON.parse(click.content) as object, value: undefined }]) {
			expect(decoded(change).card).toMatchObject({ action: 'button_1', value: { action: 'accept' } });
		}
		for (const content of [undefined, '', '{', '[]', '"x"', 'null', '['.repeat(10_000)]) {
			expect(decoded({ content, value: undefined }).card).toMatchObject({ action: '', value: {}, form: {} });
		}
	});

	test('on no card is none, nor is one that nothing can be known by', () => {
		expect(decodeClick({ ...click, outTrackId: '' }, { clientId: CLIENT_ID, now: NOW, eventId: 'x' })).toBeUndefined();
		expect(decodeClick(click, { clientId: CLIENT_ID, now: NOW, eventId: '' })).toBeUndefined();
	});
});

describe('an event', () => {
	const streamed = (data: object = {}, type = 'chat_add_member') => decodeStreamEvent({ ...streamEvent.headers, eventType: type }, { ...streamEvent.data, ...data }, CLIENT_ID)!;
	const told = {
		platform: 'dingtalk',
		kind: 'event',
		type: 'chat_add_member',
		eventId: 'c7c7120f2c07419madeup',
		time: '2026-11-20T03:00:00.000Z',
		appId: CLIENT_ID,
		tenant: CORP_ID,
		sender: { name: '', userId: 'user456', openId: '', unionId: 'unionoperator', isBot: false },
		chat: { id: 'cidgroup', type: 'group', name: '' },
	};

	test('over Stream', () => {
		const { eventType, eventId, eventCorpId, eventBornTime, eventUnifiedAppId } = streamEvent.headers;
		expect(streamed()).toEqual({ ...told, data: streamEvent.data, raw: { eventType, eventId, eventCorpId, eventBornTime, eventUnifiedAppId, data: streamEvent.data } });
	});

	test('over HTTP is the same, but for how it came', () => {
		expect(decodePushedEvent(pushedEvent, CLIENT_ID)).toEqual({ ...told, data: streamEvent.data, raw: pushedEvent });
	});

	test('over HTTP with names that begin in upper case', () => {
		const read = { EventType: 'robot_msg_read', EventTime: 1_795_143_600_000, CorpId: CORP_ID, BizId: 'biz', eventId: 'e', OpenConversationId: 'cid', UserId: 'manager', UnionId: 'union' };
		expect(decodePushedEvent(read, CLIENT_ID)).toMatchObject({ eventId: 'e', sender: { userId: 'manager', unionId: 'union' }, chat: { id: 'cid' } });
		expect(decodePushedEvent(read, CLIENT_ID)!.data).toEqual({ openConversationId: 'cid', userId: 'manager', unionId: 'union' });
	});

	test('has another ID if it has no eventId: always the same, and none that others have', () => {
		const idOf = (event: JsonObject) => decodePushedEvent(event, CLIENT_ID)!.eventId;
		expect(decodeStreamEvent({ ...streamEvent.headers, eventId: '' }, {}, CLIENT_ID)!.eventId).toBe(streamEvent.headers.messageId);
		const old = { EventType: 'user_add_org', TimeStamp: 1_795_143_600_000, UserId: ['u'], CorpId: CORP_ID };
		expect(decodePushedEvent(old, CLIENT_ID)).toMatchObject({ eventId: idOf({ ...old }), time: '2026-11-20T03:00:00.000Z' });
		// BizId is the project here, and the time elsewhere.
		const task = { EventType: 'project_task_updated', EventTime: 1_795_143_600_000, CorpId: CORP_ID, BizId: 'tb_63a9', data: { taskId: 'task1' } };
		const others = [{ data: { taskId: 'task2' } }, { EventTime: 1_795_143_600_001 }, { EventType: 'project_task_changed' }, { CorpId: 'dinganother' }];
		expect(idOf({ ...task })).toBe(idOf(task));
		expect(new Set([task, ...others.map((other) => ({ ...task, ...other }))].map(idOf)).size).toBe(1 + others.length);
		// As it is told to third parties, too: an object within.
		expect(decodePushedEvent(task, CLIENT_ID)!.data).toEqual({ data: { taskId: 'task1' } });
	});

	test.each(['inner_app_release', 'inner_app_status_change', 'inner_app_scopes_change'])('%s has an ID of its own, the only one over HTTP', (type) => {
		const data = { eventId: '4d1madeup', operatorUnionId: 'unionoperator', unifiedAppId: '7f1madeup' };
		const byStream = decodeStreamEvent({ ...streamEvent.headers, eventType: type }, data, CLIENT_ID)!;
		const byHttp = decodePushedEvent({ EventType: type, EventTime: 1_795_143_600_000, CorpId: CORP_ID, BizId: 'biz', ...data }, CLIENT_ID)!;
		expect({ ...byStream, raw: {} }).toEqual({ ...byHttp, raw: {} });
		expect(byStream).toMatchObject({ eventId: '4d1madeup', data, raw: { eventId: streamEvent.headers.eventId } });
		expect(decodeStreamEvent({ ...streamEvent.headers, eventType: type }, {}, CLIENT_ID)!.eventId).toBe(streamEvent.headers.eventId);
	});

	test('of another kind is known by the ID of the frame', () => {
		expect(streamed({ eventId: 'of a calendar' }).eventId).toBe(streamEvent.headers.eventId);
	});

	test('of a meeting room tells its organization in lower case', () => {
		expect(decodePushedEvent({ EventType: 'meetingroom_book', corpId: CORP_ID, bookId: 'b' }, CLIENT_ID)).toMatchObject({ tenant: CORP_ID, data: { corpId: CORP_ID } });
	});

	describe('tells who did it', () => {
		const doer = (type: string, data: JsonObject) => decodeStreamEvent({ ...streamEvent.headers, eventType: type }, data, CLIENT_ID)!.sender;
		const person = (ids: object) => ({ name: '', userId: '', openId: '', unionId: '', isBot: false, ...ids });

		test.each<[string, string, JsonObject, object]>([
			['a group', 'chat_quit', { operator: 'user456', operatorUnionId: 'unionoperator' }, { userId: 'user456', unionId: 'unionoperator' }],
			['a leave balance', 'leave_quota_update', { opUserId: '111', userId: '123' }, { userId: '111' }],
			['a form', 'workflow_form_change', { creatorUserId: 'a', modifierUserId: 'b' }, { userId: 'b' }],
			['a ticket', 'servicegroup_ticket_take', { spiTicketModel: { operatorUnionId: 'union', operateData: {} } }, { unionId: 'union' }],
			['an approval that starts', 'bpms_instance_change', { type: 'start', staffId: 'asks' }, { userId: 'asks' }],
			['an approval that is withdrawn', 'bpms_instance_change', { type: 'terminate', staffId: 'asks' }, { userId: 'asks' }],
			['a task that is decided', 'bpms_task_change', { type: 'finish', result: 'agree', staffId: 'decides' }, { userId: 'decides' }],
			['a check-in', 'check_in', { staffId: 'user456' }, { userId: 'user456' }],
			['a message that is read', 'robot_msg_read', { userId: 'user456', unionId: 'union' }, { userId: 'user456', unionId: 'union' }],
			['a file', 'storage_dentry_create', { unionId: 'union' }, { unionId: 'union' }],
			['a room that is booked', 'meetingroom_book', { eventSubType: 'bookSuccess', isApproval: false, userId: 'books' }, { userId: 'books' }],
			['a room that is asked for', 'meetingroom_book', { eventSubType: 'appvaral', isApproval: true, userId: 'books' }, { userId: 'books' }],
		])('of %s', (_, type, data, ids) => {
			expect(doer(type, data)).toEqual(person(ids));
		});

		test.each<[string, string, JsonObject]>([
			['an approval that another has agreed to', 'bpms_instance_change', { type: 'finish', result: 'agree', staffId: 'asks' }],
			['an approval that is deleted', 'bpms_instance_change', { type: 'delete', staffId: 'asks' }],
			['a task that waits', 'bpms_task_change', { type: 'start', staffId: 'is asked' }],
			['a task that another has decided', 'bpms_task_change', { type: 'cancel', staffId: 'was asked' }],
			['an employee who is moved', 'hrm_mdm_user_change', { changeType: 4, staffId: 'is moved' }],
			['a personnel file', 'hrm_user_record_change', { staffId: 'whose' }],
			['attendance that is corrected', 'attend_bossCheck_change', { userId: 'whose' }],
			['people who are added', 'chat_add_member', { userId: ['user789'], unionId: ['union'] }],
			['a calendar', 'calendar_event_change', { operator: { type: 'user' } }],
			['a message that is withdrawn', 'robot_msg_recall', { userId: 'who', unionId: 'is not said' }],
			['a notice', 'blackboard_sent', { unionId: 'is not said' }],
			['a room that another has agreed to', 'meetingroom_book', { eventSubType: 'bookSuccess', isApproval: true, userId: 'books' }],
			['a kind that nobody knows', 'made_up', { userId: 'who', staffId: 'is', unionId: 'not said' }],
			['a type that every object has', 'constructor', { userId: 'who' }],
		])('but not of %s', (_, type, data) => {
			expect(doer(type, data)).toBeUndefined();
			expect(decodeStreamEvent({ ...streamEvent.headers, eventType: type }, data, CLIENT_ID)).toMatchObject({ data });
		});
	});

	test('of a chat of two people', () => {
		expect(streamed({}, 'single_conversation_cool_app_install').chat).toMatchObject({ type: 'private' });
		expect(streamed({ openConversationId: undefined })).not.toHaveProperty('chat');
	});

	test('beyond the quota says what to do', () => {
		expect(quotaProblem(streamed({ errCode: 20001 }))).toBeDefined();
		expect(quotaProblem(decodePushedEvent({ ...pushedEvent, errCode: 20001 }, CLIENT_ID)!)).toBeDefined();
		expect(quotaProblem(streamed())).toBeUndefined();
	});

	test('without a type, or anything that it can be known by, is none', () => {
		expect(decodePushedEvent({}, CLIENT_ID)).toBeUndefined();
		expect(decodeStreamEvent({ topic: '*', messageId: 'm' }, {}, CLIENT_ID)).toBeUndefined();
		expect(decodeStreamEvent({ topic: '*', eventType: 'x' }, {}, CLIENT_ID)).toBeUndefined();
	});
});
