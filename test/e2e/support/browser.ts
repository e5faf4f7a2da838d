import { chromium, type Browser } from 'playwright-core';

import { program } from './servers';

/** Headless, and calling nobody by itself. */
const args = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
	// In another locale it can't write the names of files in Chinese.
	return await chromium.launch({ executablePath: program('chromium'), args, env: { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string> });
}
