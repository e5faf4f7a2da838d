import { FEISHU_EVENTS } from '../../../../../lib/feishu/inbound/eventTypes';

test('the events have different names and different types', () => {
	const names = FEISHU_EVENTS.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	expect(new Set(FEISHU_EVENTS.map(({ type }) => type)).size).toBe(names.length);
});

test.each(FEISHU_EVENTS.map(({ type, name, description }) => [type, name, description]))('%s has a name and a description for people', (type, name, description) => {
	expect(type).toMatch(/^[a-z][\w.]+$/);
	expect(name).toMatch(/^[A-Z][\w ]+$/);
	expect(description).toMatch(/^[A-Z].*[^.]$/);
});

/** Each by its own page: the switch in the console is not enough. */
test.each<[RegExp, RegExp]>([
	[/^(approval_instance|approval_task|approval\.approval\.updated_v4)$/, /for each approval: POST approval\/v4\/approvals\/:approval_code\/subscribe$/],
	[/^approval\.instance\.status_changed_v4$/, /in the name of each person: POST approval\/v4\/instances\/subscription$/],
	[/^approval\.task\.status_changed_v4$/, /in the name of each person: POST approval\/v4\/tasks\/subscription$/],
	[/^helpdesk\./, /POST helpdesk\/v1\/events\/subscribe$/],
	[/^drive\.file\.(?!created_in_folder)/, /for each document: POST drive\/v1\/files\/:file_token\/subscribe$/],
	[/^drive\.file\.created_in_folder_v1$/, /for each folder: POST drive\/v1\/files\/:file_token\/subscribe$/],
	[/^calendar\.calendar\.changed_v4$/, /in the name of each person: POST calendar\/v4\/calendars\/subscription$/],
	[/^calendar\.calendar\.event\./, /in the name of a person, for each calendar: POST calendar\/v4\/calendars\/:calendar_id\/events\/subscription$/],
	[/^mail\./, /in the name of a person, for each mailbox: POST mail\/v1\/user_mailboxes\/:user_mailbox_id\/event\/subscribe$/],
	[/^task\.task\.update_user_access_v2$/, /POST task\/v2\/task_v2\/task_subscription$/],
	[/^vc\.meeting\.(?!all_)/, /Only of meetings that were booked by API$/],
])('what comes only after more than the switch in the console says so: %s', (types, text) => {
	const descriptions = FEISHU_EVENTS.filter(({ type }) => types.test(type)).map(({ description }) => description);
	expect(descriptions.length).toBeGreaterThan(0);
	expect(descriptions.filter((description) => !text.test(description))).toEqual([]);
});

test('what needs no subscription asks for none', () => {
	const asking = FEISHU_EVENTS.filter(({ description }) => description.includes('POST ')).map(({ type }) => type);
	expect(asking.filter((type) => !/^(approval|helpdesk\.|drive\.file\.|calendar\.|mail\.|task\.task\.update_user_access_v2)/.test(type))).toEqual([]);
});
