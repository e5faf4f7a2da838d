import { PARAM_BYTES, type RobotMessage } from '../../../../lib/dingtalk/robotMessage';
import { robotNotification } from '../../../../lib/dingtalk/robotNotification';
import { hostileNotification, notification } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';
import fc from 'fast-check';

const ORGANIZATION = { corpId: 'ding corp', agentId: '77' };
const link = (number: number) => ({ text: `Link ${number}`, url: `https://example.com/${number}` });
const links = (count: number) => Array.from({ length: count }, (_, index) => link(index + 1));
const bytes = ({ msgParam }: RobotMessage) => Buffer.byteLength(JSON.stringify(msgParam));

test.each([
	[0, 'sampleMarkdown'],
	[1, 'sampleActionCard'],
	[2, 'sampleActionCard2'],
	[5, 'sampleActionCard5'],
	[6, 'sampleMarkdown'],
])('%i links make %s; simpler ones are markdown and text', (count, msgKey) => {
	const { body, simpler, warnings } = robotNotification(notification({ links: links(count) }), 'default');
	expect([body, ...simpler!()].map((one) => one.msgKey)).toEqual([msgKey, 'sampleMarkdown', 'sampleText']);
	expect(warnings).toEqual([]);
});

test('a button stands in the place of its link', () => {
	const { body } = robotNotification(notification({ links: links(1) }), 'default');
	expect(body.msgParam).toEqual({
		title: '🔴 [FIRING] HighMemory',
		text: expect.not.stringMatching(/Link 1/),
		singleTitle: 'Link 1',
		singleURL: 'https://example.com/1',
	});
});

test('links open where they should, but in a plain text they are as they are', () => {
	const { body, simpler } = robotNotification(notification({ links: links(1) }), ORGANIZATION);
	const opened = 'dingtalk://dingtalkclient/action/openapp?corpid=ding%20corp&container_type=work_platform&app_id=0_77&redirect_type=jump&redirect_url=https%3A%2F%2Fexample.com%2F1';
	const [asMarkdown, asText] = simpler!();
	expect(body.msgParam.singleURL).toBe(opened);
	expect(asMarkdown!.msgParam.text).toContain(`[Link 1](${opened})`);
	expect(asText!.msgParam.content).toContain('Link 1: https://example.com/1');
});

test('mentions, which the platform would not know, are left out', () => {
	const { body } = robotNotification(notification({ mentions: [{ by: 'userId', id: 'lilei' }] }), 'default');
	expect(JSON.stringify(body)).not.toContain('lilei');
});

test('several share a message', () => {
	const { digest } = robotNotification(notification(), 'default');
	const entries = ['One', 'Two'].map((heading) => ({ entry: notification({ line: { severity: 'Critical', heading, where: '', details: '' } }), untoldBeginning: false }));
	const { body, taken } = digest!.merge(entries);
	expect(taken).toBe(2);
	expect(body.msgKey).toBe('sampleMarkdown');
	expect(body.msgParam.text).toMatch(/One[^]*Two/);
});

test('whatever it says, it is within the limit, and nothing of it is empty', () => {
	holds(
		fc.property(hostileNotification, fc.constantFrom('default' as const, 'sidePanel' as const, ORGANIZATION), (given, target) => {
			const { body, simpler } = robotNotification(given, target);
			for (const one of [body, ...simpler!()]) {
				expect(bytes(one)).toBeLessThanOrEqual(PARAM_BYTES);
				for (const value of Object.values(one.msgParam)) {
					expect(value.trim()).not.toBe('');
					expect(isWellFormed(value)).toBe(true);
				}
			}
		}),
		150,
	);
});
