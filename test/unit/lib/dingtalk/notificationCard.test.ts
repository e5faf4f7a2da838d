import fc from 'fast-check';
import { deliverCard, notificationCard, notificationVariables, readDelivery } from '../../../../lib/dingtalk/notificationCard';
import { hostileNotification, notification } from '../support/notifications';
import { holds } from '../support/property';

const URL_1 = 'https://example.com/1';

describe('variables', () => {
	test('each part of a notification has its own', () => {
		const given = notification({ lines: ['a*b', 'c'], links: [{ text: 'One', url: URL_1 }, { text: 'Two', url: 'https://example.com/(2)' }] });
		expect(notificationVariables(given, 'default')).toEqual({
			values: {
				title: '[FIRING] HighMemory',
				status: 'FIRING',
				severity: 'Critical',
				color: 'red',
				summary: 'Memory above 90 %',
				fields: '**Severity:** Critical  \n**instance:** 10.0.0.1:9100',
				lines: '- a\\*b\n- c',
				links: `[One](${URL_1}) | [Two](https://example.com/%282%29)`,
				linkText: 'One',
				linkUrl: URL_1,
				footer: 'Alertmanager',
			},
			warnings: [],
		});
	});

	test('in Chinese; without links there is no button', () => {
		const { values } = notificationVariables(notification({ language: 'zh', status: 'resolved', severity: 'info', links: [] }), 'default');
		expect(values).toMatchObject({ status: '已恢复', severity: '提示', color: 'green', links: '', linkText: '', linkUrl: '' });
	});

	test('links open where they should; one that is too long for a button has none', () => {
		const opened = (url: string) => notificationVariables(notification({ links: [{ text: 'One', url }] }), 'sidePanel').values;
		expect(opened(URL_1).linkUrl).toBe(`dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(URL_1)}&pc_slide=true`);
		expect(opened(`${URL_1}?${'x'.repeat(1_000)}`)).toMatchObject({ linkText: '', linkUrl: '' });
	});

	test('1 KB each, whatever they are; cut ones are told', () => {
		holds(
			fc.property(hostileNotification, (given) => {
				const { values, warnings } = notificationVariables(given, 'default');
				for (const value of Object.values(values)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1_024);
				for (const warning of warnings) expect(warning).toMatch(/^The card variable "\w+" was longer than the 1 KB/);
			}),
			150,
		);
	});

	test('a list is cut by whole lines, and says how many more there are', () => {
		const fields = Array.from({ length: 25 }, (_, index) => ({ name: `Name ${index}`, value: 'x'.repeat(90) }));
		const { values, warnings } = notificationVariables(notification({ fields }), 'default');
		const rows = values.fields!.split('  \n');
		expect(rows.slice(0, -1)).toEqual(fields.slice(0, rows.length - 1).map(({ name, value }) => `**${name}:** ${value}`));
		expect(rows.at(-1)).toBe(`+${25 - rows.length + 1} more`);
		expect(warnings).toHaveLength(1);
	});
});

describe('the call', () => {
	const card = (space: 'group' | 'person') => notificationCard({ notification: notification(), templateId: 't.schema', robotCode: 'robot', space, links: 'default' }).body;

	test('to people', () => {
		const { body, doneBefore, otherwise, errors } = deliverCard(card('person'), 'person', ['a', 'b'], 'key');
		expect(body).toMatchObject({
			cardTemplateId: 't.schema',
			outTrackId: 'key',
			openSpaceId: 'dtv1.card//IM_ROBOT.a;IM_ROBOT.b',
			cardData: { cardParamMap: { title: '[FIRING] HighMemory' } },
			imRobotOpenSpaceModel: { notification: { alertContent: '🔴 [FIRING] HighMemory' } },
		});
		expect([doneBefore, otherwise?.code]).toEqual([undefined, 'param.cardAlreadyExist']);
		// So that the notification goes out without the template.
		expect(Object.values(errors!).map(({ messageAtFault }) => messageAtFault)).toEqual(['form', 'form']);
	});

	test('again, after an attempt that may have done it', () => {
		const { doneBefore, otherwise } = deliverCard(card('person'), 'person', ['a', 'b'], 'key', true);
		expect([doneBefore, otherwise]).toEqual(['param.cardAlreadyExist', undefined]);
	});

	test('to a group', () => {
		expect(deliverCard(card('group'), 'group', ['cid1'], 'key').body).toMatchObject({ openSpaceId: 'dtv1.card//IM_GROUP.cid1', imGroupOpenDeliverModel: { robotCode: 'robot' } });
	});
});

describe('who got it', () => {
	test('the card', () => {
		const deliverResults = [{ spaceId: 'a', success: true }, { spaceId: 'b', success: false, errorMsg: 'no' }];
		const { messageId, refused } = readDelivery({ success: true, result: { outTrackId: 'key', deliverResults } }, 'key');
		expect([messageId, [...refused!.keys()]]).toEqual(['key', ['b']]);
	});

	test('or a message in its place', () => {
		const { messageId, refused } = readDelivery({ processQueryKey: 'k', invalidStaffIdList: ['b'] });
		expect([messageId, [...refused!.keys()]]).toEqual(['k', ['b']]);
	});

	test('or a card of an earlier attempt', () => {
		expect(readDelivery({ code: 'param.cardAlreadyExist' }, 'key')).toEqual({
			messageId: 'key',
			refused: new Map(),
			warnings: [expect.stringMatching(/nobody knows whether it is shown/)],
		});
	});
});
