import { feishuApp, operate, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const openId = ({ app }: TestApp, { userId }: { userId: string }) => `ou_${userId}_${app.id.slice(-6)}`;
const sends = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.startsWith('/open-apis/im/v1/messages'));
const bodies = () => sends().map(({ requestBody }) => requestBody as { msg_type: string; content: string });

const event = (more = {}) => ({
	source: 'json',
	kind: 'alert',
	status: 'firing',
	severity: 'critical',
	title: 'Disk full',
	summary: 'Volume /data has 1 % left',
	fields: [{ name: 'Host', value: 'db-1' }],
	labels: {},
	annotations: {},
	dedupeKey: 'disk-1',
	subjectKey: 'disk',
	...more,
});

function start() {
	const app = feishuApp(world);
	const lei = app.person({ name: 'Li Lei', userId: 'lilei', email: 'li.lei@example.com', mobile: '13800138000' });
	const mei = app.person({ name: 'Han Meimei', userId: 'hanmeimei', email: 'han.meimei@example.com' });
	const group = app.group({ members: [{ name: 'Li Lei', userId: 'lilei' }, { name: 'Han Meimei', userId: 'hanmeimei' }] });
	return { app, lei, mei, group };
}

test('an event as a card, to a person by email', async () => {
	const { app, lei } = start();
	const [output] = await operate(app, 'notification.sendNotification', { sendTo: 'email', emails: lei.email }, [event()]);
	expect(output).toMatchObject({ status: 'sent', target: lei.email, parts: 1, warnings: [] });
	const [message] = app.received();
	expect(message!.msgType).toBe('interactive');
	for (const part of ['Disk full', 'Volume /data', 'db-1']) expect(message!.text).toContain(part);
});

test('what is filled in, with mentions by email and of everyone', async () => {
	const { app, mei, group } = start();
	const parameters = { sendTo: 'chat', chat: byId(group.id), contentFrom: 'fields', title: 'Release 2.4', summary: 'It is out', mentionPeople: `${mei.email}, lilei`, mentionAll: true };
	const [output] = await operate(app, 'notification.sendNotification', parameters);
	expect(output).toMatchObject({ status: 'sent', target: group.id });
	expect(JSON.parse(bodies()[0]!.content)).toMatchObject({ config: { update_multi: true } });
	expect(bodies()[0]!.content).toContain(`<at id=${openId(app, mei)}></at> <at id=lilei></at> <at id=all></at>`);
});

test("the event's own recipients: people and groups, by whatever it names them", async () => {
	const { app, lei, mei, group } = start();
	const stranger = app.person({ name: 'Another', userId: 'another' });
	const recipients = [lei.email, lei.mobile, openId(app, mei), group.id, stranger.userId, ''];
	const [output, without, nobody] = await operate(app, 'notification.sendNotification', { sendTo: 'event' }, [event({ recipients }), event(), event({ recipients: ['nobody@example.com'] })]);
	expect(output).toMatchObject({ status: 'sent', parts: 5 });
	expect((output!.recipients as Array<{ target: string }>).map(({ target }) => target)).toEqual([lei.email, openId(app, mei), group.id, 'another', lei.mobile]);
	expect(without!.error.message).toBe('The event names no recipients');
	expect(nobody!.error.message).toContain('email nobody@example.com');
});

test('a card that the platform refuses becomes a rich text, then a text', async () => {
	const { app, group } = start();
	for (const code of [230099, 230054]) world.sandbox.addFault({ kind: 'refuse', code, times: 1, match: { path: '/open-apis/im/v1/messages' } });
	const [output] = await operate(app, 'notification.sendNotification', { sendTo: 'chat', chat: byId(group.id) }, [event()]);
	expect(output).toMatchObject({ status: 'sent', attempts: 3, warnings: [expect.stringContaining('simpler'), expect.stringContaining('simpler')] });
	expect(bodies().map(({ msg_type }) => msg_type)).toEqual(['interactive', 'post', 'text']);
	expect(Object.keys(JSON.parse(bodies()[1]!.content) as object)).toEqual(['en_us']);
	expect(app.received()[0]!.text).toContain('Disk full');
});

test('one of 100 KB is cut to 30 KB', async () => {
	const { app, group } = start();
	const [output] = await operate(app, 'notification.sendNotification', { sendTo: 'chat', chat: byId(group.id) }, [event({ summary: '汉字 "quoted"\n'.repeat(8_000) })]);
	expect(output).toMatchObject({ status: 'sent', warnings: [expect.stringContaining('cut')] });
	const size = Buffer.byteLength(JSON.stringify(bodies()[0]));
	expect(size).toBeLessThanOrEqual(30_000);
	expect(size).toBeGreaterThan(25_000);
});

test('100 at once to one group: some share messages, none is lost; another reader is not held up by them', async () => {
	const { app, lei, group } = start();
	const items = Array.from({ length: 100 }, (_, index) => event({ title: `Alert ${index}`, dedupeKey: `a${index}`, subjectKey: `a${index}`, severity: 'warning' }));
	const parameters = { resource: 'notification', operation: 'sendNotification', sendTo: '={{ $itemIndex === 99 ? "email" : "chat" }}', chat: byId(group.id), emails: lei.email };
	const outputs = outputOf(await runNode(items, { ...app.node, parameters }), 'Node').map(({ json }) => json);
	expect(outputs).toHaveLength(100);
	expect(outputs.filter(({ status }) => status === 'merged').length).toBeGreaterThan(50);
	expect(outputs[99]).toMatchObject({ status: 'sent', target: lei.email });
	const shown = app.received(group.id).map(({ text }) => text).join('\n');
	for (let index = 0; index < 99; index++) expect(shown).toMatch(new RegExp(`Alert ${index}\\b`));
	expect(app.received(group.id).length).toBeLessThan(20);
});

test('an item that tells nothing, and one without a title', async () => {
	const { app, group } = start();
	const to = { sendTo: 'chat', chat: byId(group.id) };
	const [empty] = await operate(app, 'notification.sendNotification', to, [{}]);
	expect(empty!.error.message).toContain('no event');
	const [untitled] = await operate(app, 'notification.sendNotification', { ...to, contentFrom: 'fields', title: '={{ "" }}' });
	expect(untitled!.error.message).toBe('The title is empty');
});
