import {
	appNotInstalled,
	botNotInChat,
	botOff,
	confidential,
	content,
	externalChat,
	form,
	keyDeleted,
	messageDeleted,
	notAvailable,
	permanent,
	quota,
	scopeMissing,
	settings,
	tooFast,
	tooManyCalls,
	transient,
	type ErrorTable,
} from './rows';

/** Messages to people and groups, and what can be done with them. */

const SIZES = 'Shorten the message: a text has at most 150 KB, a rich text or card 30 KB, with its card template and style tags.';

const silenced = permanent(
	'The bot may not write here: everybody is muted, the reader has blocked the bot, or the organization restricts who may write to whom',
	"Check the group's settings (who can send messages), or ask the reader or the administrator.",
);

const topicHidden = permanent("The bot can't see the topic", 'Add the bot to the group, and let new members see earlier messages (group settings), or choose another topic.');

const messageUnseen = permanent(
	"The bot can't see the message",
	"The message is older than the bot's membership: let new members see earlier messages (group settings), or use a newer message.",
);

const noAtAll = settings('The group does not allow the bot to mention everyone', "Take the mention of everyone out, or allow it in the group's settings.");

/**
 * "Send message" and its neighbours: https://open.feishu.cn/document/server-docs/im-v1/message/create
 * Urgent: .../im-v1/buzz-messages/urgent_app; pins: .../im-v1/pin/create; reactions: .../im-v1/message-reaction/create
 */
export const messageErrors: ErrorTable = {
	'230001': form('A field of the message has a value that the platform does not take', 'Check what is named above: the receiver, the kind of the message, its content.'),
	'230002': botNotInChat,
	'230006': botOff,
	'230009': permanent('The message is too old to be recalled', 'The administrator sets how long a message can be recalled (admin console > Messenger); a batch can be recalled for one day.'),
	'230011': permanent('The message has been recalled', 'Use the ID of a message that is still there.'),
	'230012': permanent('The message is not one of this app', 'An app can do this with its own messages only: use an ID that Send returned with the same credential.'),
	'230013': notAvailable,
	'230015': content("A chat with a single person can't be shared", 'Share a group, or share the person.'),
	'230017': content('The file or picture belongs to another app', 'Upload it with this app (File > Upload Image or Upload File), or send it from binary data.'),
	'230018': settings("The group's settings do not allow this", "Check the group's settings (who can send messages, mention everyone, ...), or ask the group's owner."),
	'230019': permanent('There is no such topic', 'Check the ID of the topic (omt_...).'),
	'230020': tooFast('Too many messages to this chat or person, or updates of this message', 'Send fewer: a group or person takes 5 messages a second (all bots of a group together), a card 5 updates a second.'),
	'230022': content('The platform refused the message because it takes its content for sensitive', 'Change the text.'),
	'230023': permanent('The person has more than 200 unread urgent messages', 'Wait until some have been read, or send the message without urgency.'),
	'230024': quota("The organization's number of urgent messages is used up", 'Ask the administrator for more (admin console), or send the message without urgency.'),
	'230025': form('The message is too long', SIZES),
	'230026': permanent('The app may not recall this message', 'An app can recall its own messages; those of others only as owner or manager of the group.'),
	'230027': scopeMissing('The app may not do this', 'In an external group the app must also be allowed to be shared with other organizations.'),
	'230028': content("The organization's data loss prevention refused the message", 'Take phone numbers, email addresses and the like out of the text, or ask the administrator.'),
	'230029': permanent('The person has left the organization', 'Choose another person.'),
	'230030': permanent('There is no batch with this ID', 'Use the ID (bm-...) that Send Batch returned with the same credential.'),
	'230031': permanent("The card is older than 14 days and can't be changed any more", 'Send a new card.'),
	'230033': permanent('Who has read a message can be asked for 7 days only', 'Ask earlier.'),
	'230034': permanent("The receiver's ID does not fit its kind, or nobody has it", 'Check the ID: open IDs begin with ou_, union IDs with on_, groups with oc_; an email must be complete.'),
	'230035': silenced,
	'230036': keyDeleted,
	'230038': permanent("Apps can't write to people of another organization", 'Choose a person of your own organization.'),
	'230045': permanent('The group of the message is not there any more', 'Use a message of another group.'),
	'230046': settings('Only the owner and managers of the group may pin messages', "Make the bot a manager, or change the group's settings (who can pin)."),
	'230047': tooFast('The message has been pinned and unpinned too often at a time', 'Pin it once.'),
	'230048': tooManyCalls('The app asks for pins too often', 'Make fewer calls at a time.'),
	'230049': transient('The message is being sent at this moment', 'Look into the chat before you send it again.'),
	'230050': messageUnseen,
	'230052': permanent('The bot may not mark messages of this group as urgent', "Allow it in the group's settings (who can send urgent messages), or ask the administrator."),
	'230053': permanent('The person has stopped the messages of this bot', "The person can allow them again in the bot's chat: settings of the chat."),
	'230054': form('The platform does not do this with messages of this kind, or in this group', 'Choose another message, or send another kind (text or rich text).'),
	'230055': form('The file was uploaded as another kind than it is sent as', 'Send an MP4 as video, an OPUS file as audio, and everything else as file.'),
	'230098': permanent("The message has been folded into others and can't be urgent", 'Send it again and make the new one urgent.'),
	'230099': form('The card is not valid', "Change what is named above; the platform's card builder shows whether a card works."),
	'230110': messageDeleted,
	'230111': permanent('The message will delete itself soon', 'Choose another message.'),
	'231001': permanent('There is no such reaction', 'Enter an emoji type of the platform, for example THUMBSUP, OK or DONE.'),
	'231002': botNotInChat,
	'231003': permanent('The message is not there: the ID is wrong, or it has been recalled', 'Use the ID of a message that is still there.'),
	'231004': permanent('The group of the message is not there any more, or archived', 'Use a message of another group.'),
	'231005': permanent('The topic has been removed', 'Choose another message.'),
	'231006': transient('The platform could not tell who reacts'),
	'231007': permanent('The reaction belongs to somebody else', 'An app can remove its own reactions only.'),
	'231008': botNotInChat,
	'231010': permanent('The reaction belongs to another message', 'Use the message ID and the reaction ID of the same reaction.'),
	'231011': permanent('There is no reaction with this ID', 'Use the reaction ID that Add Reaction returned.'),
	'231012': permanent('The platform does not know the next page of the list any more', 'Run the node again.'),
	'231013': permanent('The platform does not take this kind of access token here', 'Check that the credential is of a self-built app.'),
	'231014': permanent('The platform does not take this kind of user ID', 'Choose open ID, union ID or user ID.'),
	'231015': transient('The same reaction is being added at this moment'),
	'231017': permanent('Messages of this kind take no reactions', 'Choose another message.'),
	'231018': messageUnseen,
	'231019': permanent('The sender of the message does not allow this (the bot may be blocked)', 'Choose a message of somebody else.'),
	'231020': permanent('The administrator does not allow this for the sender of the message', 'Ask the administrator of the organization.'),
	'231021': externalChat,
	'231022': notAvailable,
	'231203': permanent('The platform does not do this in a chat of this kind', 'Choose another chat.'),
	'231204': permanent('The platform does not let apps of this kind do this', 'Check that the credential is of a self-built app.'),
};

