import { DINGTALK_EVENT_TYPES, DINGTALK_SAMPLES } from '../../../../sandbox/dingtalk/push/samples';
import { closeAll, open } from '../support';
import { dingApp } from '../dingtalkApp/support';
import { connect, dataOf, settled } from './support';

afterEach(closeAll);

it('every event that has a sample is told', async () => {
	const sandbox = await open();
	const app = dingApp(sandbox);
	const stream = await connect(sandbox, app);
	for (const [type, event] of Object.entries(DINGTALK_SAMPLES)) sandbox.push.event({ appId: app.id, type, event });
	await settled(sandbox, DINGTALK_EVENT_TYPES.length);
	expect(Object.fromEntries(stream.frames.map((frame) => [frame.headers.eventType, dataOf(frame)]))).toEqual(DINGTALK_SAMPLES);
});

it('employees change and leave as apps of the organization are told, not third parties', () => {
	expect(Object.keys(DINGTALK_SAMPLES.user_modify_org!)).toEqual(['timeStamp', 'diffInfo', 'userId']);
	expect(DINGTALK_SAMPLES.user_leave_org).toEqual({ timeStamp: '1685501863357', userId: ['0150227'] });
});

it('nothing in a sample is masked', () => {
	expect(JSON.stringify(DINGTALK_SAMPLES)).not.toMatch(/xx|\*\*/);
});
