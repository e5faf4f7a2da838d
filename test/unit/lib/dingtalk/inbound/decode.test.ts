import { decodeClick, decodeMessage, decodePushedEvent, decodeStreamEvent, quotaProblem } from '../../../../../lib/dingtalk/inbound/decode';
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
		// Whose it is can't be told then.
		expect(rich(['@李四', '@SDK示例', ' 查'], message.atUsers)).toBe('@李四@SDK示例 查');
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

	test('has another ID if it has no eventId, and always the same', () => {
		expect(decodePushedEvent({ ...pushedEvent, eventId: undefined }, CLIENT_ID)!.eventId).toBe(pushedEvent.BizId);
		const old = { EventType: 'user_add_org', TimeStamp: 1_795_143_600_000, UserId: ['u'], CorpId: CORP_ID };
		expect(decodePushedEvent(old, CLIENT_ID)).toMatchObject({ eventId: decodePushedEvent({ ...old }, CLIENT_ID)!.eventId, time: '2026-11-20T03:00:00.000Z' });
		expect(decodePushedEvent(old, CLIENT_ID)!.eventId).not.toBe(decodePushedEvent({ ...old, UserId: ['v'] }, CLIENT_ID)!.eventId);
		expect(decodeStreamEvent({ ...streamEvent.headers, eventId: '' }, {}, CLIENT_ID)!.eventId).toBe(streamEvent.headers.messageId);
	});

	test('tells who did it, not whom it was done to', () => {
		expect(streamed({ operator: undefined, operatorUnionId: undefined })).not.toHaveProperty('sender');
		expect(streamed({ operator: { type: 'user' }, operatorUnionId: undefined })).not.toHaveProperty('sender');
		expect(streamed({ operator: undefined, operatorUnionId: undefined, staffId: 'manager' }, 'bpms_instance_change').sender).toMatchObject({ userId: 'manager' });
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
