import { CONSOLE, content, form, permanent, quota, transient, type ErrorRow, type ErrorTable } from './rows';

/** Messages of the app's robot, DINGs, and the files that people send to it. */

const CHECK_CODE = `Enter the Robot Code (${CONSOLE.robot}) in the credential, or leave it empty for the app's own robot. The robot must be published: ${CONSOLE.versions}.`;

const robotUnknown = permanent('DingTalk finds no published robot with this robot code', CHECK_CODE);

const robotNotNamed = permanent('No robot is named', CHECK_CODE);

export const ADD_TO_GROUP =
	'In DingTalk, open the group: Group Settings > Group Management > Robots (机器人) > Add Robot, and choose your app. It must be an internal group of the same organization.';

/** The code for a robot that isn't there means this where a group is called. */
export const robotNotInGroup = permanent(
	'The robot is not in the group, or has not been published',
	`${ADD_TO_GROUP} If it isn't offered there, publish the app: ${CONSOLE.versions}.`,
);

const groupUnknown = permanent(
	'There is no such group',
	'Enter an open conversation ID (cid...): a message that the robot gets in the group has it as conversationId, and Group > Convert Chat ID makes it from a chat ID (chat...). The ID of a chat with one person does not do.',
);

const wrongOrganization = permanent(
	'The group belongs to another organization than the app',
	"Use an internal group of the app's own organization; for other groups use the DingTalk Bot node with a webhook robot.",
);

/** How often a robot may send is written nowhere. */
const tooFast: ErrorRow = {
	class: 'rateLimited',
	message: 'The robot sends too fast',
	fix: 'Send fewer messages, send the same message to several people at once, or raise Max Wait in the options.',
	retryAfterMs: 10_000,
	jitterMs: 5_000,
};

const robotTooFast: ErrorRow = { ...tooFast, sharedLimit: true };

const unsafe = (what: string): ErrorRow =>
	content(`DingTalk refused the message because it holds ${what} to be unsafe`, 'Remove that from the message, or replace it.');

const sendingUnknown = permanent(
	'DingTalk knows no message with this processQueryKey, or knows it no longer: 24 hours after the sending it is too late',
	'Enter the message ID that the send operation returned (messageId), less than 24 hours ago.',
);

const robotMayNot = permanent(
	'The robot may not send messages to people',
	`Check that the robot is switched on (${CONSOLE.robot}), and release a version with it (Version Management & Release).`,
);

/**
 * https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches
 * https://open.dingtalk.com/document/development/the-robot-sends-a-group-message
 * https://open.dingtalk.com/document/development/batch-message-recall-chat
 * https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages
 * https://open.dingtalk.com/document/development/robot-sends-nail-message
 * https://open.dingtalk.com/document/development/download-the-file-content-of-the-robot-receiving-message
 */
