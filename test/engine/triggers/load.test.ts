import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { moment, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate } = useTriggers(world);

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In MB, of what is still in use. */
const inUse = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed / 1024 / 1024;
};

const EVENTS = 10_000;
const BATCH = 500;
/** What is kept of each event, so that it does not run twice, takes about 400 bytes. */
const MOST_GROWTH_MB = 10;

test.each([
	{ platform: 'feishu', type: 'feishuAppTrigger', addApp: feishuApp, event: 'im.chat.updated_v1' },
	{ platform: 'dingtalk', type: 'dingTalkEnterpriseAppTrigger', addApp: dingTalkApp, event: 'chat_update_title' },
])(`$platform: ${EVENTS} events through one connection: none is lost, none runs twice, and memory stays flat`, async ({ type, addApp, event }) => {
	const app = addApp(world);
	const { push } = world.sandbox;
	const active = await activate({ trigger: { type, credential: app.node.credential, parameters: { events: ['*'] } } });
	const seen = new Set<unknown>();
	let [heard, before] = [0, 0];
	for (let sent = 0; sent < EVENTS; sent += BATCH) {
		const ids = Array.from({ length: BATCH }, () => push.event({ appId: app.app.id, type: event, event: { text: 'x'.repeat(500) } }));
		while (ids.some((eventId) => push.pushes({ eventId })[0]!.outcome === 'pending') || active.items.length < BATCH) await moment(20);
		heard += active.items.length;
		for (const { eventId } of active.items) seen.add(eventId);
		// What the test itself keeps is not to be measured.
		for (const list of [active.items, active.started, active.runs]) list.length = 0;
		if (sent === BATCH) before = inUse();
	}
	expect([heard, seen.size]).toEqual([EVENTS, EVENTS]);
	expect(push.sockets(app.app.id)).toHaveLength(1);
	world.sandbox.reset();
	expect(inUse() - before).toBeLessThan(MOST_GROWTH_MB);
}, 120_000);
