import { done } from './answers';
import { NOT_EMPTY } from './cardRecord';
import { accept, firstOf, isEmpty, refuseWith, type Route } from './context';

/**
 * "注册卡片回调地址"; the sandbox cannot tell whether an address is public.
 * https://open.dingtalk.com/document/development/register-card-callback-address
 * Unconfirmed: that the same address once more is refused as well; that without an apiSecret the answer has an empty one.
 */
export const registerCallback: Route = {
	method: 'POST',
	path: '/v1.0/card/callbacks/register',
	steps: [
		['dingtalkApp.params', NOT_EMPTY],
		[
			'dingtalkApp.params',
			refuseWith(({ body }) =>
				firstOf(
					[isEmpty(body.callbackRouteKey), 'param.callbackRouteKeyEmpty'],
					[isEmpty(body.callbackUrl), 'param.callbackUrlEmpty'],
					[!/^https?:\/\//i.test(String(body.callbackUrl)), 'system.updateCallbackFailed'],
				),
			),
		],
		[
			'dingtalkApp.callbackRoute',
			refuseWith(({ body, state }) =>
				state.callbackRoutes.has(String(body.callbackRouteKey)) && body.forceUpdate !== true ? 'param.callbackRouteKeyExist' : undefined,
			),
		],
	],
	run: ({ body, state }) => {
		const route = { callbackUrl: String(body.callbackUrl ?? ''), apiSecret: String(body.apiSecret ?? '') };
		state.callbackRoutes.set(String(body.callbackRouteKey), route);
		return accept(done({ success: true, result: route }));
	},
};
