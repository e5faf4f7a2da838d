import { appendFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const log = (name: string, value: unknown) => appendFileSync('/tmp/dt/probe.log', `\n### ${name}\n${JSON.stringify(value, null, 1)?.slice(0, 3500)}\n`);
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const CARD = '/v1.0/card/instances/createAndDeliver';
const calls = (path: string) => world.sandbox.calls().filter((call) => call.path.split('?')[0] === path);
const TEMPLATE = '1a2b3c4d.schema';
const withTemplate = (settings = {}, cred = {}): TestApp => {
	world.sandbox.dingtalk.addCardTemplate({ id: TEMPLATE, markdown: ['content'] });
	return dingTalkApp(world, settings, { cardTemplateId: TEMPLATE, ...cred });
};
const variables = (values: Record<string, string>) => ({ variables: { variable: Object.entries(values).map(([name, value]) => ({ name, value })) } });
const t = (name: string, run: () => Promise<unknown>) => test(name, async () => { const started = Date.now(); const got = await run(); log(`${name} (${Date.now() - started} ms)`, got); });
const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `user${index}` }).userId);


t('e plain fallback giveUp', async () => {
	const app = dingTalkApp(world, {}, { cardTemplateId: 'nothing.schema' });
	people(app, 1);
	world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: BATCH } });
	const out = await operate(app, 'notification.sendNotification', { contentFrom: 'fields', title: 'Disk', recipients: 'user0', options: { onAmbiguousTimeout: 'giveUp' } });
	return [out, app.received().length, world.sandbox.calls().map(({ path, status }) => [path, status])];
});
for (const n of [100, 1000, 4000, 4600]) t('h by work notification ' + n, async () => {
	const app = dingTalkApp(world);
	const ids = people(app, n);
	const started = world.clock.now();
	const out = await operate(app, 'workNotification.send', { recipients: '={{ $json.ids }}', messageType: 'text', text: 'x', options: { maxWait: 200 } }, [{ ids }]);
	return [(out[0] as any).status, (out[0] as any).partsSent, (out[0] as any).apiCalls, world.clock.now() - started, app.received().length, (out[0] as any).error?.message.slice(0, 600), world.sandbox.calls().length];
});