export const robotErrors: ErrorTable = {
	'invalidParameter.robotCode.empty': robotNotNamed,
	'invalidParameter.robotCode.missing': robotNotNamed,
	'miss.chatbotId': robotNotNamed,
	'invalidParameter.robotCode.notExsit': robotUnknown,
	'invalidParameter.robotCode.invalid': robotUnknown,
	'invalidParameter.robotCode': robotUnknown,
	'invalid.chatbotId': robotUnknown,
	'resource.not.found': robotUnknown,
	'invalidParameter.robotCode.auth': permanent(
		'The robot code, or the download code, belongs to another app',
		`Enter the Client ID, Client Secret and Robot Code of one and the same app in the credential (${CONSOLE.robot}); a file can be downloaded only by the robot that got it.`,
	),
	'invalidParameter.robotCode.coolApp': permanent(
		'The cool app code is wrong, or its app is not in the chat',
		'Check the code of the cool app, and that it is installed in this chat.',
	),
	'invalidParameter.robotCode.downloadCode': permanent(
		'The download code is wrong or has expired',
		'Take the key from the attachments of the message that the robot got ({{ $json.message.attachments[0].key }}), and download the file soon after.',
	),
	'bot.stopped': permanent('The robot has been switched off', `Switch it on again: ${CONSOLE.robot}.`),
	'resource.unavailable': permanent('The robot has been switched off, or its app is not in the chat', `Switch it on again (${CONSOLE.robot}). ${ADD_TO_GROUP}`),
	'template.stopped': permanent('The template of the robot has been switched off', `Switch it on again: ${CONSOLE.robot}.`),
	'template.not.existed': permanent('The template of the robot does not exist', CHECK_CODE),
	'invalidParameter.userIds.empty': permanent('No recipient is named', 'Enter at least one person, or check the expression that makes the list.'),
	'invalidParameter.userIds.overMax': permanent('Too many people for one call', 'Name fewer people.'),
	'invalidParameter.userId.empty': permanent('No recipient is named', 'Enter a person, or check the expression that makes it.'),
	'staffId.notExisted': permanent('There is nobody with this user ID', 'Enter the user ID of a current employee (admin console > Contacts), or find it with User > Get by Mobile.'),
	'miss.staffId': permanent(
		'There is nobody with this user ID',
		'Enter user IDs of current employees (admin console > Contacts), or find them with User > Get by Mobile.',
	),
	'invalidParameter.msgKey.*': form('DingTalk does not know this message type', 'Check the message type (msgKey).'),
	'invalidParameter.msg.unsupport': form('The robot does not take this message type', 'Choose another message type.'),
	'sendMessage.model.notMatch': form('The robot does not take this message type', 'Choose another message type.'),
	'invalidParameter.msgParam.invalid': form('DingTalk can not read the content of the message', 'Check the fields of the message type; all values must be texts.'),
	'invalidParameter.msgParam.tooLong': form('The message is too long', 'Shorten the message: DingTalk takes at most 15,000 bytes.'),
	'invalidParameter.msgBody.invalid': form('DingTalk can not read the message', 'Check the fields of the message.'),
	'invalidParameter.param.invalid': form('A field has a value that DingTalk does not take', 'Check that no required field is empty, and that each value is one of those offered.'),
	'miss.param.*': form('A field of the message is missing', 'Fill in all required fields of the message type.'),
	'invalid.param.*': form('A field of the message has a value that DingTalk does not take', 'Check the fields of the message type.'),
	'invalidParameter.*': form('A field has a value that DingTalk does not take', 'Check that no required field is empty, and that each value is one of those offered.'),
	'miss.openConversationId': permanent('No group is named', 'Enter the open conversation ID of the group (cid...).'),
	'invalid.openConversationId': groupUnknown,
	'illegal.openconevrsation.id': groupUnknown,
	'group.disbanded': permanent('The group has been disbanded', 'Choose another group.'),
	'conversation.org.notMatch': wrongOrganization,
	'conversation.org.dismatch': wrongOrganization,
	'only.groupAdmin.canAtAll': permanent('Only the owner of the group may mention everybody', 'Leave out the mention of everybody, or let the owner allow it: Group Settings > Group Management.'),
	reject: permanent('There are too many robots in the group to list them', 'Remove robots from the group that nobody needs.'),
	'send.too.fast': tooFast,
	'send.byToken.tooFast': tooFast,
	'too.many.group': robotTooFast,
	'too.many.people': robotTooFast,
	'toomuch.msg': { ...robotTooFast, message: 'The robot sends too many DINGs: at most 6,000 people a minute' },
	'unknown.send.result': {
		class: 'ambiguous',
		message: 'DingTalk does not know whether the message was sent',
		fix: 'Look into the chat before you send it again.',
	},
	'send.forbidden': permanent('The robot may not send messages', `Check that the robot is switched on and its app released: ${CONSOLE.robot}.`),
	'bot.forbidden.sendMessage': permanent('The robot has been muted in the group', 'Ask the owner of the group to let it speak: Group Settings > Group Management > Mute.'),
	'chatbotId.notAllow.sendOTO': robotMayNot,
	'robot.oto.notExist': robotMayNot,
	unauthorized: permanent('The app is not authorized for this', `Check its permissions (${CONSOLE.permissions}), and that it has been released.`),
	'auth.error': permanent('The app may not do this', `Check its permissions (${CONSOLE.permissions}), and that the message is of this app's robot.`),
	'contain.unsafe.url': unsafe('a link in it'),
	'contain.notAllowed.text': unsafe('its text'),
	'contain.notAllowed.picture': unsafe('a picture in it'),
	'contain.notAllowed.content': unsafe('its content'),
	'processQueryKey.expireTime': sendingUnknown,
	'robot.processQueryKey.expired': sendingUnknown,
	'invalid.processQueryKey': sendingUnknown,
	'invalidParameter.processQueryKey.missing': sendingUnknown,
	'invalidParameter.processQueryKeys.overMax': permanent('Too many messages for one call: at most 20', 'Recall fewer messages with one item.'),
	'not.allowed.robotCode': permanent('The message was sent by another robot', 'Recall it with the credential that it was sent with.'),
	'notRevoke.all.messages': permanent('Not all of the messages could be recalled', 'Recall them one by one; messages to people within 24 hours of the sending.'),
	'ding.receivercount.limit': permanent('The DING has too many receivers', 'Name fewer people.'),
	'ding.serverquota.insufficient': quota(
		'The DINGs by SMS or phone that the organization has paid for are used up',
		'Ask an administrator to buy more, or choose the in-app DING.',
	),
	'send.ding.exception': transient('DingTalk could not send the DING', 'Try again later; if it goes on, check that the organization has bought DINGs by SMS or phone.'),
	'recall.ding.exception': permanent(
		'The DING could not be recalled: DingTalk knows none with this ID that this robot has sent',
		'Enter the DING ID (messageId) that Send returned, with the credential that it was sent with.',
	),
};
