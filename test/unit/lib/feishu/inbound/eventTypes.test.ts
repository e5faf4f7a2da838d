import { FEISHU_EVENTS } from '../../../../../lib/feishu/inbound/eventTypes';

test('the events have different names, in their order, and different types', () => {
	const names = FEISHU_EVENTS.map(({ name }) => name);
	expect(names).toEqual([...names].sort());
	expect(new Set(names).size).toBe(names.length);
	expect(new Set(FEISHU_EVENTS.map(({ type }) => type)).size).toBe(names.length);
});

test.each(FEISHU_EVENTS.map(({ type, name, description }) => [type, name, description]))('%s has a name and a description for people', (type, name, description) => {
	expect(type).toMatch(/^[a-z][\w.]+$/);
	expect(name).toMatch(/^[A-Z][\w ]+$/);
	expect(description).toMatch(/^[A-Z].*[^.]$/);
});
