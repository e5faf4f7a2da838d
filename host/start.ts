/**
 * The second half of `npm start` (host/start.mjs is the first): a local Feishu and DingTalk, a real n8n with
 * the package, the examples in it, and a first alert on its way through.
 */
import { join } from 'node:path';

import { startSandbox } from '../sandbox';

import { createDemo, type Demo } from './demo';
import { activateExample, importExample, readExamples } from './examples';
import { sendFirstAlert } from './firstAlert';
import { N8n } from './n8n';
import { N8nApi, type Owner } from './n8nApi';
import { freePort } from './ports';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

const EDITOR_PORT = 5678;
const CHAT_PORT = 8787;
/** For a demo that only this machine reaches. */
const OWNER: Owner = { email: 'demo@example.com', password: 'Demo-password-1' };
const FIRST_ALERT_EXAMPLE = 'alertmanager-to-chat';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function loadExamples(n8n: N8n, sandbox: Sandbox, demo: Demo): Promise<void> {
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);
	for (const credential of demo.credentials) await api.createOrUpdateCredential(credential);
	say('Example workflows:');
	for (const example of await readExamples()) {
		if (example.requires.length > 0) {
			await importExample(api, example);
			say(`  inactive  ${example.name} (needs ${example.requires.join(', ')} and its credential)`);
			continue;
		}
		await activateExample(api, example);
		say(`  active    ${example.name}`);
		if (example.folder === FIRST_ALERT_EXAMPLE) {
			const reached = await sendFirstAlert(`${n8n.url}${example.webhook}`, sandbox, demo);
			say(`            a first alert has reached: ${reached.join(', ') || 'no group; see Executions in the editor'}`);
		}
	}
}

async function main(tarball: string): Promise<void> {
	const sandbox = await startSandbox({ port: await freePort(CHAT_PORT) });
	const n8n = new N8n({ userFolder: join(__dirname, '..', '.run'), port: await freePort(EDITOR_PORT), tarball });

	let stopping = false;
	const stop = async (exitCode: number): Promise<void> => {
		if (stopping) return;
		stopping = true;
		say('\nStopping ...');
		await n8n.stop();
		process.exit(exitCode);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
	// start.mjs is gone.
	process.on('disconnect', () => void stop(0));

	try {
		say('Starting n8n (up to half a minute) ...');
		await n8n.start();
		void n8n.exited.then(async () => {
			if (!stopping) say(`n8n has ended by itself; its log is ${join('.run', 'n8n.log')}.`);
			await stop(1);
		});
		await loadExamples(n8n, sandbox, createDemo(sandbox));
	} catch (error) {
		if (!stopping) say(error instanceof Error ? error.message : String(error));
		await stop(1);
		return;
	}
	const addresses = [
		`  Editor     ${n8n.editorUrl}   (sign in: ${OWNER.email} / ${OWNER.password})`,
		`  Chat page  ${sandbox.url}`,
	].join('\n');
	process.send?.(addresses);
	say(`\nReady:\n${addresses}\nCtrl-C stops everything.`);
}

void main(process.argv[2] ?? '');
