import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { sendAs, callAs } from '../../support/engine/feishuApi';
import { outputOf, runNode, runWorkflow } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';
const world = useWorld();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const toChat = (id: string) => ({ sendTo: 'chat', chat: byId(id) });
const show = (x: unknown) => console.log(JSON.stringify(x)?.slice(0, 3000));

test('lost answers', async () => {
	const lines: string[] = [];
	for (const kind of ['resetAfterAccept', 'timeoutAfterAccept', 'truncatedBody'] as const) {
		const app = feishuApp(world, {}, {});
		const lei = app.person({ name: 'Li Lei', userId: `lilei`, email: 'li.lei@example.com', mobile: '13800138000' });
		const ou = `ou_${lei.userId}_${app.app.id.slice(-6)}`;
		const group = app.group({ members: [{ name: 'Li Lei', userId: 'lilei' } as never] });
		const msg = async () => sendAs(world, app, group.id, 'text', { text: 'x' });
		const cardMsg = async () => sendAs(world, app, group.id, 'interactive', { schema: '2.0', body: { elements: [] } });
		const m = await msg();
		const r = await callAs(world, app, `/im/v1/messages/${m}/reactions`, { reaction_type: { emoji_type: 'OK' } });
		const [stream] = await operate(app, 'card.createStreaming', { title: 't', text: 'a' });
		const [batch] = await operate(app, 'message.sendBatch', { sendTo: 'openId', openIds: ou, text: 'b' });
		await operate(app, 'message.pin', { messageId: m });
		const cases: Array<[string, Record<string, unknown>]> = [
			['message.removeReaction', { messageId: m, reactionId: r.reaction_id }],
			['message.recall', { messageId: await msg() }],
			['message.recallBatch', { batchId: (batch as any).messageId }],
			['message.unpin', { messageId: m }],
			['message.pin', { messageId: m }],
			['message.addReaction', { messageId: m, emoji: 'OK' }],
			['message.edit', { messageId: m, text: 'y' }],
			['message.updateCard', { messageId: await cardMsg(), messageType: 'cardJson', cardJson: '{"schema":"2.0","body":{"elements":[]}}' }],
			['message.markUrgent', { messageId: m, sendTo: 'openId', openIds: ou }],
			['message.reply', { messageId: m, text: 'z' }],
			['message.forward', { messageId: m, ...toChat(group.id) }],
			['message.send', { ...toChat(group.id), text: 'send' }],
			['message.sendBatch', { sendTo: 'openId', openIds: ou, text: 'b2' }],
			['message.sendBatch', { sendTo: 'openId', openIds: ou, text: 'b3', options: { onAmbiguousTimeout: 'giveUp' } }],
			['card.appendText', { cardId: stream!.card_id, text: 'abc' }],
			['card.finishStreaming', { cardId: stream!.card_id }],
			['chat.create', { name: 'abc', members: ou }],
			['chat.addMembers', { chat: byId(group.id), members: ou }],
			['notification.sendNotification', { ...toChat(group.id) }],
		];
		for (const [op, p] of cases) {
			world.sandbox.clearFaults();
			world.clock.advance(5000);
			const before = world.sandbox.messages().length;
			world.sandbox.addFault({ match: { path: op.startsWith('message.sendBatch') ? '/open-apis/message' : '/open-apis/' , method: undefined }, kind, times: 1 } as never);
			const [o] = await operate(app, op as never, { ...p, options: { timeout: 1, ...(p.options as object) } } as never, [{ title: 'x' }]);
			lines.push(`${kind} ${op}: ${JSON.stringify(o).slice(0, 260)} +${world.sandbox.messages().length - before} faults ${world.sandbox.calls({ platform: 'feishu' }).length}`);
		}
	}
	console.log(lines.join('\n'));
}, 60000);
