import { done } from './answers';
import { accept, type Route } from './context';

/**
 * The apps that the organization has made itself; those that are switched off as well.
 * https://open.dingtalk.com/document/development/get-a-list-of-all-applications-inside-the-enterprise
 * Unconfirmed: that members without a value are left out.
 */
const allInnerApps: Route = {
	method: 'GET',
	path: '/v1.0/microApp/allInnerApps',
	steps: [],
	run: ({ world }) =>
		accept(
			done({
				appList: world.organization
					.allApps()
					.filter(({ platform }) => platform === 'dingtalk')
					.map(({ agentId, name, disabled, botEnabled, robotCode }) => ({
						agentId: Number(agentId),
						name,
						// "企业内部应用，AppId值是0"
						appId: 0,
						appStatus: disabled ? 0 : 1,
						developType: 0,
						...(botEnabled && { robotInfo: { name, robotCode } }),
					})),
			}),
		),
};

export const MICRO_APP_ROUTES: readonly Route[] = [allInnerApps];
