import { addDemoGroups } from './demo';
import { startSandbox, type Sandbox } from './index';

const DEFAULT_PORT = 8787;

/** The wanted port, or a free one when it is taken. */
async function start(port: number): Promise<Sandbox> {
	try {
		return await startSandbox({ port });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		return startSandbox();
	}
}

async function main(): Promise<void> {
	const sandbox = await start(Number(process.env.SANDBOX_PORT ?? DEFAULT_PORT));
	const bots = addDemoGroups(sandbox);
	console.log(`Chat page: ${sandbox.url}/\n`);
	for (const bot of bots) {
		console.log(`${bot.name} (${bot.platform})`);
		console.log(`  Webhook URL     ${bot.webhookUrl}`);
		console.log(`  Signing secret  ${bot.secret ?? '(none)'}`);
		console.log(`  Keywords        ${bot.keywords.join(', ')}\n`);
	}
	console.log('Ctrl-C stops the sandbox.');
	const stop = (): void => void sandbox.close();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
