/**
 * The second half of `npm run bench` (run.mjs is the first): bursts of alerts into the sandbox's bots, sent by
 * this package in a real n8n, by n8n's own HTTP Request node, and by a plain script; messages of its apps to
 * 1,000 people; and events that come in.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { createDemo } from '../../host/demo';
import { startN8n } from '../../host/n8n';
import { N8nApi } from '../../host/n8nApi';
import { freePort } from '../../host/ports';
import { startSandbox, type Sandbox } from '../../sandbox';
import { makeAlerts, unrepresented } from '../e2e/support/alerts';

import { appJobs, appTable, appTargetsOf, type AppResult } from './apps';
import { contenders, type Contender, type Host, type Platform } from './contenders';
import { measureIntake, measureReading, pairedTable, type Paired } from './intake';
import { table, targetsOf, type Result } from './report';

const LATENCY_MS = 30;
const SIZES = [200, 1000];
const PLATFORMS: Platform[] = ['feishu', 'dingtalk'];
const OWNER = { email: 'bench@example.com', password: 'Made-up-password-1' };
const runFolder = resolve(__dirname, '..', '..', '.run');

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** Each burst gets a bot of its own, with the platform's default limits. */
async function measure(
	sandbox: Sandbox,
	host: Host,
	burst: { platform: Platform; size: number },
	[contender, run]: [string, Contender],
): Promise<Result> {
	const { platform, size } = burst;
	const name = `${contender}, ${size}`;
	const { id: groupId } = sandbox.addGroup({ platform, name });
	const { token, webhookUrl } = sandbox.addBot({ groupId, name });
	const alerts = makeAlerts(size);
	const times = await run({ platform, alerts, webhookUrl }, host);

	const calls = sandbox.calls({ token });
	const messages = sandbox.messages(groupId);
	const result: Result = {
		platform,
		alerts: size,
		contender,
		represented: size - unrepresented(alerts, messages.map(({ text }) => text)).length,
		messages: messages.length,
		refused: calls.filter(({ outcome }) => outcome === 'refused').length,
		calls: calls.length,
		sendSeconds: calls.length === 0 ? 0 : (calls.at(-1)!.at - calls[0]!.at) / 1000,
		...times,
	};
	say(`  ${size} to ${platform}, ${contender}: ${result.represented} represented in ${result.seconds.toFixed(1)} s`);
	return result;
}

/** In an n8n of its own. */
async function measureLazyIntake(tarball: string): Promise<Paired[]> {
	const userFolder = await mkdtemp(join(runFolder, 'bench-'));
	const sandbox = await startSandbox();
	const n8n = await startN8n({ userFolder, port: await freePort(), tarball, env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
	try {
		const api = new N8nApi(n8n.url);
		await api.signIn(OWNER);
		return await measureIntake({ sandbox, api, n8nUrl: n8n.url, userFolder }, 'when needed');
	} finally {
		await n8n.stop();
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function measureAll(tarball: string, userFolder: string): Promise<{ bots: Result[]; apps: AppResult[]; paired: Paired[] }> {
	const sandbox = await startSandbox();
	sandbox.setLatency(LATENCY_MS);
	say('Starting n8n (up to half a minute) ...');
	const n8n = await startN8n({ userFolder, port: await freePort(), tarball });
	try {
		const api = new N8nApi(n8n.url);
		await api.signIn(OWNER);
		const { credentials } = createDemo(sandbox);
		for (const credential of credentials) await api.createOrUpdateCredential(credential);
		const trigger = credentials.find(({ type }) => type === 'subscriptionTriggerApi')!;
		say('  events over HTTP ...');
		const paired = [await measureReading(), ...(await measureIntake({ sandbox, api, n8nUrl: n8n.url, userFolder }, 'for each request')), ...(await measureLazyIntake(tarball))];
		const results: Result[] = [];
		for (const size of SIZES) {
			for (const platform of PLATFORMS) {
				for (const contender of Object.entries(contenders)) {
					results.push(await measure(sandbox, { api, n8nUrl: n8n.url, trigger }, { platform, size }, contender));
				}
			}
		}
		const apps: AppResult[] = [];
		for (const job of appJobs) {
			const result = await job({ sandbox, api, n8nUrl: n8n.url, credentials });
			say(`  ${result.job}, ${result.contender}: ${result.done} of ${result.wanted} in ${result.calls} calls, ${result.seconds.toFixed(1)} s`);
			apps.push(result);
		}
		return { bots: results, apps, paired };
	} finally {
		await n8n.stop();
		await sandbox.close();
	}
}

async function main(): Promise<void> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { json: { type: 'string', default: join(runFolder, 'bench.json') } },
	});
	await mkdir(runFolder, { recursive: true });
	const userFolder = await mkdtemp(join(runFolder, 'bench-'));
	const { bots: results, apps, paired } = await measureAll(positionals[0] ?? '', userFolder).finally(
		async () => await rm(userFolder, { recursive: true, force: true, maxRetries: 5 }),
	);
	const [ours] = Object.keys(contenders);
	const targets = results.filter(({ contender, alerts }) => contender === ours && alerts === Math.max(...SIZES)).flatMap(targetsOf);
	targets.push(...apps.flatMap(appTargetsOf), ...paired.flatMap(({ target }) => target ?? []));

	say(`\n${table(results)}\n\n${appTable(apps)}\n\n${pairedTable(paired)}\n\nTargets:`);
	for (const { name, met } of targets) say(`  ${met ? 'met   ' : 'MISSED'}  ${name}`);
	await mkdir(dirname(values.json), { recursive: true });
	await writeFile(values.json, JSON.stringify({ at: new Date().toISOString(), latencyMs: LATENCY_MS, results, apps, paired, targets }, null, 2));
	say(`\nWritten to ${values.json}`);
	process.exitCode = targets.every(({ met }) => met) ? 0 : 1;
}

void main().catch((error: unknown) => {
	say(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
