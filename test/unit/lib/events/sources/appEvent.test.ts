import { decodeItem } from '../../../../../lib/events/decode';
import type { AppEvent } from '../../../../../lib/inbound/types';

const sender = { name: 'Li Lei', userId: 'lilei', openId: '', unionId: 'on_lilei', isBot: false };
const happened = (own: Partial<AppEvent>): AppEvent => ({
	platform: 'dingtalk',
	kind: 'event',
	type: 'user_add_org',
	eventId: 'e1',
	time: '2026-11-20T03:00:00.000Z',
	appId: 'ding1',
	tenant: 'corp',
	sender,
	raw: { secret: 'reply-address' },
	...own,
});
const told = (own: Partial<AppEvent>) => {
	const [event, ...more] = decodeItem({ ...happened(own) });
	expect(more).toEqual([]);
	return event!;
};
const shown = ({ title, summary, fields }: ReturnType<typeof told>): string => JSON.stringify([title, summary, fields]);

describe('what a trigger of an app has put out', () => {
	test('a message tells who says what, and where', () => {
		const event = told({
			kind: 'message',
			type: '/v1.0/im/bot/messages/get',
			text: 'the disk is full',
			chat: { id: 'cid1', type: 'group', name: 'On call' },
			message: { id: 'm1', type: 'text', replyTo: '', threadId: '', mentionsBot: true, mentions: [], attachments: [{ kind: 'image', key: 'code', name: '' }, { kind: 'file', key: 'code', name: 'disk.log' }] },
			sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=reply-address',
		});
		expect(event).toMatchObject({
			source: 'dingtalk',
			title: 'Message from Li Lei',
			summary: 'the disk is full',
			fields: [
				{ name: 'Chat', value: 'On call' },
				{ name: 'Attachments', value: 'image, disk.log' },
			],
			startsAt: '2026-11-20T03:00:00.000Z',
			dedupeKey: 'dingtalk:e1',
		});
		expect(shown(event)).not.toContain('reply-address');
	});

	test('a click tells who clicked, and what was filled in, but not how to answer it', () => {
		const event = told({
			kind: 'cardAction',
			sender: { ...sender, name: '' },
			card: { id: 'om_1', click: 'c-secret', action: 'approve', value: { answer: 'yes' }, form: { reason: 'fine' }, input: undefined, answerBy: '' },
		});
		expect(event).toMatchObject({
			title: 'lilei clicked a card',
			fields: [
				{ name: 'action', value: 'approve' },
				{ name: 'answer', value: 'yes' },
				{ name: 'reason', value: 'fine' },
			],
		});
		expect(shown(event)).not.toContain('c-secret');
	});

	test('anything else tells what the platform tells', () => {
		expect(told({ data: { userId: ['u1'] } })).toMatchObject({
			title: 'user_add_org',
			fields: [
				{ name: 'By', value: 'Li Lei' },
				{ name: 'userId', value: '["u1"]' },
			],
		});
		expect(told({ sender: undefined })).toMatchObject({ fields: [] });
	});

	test('of a kind that there is not is any JSON', () => {
		expect(told({ kind: 'toString' as never }).source).toBe('json');
	});
});
