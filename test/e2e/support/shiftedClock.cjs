/** Preloaded into n8n: its clock is ahead by what stands in CLOCK_FILE (ms), so that hours can pass in a test. */
const { readFileSync } = require('node:fs');

let aheadMs = 0;
const look = () => {
	try {
		aheadMs = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
	} catch {
		aheadMs = 0;
	}
};
setInterval(look, 200).unref();

const [now, elapsed] = [Date.now, performance.now.bind(performance)];
Date.now = () => now() + aheadMs;
performance.now = () => elapsed() + aheadMs;
