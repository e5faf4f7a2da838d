import { CHECKS, type Sandbox } from '../../../../sandbox';
import { ROUTES } from '../../../../sandbox/dingtalk/app/routes';
import { closeAll, open, send } from '../support';
import { client } from './support';

afterEach(closeAll);

const FIELDS = [
	...['robotCode', 'userIds', 'msgKey', 'msgParam', 'openConversationId', 'processQueryKey', 'processQueryKeys', 'nextToken'],
	...['receiverUserIdList', 'remindType', 'content', 'openDingId', 'downloadCode', 'agent_id', 'userid_list', 'dept_id_list', 'msg'],
	...['task_id', 'msg_task_id', 'cardTemplateId', 'outTrackId', 'cardData', 'privateData', 'openSpaceId', 'imGroupOpenSpaceModel'],
	...['imGroupOpenDeliverModel', 'openDynamicDataConfig', 'key', 'guid', 'callbackRouteKey', 'callbackUrl', 'name', 'title', 'owner'],
	...['useridlist', 'template_id', 'owner_user_id', 'mobile', 'userid', 'unionid', 'dept_id', 'cursor', 'size', 'queryWord', 'offset'],
];

const NESTED = '['.repeat(5_000) + ']'.repeat(5_000);
const BODIES: unknown[] = [
	'',
	'x',
	NESTED,
	[],
	...[null, '', ' ', 0, -1, 1e21, true, [], [null, {}, 1], {}, { a: { b: [] } }, NESTED, 'dtv1.card//IM_GROUP.', '%', '🙂'].map((value) =>
		Object.fromEntries(FIELDS.map((name) => [name, value])),
	),
];

async function answersAll(sandbox: Sandbox): Promise<void> {
	const { token } = await client(sandbox);
	for (const { method, path } of ROUTES) {
		const url = `${sandbox.url}${path.replace('{chatId}', '%25x')}?access_token=${token}&robotCode=%20&processQueryKey=%20`;
		for (const body of method === 'GET' ? [undefined] : BODIES) {
			const { status } = await send(url, { method, body, headers: { 'x-acs-dingtalk-access-token': token } });
			expect([method, path, status]).toEqual([method, path, expect.any(Number)]);
		}
	}
}

it('any body gets an answer', async () => {
	const sandbox = await open({ disabledChecks: ['dingtalkApp.rate'] });
	await answersAll(sandbox);
});

it('any body gets an answer when nothing is checked', async () => {
	const sandbox = await open({ disabledChecks: CHECKS.map(({ name }) => name) });
	await answersAll(sandbox);
});
