import { CONSOLE, permanent, quota, transient, type ErrorRow, type ErrorTable } from './rows';

/** What stands before every API: token, permission, address, limits. */

/** "a new token": the client has tried one already when somebody reads this. */
const tokenInvalid: ErrorRow = {
	class: 'tokenInvalid',
	message: "DingTalk does not accept the app's access token, nor a new one",
	fix: `Check that the app is not switched off or deleted (${CONSOLE.app}), and that both base URLs in the credential belong to the same organization.`,
};

/** {@link appFailure} names the permission and links to where it is granted. */
const permissionMissing: ErrorRow = {
	class: 'permanent',
	permissionAtFault: true,
	message: 'The app lacks a permission for this call',
	fix: `Add the permission in the ${CONSOLE.permissions}, then run the node again.`,
};

const addressNotListed = permanent(
	"The IP address of this n8n is not on the app's IP allow list",
	`Add the public IP address of the machine that runs n8n: ${CONSOLE.app} > Security Settings (安全设置) > Server Outbound IP.`,
);

const appStopped = permanent(
	'The app has been switched off in this organization',
	`Ask an administrator to switch it on again: admin console (oa.dingtalk.com) > Workbench > App Management, or ${CONSOLE.versions}.`,
);

/** "20 a second in the standard edition", counted by app and API; "sleep for a second". */
const tooManyASecond: ErrorRow = {
	class: 'rateLimited',
	sharedLimit: true,
	message: 'Too many calls of this API at the moment: DingTalk allows an app 20 a second',
	fix: 'Raise Max Wait in the options, so that the node waits for its turn; another program that uses the same app counts too.',
	retryAfterMs: 1_000,
};

const tooManyAMinute: ErrorRow = {
	...tooManyASecond,
	message: 'Too many calls of this API in this minute',
	retryAfterMs: 10_000,
	jitterMs: 5_000,
};

/** All organizations together. */
const apiBusy = transient(
	'DingTalk gets too many calls of this API from all its customers at the moment',
	'Try again in a few minutes; this is not your limit.',
);

const quotaUsedUp = quota(
	"The organization's API calls of this month are used up (standard edition: 5,000 a month for all its apps together)",
	'Ask an administrator to buy more calls or an edition with more (developer console > Resource Management (资源管理)), or wait for the first day of the next month. Fewer calls are needed if several people get a message by one call, and alerts are merged (Digest).',
);

const callsBlocked = (whose: string): ErrorRow => ({
	class: 'rateLimited',
	sharedLimit: true,
	message: `DingTalk has blocked calls for a while because there were too many from ${whose}`,
	fix: 'Make fewer calls; other programs count too. The block ends by itself.',
	retryAfterMs: 60_000,
	jitterMs: 10_000,
});

const wrongAddress = permanent(
	'There is no such API at this address',
	'Check the Base URL and the Base URL of the Old API in the credential: without a path, unless your own DingTalk has one.',
);

/**
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 * https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
 */
export const platformErrors: ErrorTable = {
	invalidClientIdOrSecret: permanent(
		'The Client ID or the Client Secret is wrong',
		`Copy both again into the credential: ${CONSOLE.credentials}.`,
	),
	InvalidAuthentication: tokenInvalid,
	'40001': tokenInvalid,
	'40014': tokenInvalid,
	'42001': tokenInvalid,
	'Forbidden.AccessDenied.AccessTokenPermissionDenied': permissionMissing,
	'60011': permissionMissing,
	'43007': permanent(
		'The organization has not authorized the app for this',
		`Check the permissions of the app (${CONSOLE.permissions}), and that it has been released (Version Management & Release).`,
	),
	'50003': appStopped,
	'Forbidden.AccessDenied.IpNotInWhiteList': addressNotListed,
	'60020': addressNotListed,
	'Forbidden.AccessDenied.ApiCountLimitForOrg': quotaUsedUp,
	'90020': quotaUsedUp,
	'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': tooManyASecond,
	'90018': tooManyASecond,
	'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': tooManyAMinute,
	'Forbidden.AccessDenied.QpsLimitForApi': apiBusy,
	'90002': apiBusy,
	'90001': callsBlocked("this machine's IP address"),
	'90003': callsBlocked('your organization'),
	'90004': callsBlocked('this app'),
	'90005': callsBlocked('your organization to this API'),
	'90006': callsBlocked('this app to this API'),
	'90017': permanent(
		'Apps of too many organizations call from the same IP address',
		'Let n8n call from an IP address of its own.',
	),
	'InvalidAction.NotFound': wrongAddress,
	'22': wrongAddress,
	'-1': transient('DingTalk is busy'),
	'500': transient('DingTalk failed to handle the call'),
	'system.error': transient('DingTalk failed to handle the call'),
	'system.busy': transient('DingTalk is busy'),
};
