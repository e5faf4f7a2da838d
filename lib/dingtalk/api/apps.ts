import { isObject, objectsIn, type JsonObject } from '../../http';
import type { DingTalkCall } from '../appClient';

/**
 * "Get a list of all applications inside the enterprise": the only call that tells an app's name. It needs a permission
 * (qyapi_get_microapp_list), as all calls about apps do.
 * https://open.dingtalk.com/document/development/get-a-list-of-all-applications-inside-the-enterprise
 */
export const ownApps: DingTalkCall = { generation: 'new', method: 'GET', path: '/v1.0/microApp/allInnerApps' };

/** What is known of an app; its robot's code is its Client ID unless it was given another one. */
export interface AppIds {
	clientId: string;
	/** Unified App ID. */
	appId: string;
	agentId: string;
}

/** The name of the app among those of its organization, if it is among them. */
export function appNameIn({ appList }: JsonObject, { clientId, appId, agentId }: AppIds): string | undefined {
	const apps = objectsIn(appList);
	const own = apps.find(
		(app) =>
			(isObject(app.robotInfo) && app.robotInfo.robotCode === clientId) ||
			(appId !== '' && app.unifiedAppId === appId) ||
			(agentId !== '' && String(app.agentId) === agentId),
	);
	return typeof own?.name === 'string' ? own.name : undefined;
}
