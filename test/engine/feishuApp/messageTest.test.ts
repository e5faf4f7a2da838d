import { feishuApp, operate } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

interface Check {
	check: string;
	ok: boolean | null;
	detail: string;
}

/** Which steps are well (+), not well (-) and not tried (?), and what the first says that isn't well. */
async function tested(settings = {}, parameters = {}, credential = {}): Promise<{ steps: string; detail: string; status: unknown }> {
	const app = feishuApp(world, settings, credential);
	app.person({ name: 'Li Lei', userId: 'lilei', email: 'li.lei@example.com', mobile: '13800138000' });
	const [output] = await operate(app, 'message.sendTestMessage', { sendTo: 'email', emails: 'li.lei@example.com', ...parameters });
	const checks = output!.checks as unknown as Check[];
	expect(checks.map(({ check }) => check)).toEqual(['Access Token', 'Bot Enabled', 'Version Published', 'Scopes', 'Recipient Found', 'Sent']);
	const mark = ({ ok }: Check) => (ok === null ? '?' : ok ? '+' : '-');
	return { steps: checks.map(mark).join(''), detail: checks.find(({ ok }) => ok === false)?.detail ?? '', status: output!.status };
}

test.each([
	['email', { sendTo: 'email', emails: 'li.lei@example.com' }],
	['mobile', { sendTo: 'mobile', mobiles: '13800138000' }],
	['user ID', { sendTo: 'userId', userIds: 'lilei' }],
])('all is well, by %s', async (_, parameters) => {
	expect(await tested({}, parameters)).toEqual({ steps: '++++++', detail: '', status: 'sent' });
	expect(world.sandbox.messages().map(({ text }) => text)).toEqual(['This is a test message from n8n. The bot works.']);
});

test.each([
	['a wrong secret', {}, {}, { appSecret: 'wrong' }, '-????-', /App Secret/],
	['no bot', { botEnabled: false }, {}, {}, '+-???-', /add Bot/],
	['no version', { published: false }, {}, {}, '+--??-', /publish/i],
	['no scope', { scopes: [] }, {}, {}, '+++-?-', /im:message/],
	['no scope for the look-up', { scopes: ['im:message'] }, { sendTo: 'mobile', mobiles: '13800138000' }, {}, '+++-??', /contact:user.id:readonly/],
	['an email that nobody has', {}, { emails: 'nobody@example.com' }, {}, '+++?--', /email nobody@example.com/],
	['a number that nobody has', {}, { sendTo: 'mobile', mobiles: '13700137000' }, {}, '+++?-?', /mobile number "13700137000"/],
	['outside of the availability', { availableTo: [] }, {}, {}, '+++?--', /availability/],
])('%s', async (_, settings, parameters, credential, steps, detail) => {
	const result = await tested(settings, parameters, credential);
	expect(result).toMatchObject({ steps, status: 'failed' });
	expect(result.detail).toMatch(detail);
});

test('what is wrong stands with its step, and Sent points there', async () => {
	const details = async (parameters: object) => {
		const [output] = await operate(feishuApp(world), 'message.sendTestMessage', { sendTo: 'email', ...parameters });
		return (output!.checks as unknown as Check[]).filter(({ ok }) => ok === false).map(({ check, detail }) => `${check}: ${detail}`);
	};
	expect(await details({ emails: 'nobody@example.com' })).toEqual([expect.stringMatching(/^Recipient Found: Nobody was found/), 'Sent: Not sent: see Recipient Found']);
	expect(await details({ sendTo: 'mobile', mobiles: 'abc' })).toEqual([expect.stringMatching(/^Recipient Found: "abc" is not a mobile number/)]);
});

test('several readers, and none, are item errors', async () => {
	const app = feishuApp(world);
	const outputs = await operate(app, 'message.sendTestMessage', { sendTo: 'email', emails: '={{ $json.to }}' }, [{ to: 'a@example.com,b@example.com' }, { to: '' }]);
	expect(outputs.map(({ error }) => error.message)).toEqual(['There are 2 recipients', 'There is no recipient']);
});
