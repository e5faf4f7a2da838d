import { permanent, quota, scopeMissing, tooManyCalls, transient, type ErrorRow, type ErrorTable } from './rows';

/** What stands before every API: token, app, scope, address, limits. */

const REGION = 'An app of Lark works with the region Lark only, one of Feishu with the region Feishu, and one of a private deployment with its own base URL';

const credentialsWrong = permanent(
	'The platform does not know the app: App ID or App Secret is wrong, or they belong to another region',
	`Copy both again into the credential, from the developer console > your app > Credentials & Basic Info, and check its Region. ${REGION}.`,
);

const appStopped = permanent(
	'The app has been switched off in this organization',
	'Ask an administrator to switch it on again (admin console > App Management), or check its state in the developer console: {app}.',
);

/** "a new one": the client has tried it already when somebody reads this. */
const tokenInvalid: ErrorRow = {
	class: 'tokenInvalid',
	message: "The platform does not accept the app's access token, nor a new one",
	fix: `Check the Region in the credential. ${REGION}. If it is right, check that no proxy on the way changes the Authorization header.`,
};

const headerLost = permanent(
	'The access token did not arrive as it was sent',
	'Check whether a proxy or gateway between n8n and the platform changes or removes the Authorization header.',
);

const wrongAddress = permanent(
	'The platform does not know this call',
	'Check the base URL in the credential: it ends before /open-apis, and a private deployment may be too old for this operation.',
);

/**
 * "Generic error codes", https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
 * "Rate limits", https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
 */
export const accessErrors: ErrorTable = {
	'9499': permanent('The platform could not read the request', 'Check the fields of the operation: a value may have the wrong kind, for example a text where a list is wanted.'),
	'99991201': wrongAddress,
	'99991301': wrongAddress,
	'99991400': tooManyCalls('The app makes too many calls', 'Make fewer calls at a time (50 a second and 1,000 a minute for most operations), or let the node wait longer (Max Wait).'),
	'99991401': permanent(
		"The IP address of this n8n is not on the app's IP allow list",
		'Add the public IP address of the machine that runs n8n in the developer console: {app} > Security Settings > IP Allow List.',
	),
	'99991403': quota(
		"The organization's number of API calls for this month is used up",
		'Ask the administrator to upgrade the plan, or wait for the first day of the next month. All self-built apps of the organization share this number.',
	),
	'99991661': headerLost,
	'99991662': appStopped,
	'99991663': tokenInvalid,
	'99991664': tokenInvalid,
	'99991665': tokenInvalid,
	'99991668': tokenInvalid,
	'99991671': headerLost,
	'99991672': scopeMissing('The app lacks a scope'),
	'99991673': appStopped,
	'99991676': scopeMissing('The access token lacks a scope'),
	'99991677': tokenInvalid,
	'99991679': scopeMissing('Nobody has granted the app this scope'),
	'99992351': permanent(
		'There is nobody with this open ID',
		'Open IDs differ from app to app: use one that this app got (User > Find), or name the person by email or mobile.',
	),
	'99992354': permanent('There is no message with this ID', 'Use the message ID (om_...) that Send returned, or that a trigger of the same app brought.'),
	'99992356': permanent('There is no group with this chat ID', 'Choose the group from the list, or get its ID (oc_...) with Chat > Get Many.'),
	'99992357': permanent('There is no department with this ID', 'Choose the department from the list; its ID begins with od-.'),
	'99992360': permanent('There is nobody with this user ID', 'Copy it from the admin console > Organization > the person, or name the person by email or mobile.'),
	'99992361': permanent(
		'The open ID belongs to another app',
		'Every app has open IDs of its own: find the person with this app (User > Find), or use an email, a mobile number or a union ID.',
	),
	'99992363': permanent('There is nobody with this union ID', 'Check the ID (on_...); it differs between makers of apps. Or name the person by email or mobile.'),
	'99992364': permanent('There is nobody with this ID', 'Check the ID and its kind: open IDs begin with ou_, union IDs with on_, user IDs with neither.'),
	'99992380': permanent('There is no department with this ID', 'Choose the department from the list; an ID that the organization has given itself has no od- at its beginning.'),
	'99992381': permanent('The union ID belongs to another organization', 'Use the ID of a person of your own organization.'),
	'99992402': permanent('A field has a value that the platform does not take', 'Change the field that is named above.'),
};

/** "Get tenant_access_token of a self-built app", https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal */
export const tokenErrors: ErrorTable = {
	'10003': credentialsWrong,
	'10005': credentialsWrong,
	'10012': transient('The platform gave the app no access token'),
	'10013': transient('The platform gave the app no access token'),
	'10014': permanent(
		"The app can't be used: it has been switched off, or the App Secret is wrong",
		`Check the App Secret in the credential, and the state of the app in the developer console ({app}) and in the admin console > App Management. ${REGION}.`,
	),
	'10015': permanent(
		'The App Secret is wrong',
		`Copy it again into the credential, from the developer console: {app} > Credentials & Basic Info. ${REGION}.`,
	),
	'20002': credentialsWrong,
	'99991543': credentialsWrong,
};
