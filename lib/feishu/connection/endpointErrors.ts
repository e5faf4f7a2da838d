import { permanent, transient, type ErrorTable } from '../errorRows/rows';

/** By which the platform refuses to tell where to connect to, as its SDKs have them. */
export const endpointErrors: ErrorTable = {
	'1': transient('The platform is busy'),
	'403': permanent(
		'The app may not connect: long connections are not open to it',
		'In the developer console ({app}), choose long connection under Events & Callbacks, and publish a version. Only self-built apps have it, and on Lark not every organization: use the trigger Feishu App Webhook Trigger instead, which needs a public address.',
	),
	'514': permanent(
		'The platform refused the app: App ID or App Secret is wrong, or they belong to another region',
		'Copy both again into the credential, from the developer console > your app > Credentials & Basic Info, and check its Region (Feishu or Lark).',
	),
	'1000040343': transient('The platform failed to open the connection'),
	'1000040350': permanent(
		'The app has too many connections: the platform allows 50',
		'Stop other programs that connect with this app (other n8n instances, SDK clients), then activate the workflow again. Each event goes to only one of them.',
	),
};
