import type { AppEvent } from '../../../../lib/inbound/types';
import { plainItem } from '../../../../lib/n8n/attachments';

const event: AppEvent = {
	...{ platform: 'feishu', kind: 'message', type: 'im.message.receive_v1', eventId: 'om_1', time: '', appId: 'cli_1', tenant: 't' },
	sender: { name: '', userId: 'lilei', openId: '', unionId: '', isBot: false },
	chat: { id: 'oc_1', type: 'group', name: '' },
	text: 'Hello',
	message: { id: 'om_1', type: 'text', replyTo: '', threadId: '', mentionsBot: true, mentions: [], attachments: [] },
	raw: {},
};

test('an item begins with what people look for, and ends with what came', () => {
	const fields = Object.keys(plainItem(event).json);
	expect(fields.slice(0, 4)).toEqual(['text', 'sender', 'chat', 'message']);
	expect(fields.at(-1)).toBe('raw');
	expect(plainItem(event).json).toEqual(event);
});

test('what an event does not have is left out', () => {
	expect(Object.keys(plainItem({ ...event, kind: 'event', text: undefined, message: undefined, data: {} }).json).slice(0, 4)).toEqual(['sender', 'chat', 'data', 'platform']);
});
