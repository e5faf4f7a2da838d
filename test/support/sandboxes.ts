import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createState, replaceSharedState } from '../../lib/n8n/state';
import { startSandbox, type Bot, type BotInput, type GroupInput, type Message, type Sandbox } from '../../sandbox';
import { SimulatedClock } from './simulatedClock';

/** The check that a run of the tests is to do without (test/tools/sandboxChecks.ts): they must notice. */
const disabledChecks = (process.env.SANDBOX_DISABLED_CHECKS ?? '').split(',').filter((name) => name !== '');

/** As behind the gateway of a private deployment: a path of its own, and a certificate that no public authority has signed. */
function privateDeployment() {
	if (process.env.SANDBOX_PRIVATE !== 'true') return {};
	const read = (file: string) => readFileSync(join(__dirname, 'tls', file), 'utf8');
	return { pathPrefix: '/gateway/chat', tls: { key: read('server.key'), cert: read('server.crt') } };
}

export interface World {
	sandbox: Sandbox;
	/** Lib's clock and, as long as nobody sets it apart, the sandbox's. */
	clock: SimulatedClock;
	feishu(bot?: BotSettings): TestBot;
	lark(bot?: BotSettings): TestBot;
	dingtalk(bot?: BotSettings): TestBot;
}

type BotSettings = Partial<BotInput> & { group?: Partial<GroupInput> };

export interface TestBot extends Bot {
	/** Node type and credential, ready for a test workflow. */
	node: { type: string; credential: { type: string; data: { webhookUrl: string; secret: string; keywords: string } } };
	received(): Message[];
	texts(): string[];
}

const MEMBERS = [
	{ name: 'Li Lei', openId: 'ou_lilei', userId: 'lilei', mobile: '13800138000' },
	{ name: 'Han Meimei', openId: 'ou_hanmeimei', userId: 'hanmeimei', mobile: '13900139000' },
];

/** A sandbox on a simulated clock, and fresh limits in lib. */
export async function startWorld(): Promise<World & { reset(): void; close(): Promise<void> }> {
	// An accessor would be lost when the world is copied, so the clock itself stays and is wound back.
	const clock = new SimulatedClock();
	const sandbox = await startSandbox({ disabledChecks, now: clock.now, ...privateDeployment() });
	const make =
		(platform: 'feishu' | 'lark' | 'dingtalk') =>
		(input: BotSettings = {}): TestBot => {
			const { group: groupInput, ...botInput } = input;
			const group = sandbox.addGroup({ platform, name: `On call (${platform})`, members: MEMBERS, ...groupInput });
			const bot = sandbox.addBot({ groupId: group.id, name: 'Alarm', ...botInput });
			const name = platform === 'dingtalk' ? 'dingTalkBot' : 'larkBot';
			const data = {
				webhookUrl: bot.webhookUrl,
				secret: botInput.secret ?? '',
				keywords: (botInput.keywords ?? []).join(', '),
			};
			const received = () => sandbox.messages(bot.groupId);
			return {
				...bot,
				node: { type: name, credential: { type: `${name}Api`, data } },
				received,
				texts: () => received().map(({ text }) => text),
			};
		};
	return {
		sandbox,
		clock,
		feishu: make('feishu'),
		lark: make('lark'),
		dingtalk: make('dingtalk'),
		reset() {
			clock.rewind();
			sandbox.reset();
			replaceSharedState(createState(clock, () => 0.5));
		},
		close: () => sandbox.close(),
	};
}
