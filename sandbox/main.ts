import { addDemo } from './demo';
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

function say(title: string, values: Array<[name: string, value: string]>): void {
	console.log(title);
	for (const [name, value] of values) console.log(`  ${name.padEnd(16)}${value}`);
	console.log();
}

async function main(): Promise<void> {
	const sandbox = await start(Number(process.env.SANDBOX_PORT ?? DEFAULT_PORT));
	const { bots, apps } = addDemo(sandbox);
	console.log(`Chat page: ${sandbox.url}/\n`);
	for (const bot of bots) {
		say(`Bot ${bot.name} (${bot.platform})`, [
			['Webhook URL', bot.webhookUrl],
			['Signing secret', bot.secret ?? '(none)'],
			['Keywords', bot.keywords.join(', ')],
		]);
	}
	for (const app of apps) {
		const isDingtalk = app.platform === 'dingtalk';
		say(`App ${app.name} (${app.platform})`, [
			['Base URL', sandbox.url],
			[isDingtalk ? 'Client ID' : 'App ID', app.id],
			[isDingtalk ? 'Client secret' : 'App secret', app.secret],
		]);
	}
	console.log('People and all IDs: Connection details on the chat page.');
	console.log('Ctrl-C stops the sandbox.');
	const stop = (): void => void sandbox.close();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
