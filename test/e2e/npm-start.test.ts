import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';

import { N8nApi } from '../../host/n8nApi';

import { openBrowser } from './support/browser';
import { processesWith } from './support/processes';
import { copyProject } from './support/projectCopy';
import { describeWith } from './support/servers';
import { until } from './support/until';

const USUAL_PORTS = [5678, 5679, 8787];

/** `npm start` as in a terminal: it leads a process group, which gets the terminal's Ctrl-C. */
class Start {
	/** All its processes carry this in their environment. */
	readonly mark = `E2E_MARK=${randomUUID()}`;

	output = '';

	private readonly child: ChildProcess;

	readonly ended: Promise<number | null>;

	constructor(folder: string) {
		const [name = '', value] = this.mark.split('=');
		this.child = spawn('npm', ['start'], { cwd: folder, detached: true, env: { ...process.env, [name]: value } });
		for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk) => (this.output += chunk));
		this.ended = new Promise((resolve) => this.child.once('close', resolve));
	}

	async ready(): Promise<{ editor: string; chat: string; email: string; password: string }> {
		const text = await until('npm start is ready', () => (this.output.includes('Ready:') ? this.output : undefined), 240_000);
		const [, editor = '', email = '', password = ''] = /Editor\s+(\S+)\s+\(sign in: (\S+) \/ (\S+)\)/.exec(text) ?? [];
		const [, chat = ''] = /Chat page\s+(\S+)/.exec(text.slice(text.indexOf('Ready:'))) ?? [];
		return { editor, email, password, chat };
	}

	ctrlC(): void {
		process.kill(-(this.child.pid ?? 0), 'SIGINT');
	}

	/** Fails the test rather than leave something running. */
	async isGone(): Promise<void> {
		await until(`no process is left of:\n${this.output}`, () => processesWith(this.mark).length === 0, 20_000);
	}

	killEverything(): void {
		for (const { id } of processesWith(this.mark)) process.kill(id, 'SIGKILL');
	}
}

describeWith(['chromium'], 'npm start', () => {
	let folder: string;
	let start: Start;
	const others: Server[] = [];

	beforeAll(async () => {
		folder = await copyProject();
		// Whatever else uses the usual ports; here it is us.
		for (const port of USUAL_PORTS) {
			const server = createServer();
			await new Promise<void>((resolve) => server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve));
			others.push(server);
		}
		start = new Start(folder);
	});

	afterAll(() => {
		start?.killEverything();
		for (const server of others) server.close();
	});

	it('falls back to free ports and shows a first alert on the chat page', async () => {
		const { editor, chat } = await start.ready();
		expect(USUAL_PORTS).not.toContain(Number(new URL(editor).port));
		expect(USUAL_PORTS).not.toContain(Number(new URL(chat).port));
		const browser = await openBrowser();
		try {
			const page = await browser.newPage();
			await page.goto(chat);
			await page.getByText('DiskAlmostFull').first().waitFor({ timeout: 20_000 });
		} finally {
			await browser.close();
		}
	});

	it('says so when it is already running in the folder', async () => {
		const { editor } = await start.ready();
		const second = new Start(folder);
		expect(await second.ended).toBe(1);
		expect(second.output).toContain('already running');
		expect(second.output).toContain(editor);
	});

	it('leaves no process after Ctrl-C', async () => {
		start.ctrlC();
		await start.ended;
		await start.isGone();
	});

	it('starts again on what is there, without duplicates', async () => {
		start = new Start(folder);
		const { editor, email, password } = await start.ready();
		const api = new N8nApi(new URL(editor).origin);
		await api.signIn({ email, password });
		const names = (await api.workflows()).map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(start.output).toContain('a first alert has reached: Feishu operations, DingTalk operations');
	});

	it('leaves no process when its first process is killed', async () => {
		const first = processesWith(start.mark).find(({ commandLine }) => /^\S*node host\/start\.mjs/.test(commandLine));
		process.kill(first?.id ?? NaN, 'SIGKILL');
		await start.isGone();
	});
});
