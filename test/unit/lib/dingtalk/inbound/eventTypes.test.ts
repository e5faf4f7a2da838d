import { DINGTALK_EVENTS } from '../../../../../lib/dingtalk/inbound/eventTypes';

describe('the events to pick from', () => {
	test('have different names and different types', () => {
		const names = DINGTALK_EVENTS.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(DINGTALK_EVENTS.map(({ type }) => type)).size).toBe(names.length);
	});

	test.each(DINGTALK_EVENTS)('$type is plain English', ({ type, name, description }) => {
		expect(type).toMatch(/^[a-z]+(_[a-zA-Z]+)+$/);
		expect(name).toMatch(/^[A-Z][A-Za-z -]+: [A-Z][A-Za-z ,-]+$/);
		expect(description).toMatch(/^(An?|The|Some|Other)[\w' ,()-]+[\w)]$/);
	});
});