/** Numbers that mean something else for each of these operations. */

/** https://open.feishu.cn/document/server-docs/im-v1/message/create */
export const sendErrors: ErrorTable = {
	'230054': form("Messages of this kind can't be sent to this group", 'Send a text instead of a card.'),
	'230075': confidential('The reader'),
};

/** https://open.feishu.cn/document/server-docs/im-v1/message/reply */
export const replyErrors: ErrorTable = {
	'230071': permanent('The group has no topics', 'Switch off Reply in Thread.'),
	'230072': permanent("A folded message can't be answered in a thread", 'Switch off Reply in Thread.'),
	'230075': confidential('The message'),
};

/** https://open.feishu.cn/document/server-docs/im-v1/message/update */
export const editErrors: ErrorTable = {
	'230071': permanent('The message is not one of this app', 'An app can edit its own messages only: use an ID that Send returned with the same credential.'),
	'230072': permanent('The message has been edited 20 times, which is the most', 'Send a new message.'),
	'230073': confidential('The message'),
	'230074': confidential('The message'),
	'230075': permanent('The message is too old to be edited', 'The administrator sets how long a message can be edited (admin console > Messenger): send a new one.'),
};

/** "To read messages of groups the app must have im:message.group_msg as well": https://open.feishu.cn/document/server-docs/im-v1/message/get */
export const readErrors: ErrorTable = {
	'230027': scopeMissing(
		'The app may not read this; for messages of groups it needs the scope im:message.group_msg beside im:message:readonly',
		'In an external group the app must also be allowed to be shared with other organizations.',
	),
};

/** https://open.feishu.cn/document/server-docs/im-v1/message/list */
export const listErrors: ErrorTable = {
	...readErrors,
	'230073': topicHidden,
};

/** https://open.feishu.cn/document/server-docs/im-v1/message/forward */
export const forwardErrors: ErrorTable = {
	'230061': permanent("Messages of this kind can't be forwarded", 'Send a message of your own instead.'),
	'230062': confidential('The receiver'),
	'230063': permanent('There is no group with this chat ID', 'Choose the group from the list, or get its ID (oc_...) with Chat > Get Many.'),
	'230064': permanent("The message can't be forwarded: it is not there, or the bot can't see it", 'Check the message ID, and that the bot is in its chat.'),
	'230065': permanent('The message has been recalled', 'Use the ID of a message that is still there.'),
	'230066': confidential('The message'),
	'230070': confidential('The message'),
	'230074': topicHidden,
};

/** "Send messages in batches", https://open.feishu.cn/document/server-docs/im-v1/batch_message/send-messages-in-batches */
export const batchSendErrors: ErrorTable = {
	'10002': form('The messages could not be made', 'Check the content of the message.'),
	'10003': form('A field has a value that the platform does not take', 'Check the receivers and the content.'),
	'11101': permanent('An open ID does not exist', 'Open IDs differ from app to app: use those that this app got (User > Find).'),
	'11203': scopeMissing('The app may not send to several people at once (scope im:message:send_multi_users)'),
	'11204': scopeMissing('The app may not send to departments (scope im:message:send_multi_depts)'),
	'11205': botOff,
	'11207': appNotInstalled,
	'11209': appNotInstalled,
	'11210': appNotInstalled,
	'11223': scopeMissing('The app may not send messages (scope im:message:send_as_bot)'),
	'11227': content('The picture does not exist, or belongs to another app', 'Upload it with this app (File > Upload Image).'),
	'11231': permanent('There is no such group', 'Check the chat ID in the message.'),
	'11235': noAtAll,
	'11246': form('The message or card is not valid', "Change what is named above; the platform's card builder shows whether a card works."),
	'11247': quota('The app has sent 500,000 batch messages today, which is the most', 'Send the others tomorrow.'),
	'11312': content('The platform refused the message because it takes its content for sensitive', 'Change the text.'),
	'230100': content('The platform takes the message for a meaningless test', 'Write what a reader can use.'),
};
