import { connectionsOf } from '../push/state';
import { success } from './answers';
import type { Operation } from './operation';

/**
 * "获取长连接在线数量", https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-v1/connection/get
 * Unconfirmed: that it needs no scope, and its limit of 10 calls a second is that of all operations here.
 */
export const CONNECTION_OPERATIONS: Operation[] = [
	{
		method: 'GET',
		path: '/event/v1/connection',
		run: ({ world, app }) => success({ online_instance_cnt: connectionsOf(world, app.id).length }),
	},
];
