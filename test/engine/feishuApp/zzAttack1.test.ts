import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { sendAs, callAs } from '../../support/engine/feishuApi';
import { outputOf, runNode, runWorkflow } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const toChat = (id: string) => ({ sendTo: 'chat', chat: byId(id) });
const show = (x: unknown) => console.log(JSON.stringify(x, null, 1)?.slice(0, 4000));

test('A unreachable x8 one run', async () => {
	const app = feishuApp(world);
	const out = await operate(app, 'message.send', { sendTo: 'mobile', mobiles: '13700137000', text: 'x' }, Array.from({ length: 8 }, () => ({})));
	show(out.map((o) => [o.error.code, o.error.message, o.attempts, o.apiCalls]));
});

test('B reaction id ".." recalls?', async () => {
	const app = feishuApp(world);
	const group = app.group();
	const id = await sendAs(world, app, group.id, 'text', { text: 'keep me' });
	const out = await operate(app, 'message.removeReaction', { messageId: id, reactionId: '..' });
	show(out);
	show(world.sandbox.calls({ platform: 'feishu' }).map(({ method, path, status }: any) => [method, path, status]));
	show(app.received(group.id));
});

test('C get user ".."', async () => {
	const app = feishuApp(world);
	show(await operate(app, 'user.get', { userId: '={{ $json.v }}' }, [{ v: '..' }, { v: '.' }, { v: '\ud800' }, { v: 'a'.repeat(101) }]));
	show(world.sandbox.calls({ platform: 'feishu' }).map(({ method, path, status }: any) => [method, path, status]));
});

test('D unknown operation and resource', async () => {
	const app = feishuApp(world);
	for (const p of [{ resource: 'nope', operation: 'send' }, { resource: 'message', operation: 'nope' }, { resource: '={{ $json.r }}', operation: 'send' }, { resource: '__proto__', operation: 'send' }, { resource: '={{ null }}', operation: '={{ {} }}' }]) {
		const run = await runNode([{ r: 'message' }, { r: 'chat' }], { ...app.node, parameters: { ...p, sendTo: 'email', emails: 'a@b.c', text: 'x' }, onError: 'continueRegularOutput' });
		show([run.data.resultData.error?.message, outputOf(run, 'Node').map(({ json }) => json)]);
	}
});

test('E html for requests: misleading text', async () => {
	const app = feishuApp(world);
	for (const kind of ['html', 'reset'] as const) {
		world.sandbox.clearFaults();
		world.sandbox.addFault({ match: { path: '/open-apis/contact' }, kind, status: kind === 'html' ? 200 : undefined, times: 20 } as never);
		show(await operate(app, 'user.get', { userId: 'ou_1' }));
	}
});

test('F event with one bad recipient', async () => {
	const app = feishuApp(world);
	const lei = app.person({ name: 'Li Lei', userId: 'lilei', email: 'li.lei@example.com', mobile: '13800138000' });
	show(await operate(app, 'notification.sendNotification', { sendTo: 'event' }, [{ title: 'Disk full', recipients: ['li.lei@example.com', 'On-Call Team'] }]));
	show(app.received().length);
});

test('G streaming append after lost answer', async () => {
	const app = feishuApp(world);
	const [card] = await operate(app, 'card.createStreaming', { title: 't', text: 'a' });
	world.sandbox.addFault({ match: { path: '/open-apis/cardkit' }, kind: 'resetAfterAccept', times: 1 } as never);
	show(await operate(app, 'card.appendText', { cardId: card!.card_id, text: 'abc' }));
});

test('H deep card', async () => {
	const app = feishuApp(world);
	const group = app.group();
	const deep = (n: number) => '{"schema":"2.0","body":{"elements":[' + '{"tag":"div","x":['.repeat(n) + ']}'.repeat(n) + ']}}';
	show(await operate(app, 'message.send', { ...toChat(group.id), messageType: 'cardJson', cardJson: '={{ $json.c }}' }, [{ c: deep(20000) }, { c: deep(500) }, { c: '{"schema":"2.0","__proto__":{"tag":"x"},"body":{"elements":[]}}' }, { c: 'null' }, { c: '[]' }]));
});

test('I tool', async () => {
	const app = feishuApp(world);
	const { FeishuApp } = require('../../../nodes/FeishuApp/FeishuApp.node');
	show(Object.keys(new FeishuApp().description));
});
