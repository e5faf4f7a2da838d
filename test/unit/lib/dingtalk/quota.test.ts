import { quotaWarning } from '../../../../lib/dingtalk/quota';

test('a tenth of the monthly quota at once is worth a word', () => {
	expect(quotaWarning(499)).toBeUndefined();
	expect(quotaWarning(500)).toMatch(/by 500 calls.* 5,000 a month/);
	expect(quotaWarning(12_345)).toMatch(/by 12,345 calls/);
});
