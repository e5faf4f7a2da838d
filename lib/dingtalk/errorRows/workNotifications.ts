import { form, permanent, quota, type ErrorTable } from './rows';

/** Work notifications. */

const agentWrong = permanent(
	'The Agent ID is not that of this app',
	'Copy it into the credential: developer console (open-dev.dingtalk.com) > your app > Credentials & Basic Information, beside the Client ID.',
);

/** https://open.dingtalk.com/document/development/asynchronous-sending-of-enterprise-session-messages */
export const workNotificationErrors: ErrorTable = {
	'40056': agentWrong,
	'41011': agentWrong,
	'52019': agentWrong,
	'40007': form('There is no such file (media ID)', 'Upload the file with this app first: File > Upload Media.'),
	'40008': form('DingTalk does not know this message type', 'Choose another message type.'),
	'40032': permanent('There are too many people, or an empty entry among them', 'Name at most 100 people per item.'),
	'40066': permanent('There are too many departments, or one of them does not exist', 'Name at most 20 departments per item; Get Departments lists them.'),
	'41028': permanent('The app may not notify the whole organization', 'Name people or departments instead.'),
	'41029': permanent('There are too many receivers: at most 5,000 people', 'Name smaller departments.'),
	'41045': quota('The app has notified the whole organization three times today', 'Wait until tomorrow, or name people or departments.'),
	'41052': permanent('The notification has too many receivers for its result to be asked for', 'Send to at most 100 people per item if you need the result.'),
	'45002': form('The message is too long', 'Shorten it: DingTalk takes at most 2,048 bytes.'),
};
