import { isWanted, type AppEvent, type Person, type Wants } from '../../../../lib/inbound/types';
import { eventOf } from '../connection/fakePlatform';

const wants = (parts: Partial<Wants> = {}): Wants => ({ events: ['*'], chats: [], senders: [], mentionedOnly: false, ignoreBots: false, ...parts });

const person = (parts: Partial<Person> = {}): Person => ({ name: 'Ann', userId: 'u1', openId: 'ou_1', unionId: 'on_1', isBot: false, ...parts });

const message = (parts: Partial<AppEvent> = {}, mentionsBot = false): AppEvent => ({
	...eventOf('e1', 'message'),
	type: 'im.message.receive_v1',
	chat: { id: 'oc_1', type: 'group', name: '' },
	sender: person(),
	message: { id: 'om_1', type: 'text', replyTo: '', threadId: '', mentionsBot, mentions: [], attachments: [] },
	...parts,
});

const click: AppEvent = { ...eventOf('e2', 'cardAction'), type: 'card.action.trigger' };
const other: AppEvent = { ...eventOf('e3', 'event'), type: 'contact.user.created_v3' };

test.each<[string[], AppEvent[]]>([
	[['*'], [message(), click, other]],
	[['message'], [message()]],
	[['cardAction'], [click]],
	[['im.message.receive_v1'], [message()]],
	[['card.action.trigger', 'contact.user.created_v3'], [click, other]],
	[['contact.user.deleted_v3'], []],
	// The kind of all that has no kind of its own is no name.
	[['event'], []],
	[[], []],
])('who wants %j hears of just that', (events, heard) => {
	expect([message(), click, other].filter((event) => isWanted(event, wants({ events })))).toEqual(heard);
});

test('an event that is called event can be wanted', () => {
	expect(isWanted({ ...other, type: 'event' }, wants({ events: ['event'] }))).toBe(true);
});

test('of these chats only; what has no chat is not held back', () => {
	expect(isWanted(message(), wants({ chats: ['oc_2', 'oc_1'] }))).toBe(true);
	expect(isWanted(message(), wants({ chats: ['oc_2'] }))).toBe(false);
	expect(isWanted(other, wants({ chats: ['oc_2'] }))).toBe(true);
});

test.each(['u1', 'ou_1', 'on_1'])('of these people only, by any ID: %s', (id) => {
	expect(isWanted(message(), wants({ senders: ['u9', id] }))).toBe(true);
	expect(isWanted(message({ sender: person({ userId: 'u2', openId: '', unionId: '' }) }), wants({ senders: [id] }))).toBe(false);
	expect(isWanted(other, wants({ senders: [id] }))).toBe(true);
});

test('an ID that is left empty is nobody', () => {
	expect(isWanted(message({ sender: person({ unionId: '' }) }), wants({ senders: [''] }))).toBe(false);
});

test('of what is written in groups, only what mentions the bot; in private chats everything is meant for it', () => {
	const mentionedOnly = wants({ mentionedOnly: true });
	expect(isWanted(message(), mentionedOnly)).toBe(false);
	expect(isWanted(message({}, true), mentionedOnly)).toBe(true);
	expect(isWanted(message({ chat: { id: 'oc_2', type: 'private', name: '' } }), mentionedOnly)).toBe(true);
	expect(isWanted({ ...click, chat: { id: 'oc_1', type: 'group', name: '' } }, mentionedOnly)).toBe(true);
});

test('not what a bot has written; what a bot has done is not held back', () => {
	const ignoreBots = wants({ ignoreBots: true });
	expect(isWanted(message({ sender: person({ isBot: true }) }), ignoreBots)).toBe(false);
	expect(isWanted(message({ sender: person({ isBot: true }) }), wants())).toBe(true);
	expect(isWanted(message(), ignoreBots)).toBe(true);
	expect(isWanted({ ...other, sender: person({ isBot: true }) }, ignoreBots)).toBe(true);
});
