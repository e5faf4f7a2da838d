import fc from 'fast-check';
import { writeSync } from 'node:fs';
import { markdownWithEndings } from '../../lib/dingtalk/markdown';
import { hostileText } from './lib/support/hostileText';
test('x', () => {
	const cases = fc.sample(fc.tuple(hostileText(40), fc.integer({ min: 20, max: 200 })), { seed: 6, numRuns: 400 });
	for (const [given, length] of cases) {
		const whole = `x ${given} 👨‍👩‍👧‍👦👨‍👩‍👧‍👦`;
		writeSync(2, JSON.stringify([whole, length]) + '\n');
		const { text } = markdownWithEndings(whole, ['@lilei'], [], '…(cut)', (c) => c.length <= length);
		if (!text.endsWith('\n\n@lilei')) writeSync(2, 'ENDS ' + JSON.stringify(text) + '\n');
		if (/[👨👩👧👦\u200D]/u.test(text.replaceAll('👨‍👩‍👧‍👦', ''))) writeSync(2, 'FAM ' + JSON.stringify(text) + '\n');
	}
});
