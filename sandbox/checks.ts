/**
 * Every check of the two platforms, by name. Each can be switched off (`disabledChecks`, `disableCheck`): what it
 * looks at then passes. The order here is the order in which a platform runs them.
 */
const DESCRIPTIONS = {
	'feishu.method': 'The webhook takes POST only',
	'feishu.token': 'The token at the end of the URL belongs to a bot (19001)',
	'feishu.enabled': 'The bot is enabled (19007)',
	'feishu.ip': "The caller's address is on the IP allow list, when there is one (19022)",
	'feishu.contentType': 'Content-Type is application/json (9499)',
	'feishu.size': 'The request body has at most 20 KB (9499)',
	'feishu.json': 'The request body is a JSON object (9499)',
	'feishu.msgTypePresent': 'msg_type is given (19002)',
	'feishu.msgTypeSupported': 'msg_type is text, post, image, share_chat or interactive (19002)',
	'feishu.timestamp': 'With signing on: timestamp is within one hour (19021)',
	'feishu.signature': 'With signing on: sign matches (19021)',
	'feishu.content': 'The content of a text, post, image or share_chat has the documented shape (9499)',
	'feishu.card': 'The card has the documented structure (11246)',
	'feishu.cardMention': 'A card mentions people by open_id only (11246)',
	'feishu.keyword': 'The visible content contains a keyword, when there are any (19024)',
	'feishu.atAll': '@all only in a group that allows it (11235)',
	'feishu.ratePerSecond': 'At most 5 messages in a second per bot (11232)',
	'feishu.ratePerMinute': 'At most 100 messages in a minute per bot (11232)',
	'feishuApp.path': 'The path is an operation (99991201)',
	'feishuApp.method': 'The operation has this HTTP method (99991301)',
	'feishuApp.appId': 'A token is asked for by a known app (10003)',
	'feishuApp.secret': 'The App Secret is the one of the app (10003, 10015)',
	'feishuApp.tokenPresent': 'There is an Authorization header (99991661)',
	'feishuApp.tokenFormat': 'The access token begins with t- or u- (99991671)',
	'feishuApp.token': "The access token is an app's and has not expired (99991663, 99991668)",
	'feishuApp.appState': 'The app is not disabled (99991662, 10014)',
	'feishuApp.ip': "The caller's address is on the IP allow list of the app, when there is one (99991401)",
	'feishuApp.quota': "The month's calls are not used up (99991403)",
	'feishuApp.rate': 'At most 50 calls in a second and 1,000 in a minute per operation and app (99991400)',
	'feishuApp.scope': 'The app has one of the scopes of the operation (99991672, 11203, 11204)',
	'feishuApp.json': 'The request body is a JSON object (9499)',
	'feishuApp.params': 'Query and body have the documented fields (99992402 and the code of each operation)',
	'feishuApp.bot': 'The bot ability is on and a version released (230006, 232025, 232034, 234007, 11205, 11210)',
	'feishuApp.recipient': 'Who or what an ID names exists and is known to this app (99992351 to 99992364, 230034, ...)',
	'feishuApp.availability': 'The person can use the app and has not resigned (230013, 230029, 41050, 40004, ...)',
	'feishuApp.botInChat': 'The bot is in the chat, which is not dissolved (230002, 232009, 232011, 234004)',
	'feishuApp.message': 'The message exists (99992354, 231003)',
	'feishuApp.sender': 'The app changes its own messages only (230012, 230026, 230027, 230071)',
	'feishuApp.recalled': 'The message has not been recalled (230011, 230110, 230065, 231003)',
	'feishuApp.age': 'The message is young enough (230009, 230031, 230033, 230075)',
	'feishuApp.edits': 'A message is edited 20 times at most (230072)',
	'feishuApp.messageType': 'The message is of a type that the operation is for (230054, 230061, 234043, 231017)',
	'feishuApp.batch': 'A message of a batch is left to the batch operations (230054)',
	'feishuApp.size': 'Texts have at most 150 KB, posts and cards 30 KB (230025, 10002, 200860)',
	'feishuApp.content': 'The content is a JSON text of the documented shape (230001, 230015)',
	'feishuApp.resource': 'Keys are of files that this app uploaded as this type (230001, 230017, 230055, 234003, 234008, 11227)',
	'feishuApp.card': 'The card has the documented structure (230099, 11246)',
	'feishuApp.cardMention': 'Whom a card mentions or shows exists (230099, 11246 with 100290)',
	'feishuApp.updateMulti': 'An updated card is shared, before and after (230001, 300302)',
	'feishuApp.cardEntity': 'The card entity exists, is this app’s, not sent before, and at most 14 days old (200740, ...)',
	'feishuApp.sequence': 'The sequence of card operations grows (300317)',
	'feishuApp.cardUuid': 'A uuid of a card operation is new (200770)',
	'feishuApp.streaming': 'Text is streamed while streaming mode is on, for 10 minutes (300309, 200850)',
	'feishuApp.element': 'The element of a card operation exists and fits (300310, 300313, ...)',
	'feishuApp.cardToken': 'The token of a click is genuine, 30 minutes old and used twice at most (300020, 300030, 300040)',
	'feishuApp.atAll': '@all only in a group that allows it (230018, 11235)',
	'feishuApp.uuid': 'A repeated uuid sends no second message within an hour',
	'feishuApp.chatRate': 'At most 5 messages in a second to one person or group (230020)',
	'feishuApp.messageRate': 'At most 5 updates or pins in a second of one message (230020, 230047)',
	'feishuApp.urgent': 'Nobody has more than 200 unread urgent messages (230023)',
	'feishuApp.fileSize': 'Images have at most 10 MB, files 30 MB, and neither is empty (234006, 234010)',
	'feishuApp.imageFormat': 'An image is one, and not too large (234011, 234039)',
	'feishuApp.emoji': 'The reaction is an emoji type (231001)',
	'feishuApp.reaction': 'The reaction exists, on this message and by this app (231007, 231010, 231011)',
	'feishuApp.members': 'New members exist, may see the app, and are not too many (232013, 232021, 232024, 232043, ...)',
	'feishuApp.chatName': 'A public group has a name of two characters (232020, 232042)',
	'feishuApp.batchQuota': 'At most 500,000 batch messages a day per app (11247)',
	'feishuPush.request': 'The address of a long connection is asked for by POST, with JSON (1)',
	'feishuPush.secret': 'The App ID is that of an app, with its App Secret (514)',
	'feishuPush.appState': 'The app is released, with the bot ability, and not disabled (403)',
	'feishuPush.connections': 'An app has at most 50 long connections (1000040350)',
	'feishuPush.ticket': 'The address of a long connection is good for one connection (514)',
	'feishuPush.subscription': 'Apps are told of the events alone that they subscribed to',
	'feishuPush.hearing': 'Apps are told of the messages alone that they have the scopes for',
	'feishuPush.acknowledged': 'A push over a long connection is acknowledged within 3 seconds, or it comes again',
	'feishuPush.eventStatus': 'An event by HTTP is answered with the status 200, or it comes again',
	'feishuPush.answerStatus': 'A click is answered with the status 200 (200671)',
	'feishuPush.answerBody': 'The answer to a click has the documented form (200672)',
	'feishuPush.answerCard': 'The card of an answer could be sent, and is of the same version (200673, 200830)',
	'feishuPush.answerFirst': 'What updates a card before the click on it is answered is undone',
	'dingtalk.method': 'The webhook takes POST only (43002)',
	'dingtalk.contentType': 'Content-Type is application/json (43004)',
	'dingtalk.tokenPresent': 'The URL has an access_token (40035)',
	'dingtalk.token': 'The access_token belongs to a robot (300005)',
	'dingtalk.enabled': 'The robot is enabled (400102)',
	'dingtalk.ip': "The caller's address is on the IP allow list, when there is one (310000)",
	'dingtalk.timestamp': 'With signing on: timestamp (ms) is within one hour (310000)',
	'dingtalk.signature': 'With signing on: sign matches (310000)',
	'dingtalk.size': 'The request body has at most 20,000 bytes (460101)',
	'dingtalk.json': 'The request body is a JSON object (40035)',
	'dingtalk.msgtype': 'msgtype is text, markdown, link, actionCard or feedCard (400105)',
	'dingtalk.content': 'The message object has the documented fields (40035)',
	'dingtalk.at': '`at` has the documented shape and at most 50 people (40035)',
	'dingtalk.msgUuidFormat': 'msgUuid is a string (40035)',
	'dingtalk.keyword': 'The visible content contains a keyword, when there are any (310000)',
	'dingtalk.rateBlock': 'A robot that went over its limit is blocked for 10 minutes (130101)',
	'dingtalk.ratePerMinute': 'At most 20 messages in a minute per robot (130101)',
	'dingtalk.mentionInText': 'A mention counts only when @x also stands in the text',
	'dingtalk.mentionMember': 'Only members of the group can be mentioned',
	'dingtalk.msgUuid': 'A repeated msgUuid makes no second message',
	'dingtalkApp.credentials': 'AppKey and AppSecret (and CorpId, where it stands in the path) belong to an app (invalidClientIdOrSecret, invalid.client, 40096)',
	'dingtalkApp.tokenPresent': 'The token is in the header (new API) or the query (old API) (AuthenticationFailed.MissingParameter, 40000, 41001)',
	'dingtalkApp.token': 'The token was issued and has not expired (InvalidAuthentication, 40014)',
	'dingtalkApp.enabled': 'The app has not been switched off (InvalidAuthentication, 50003)',
	'dingtalkApp.ip': "The caller's address is on the app's IP allow list, when there is one (IpNotInWhiteList, 60020)",
	'dingtalkApp.scope': 'The app has been granted the permission of the API (AccessTokenPermissionDenied, 60011)',
	'dingtalkApp.freshToken': 'A permission granted meanwhile counts from the next request for a token on (AccessTokenPermissionDenied, 60011)',
	'dingtalkApp.rate': 'At most 20 calls in a second per app and API (QpsLimitForAppkeyAndApi, 90018)',
	'dingtalkApp.quota': 'The organization has calls left in this month (ApiCountLimitForOrg, 90020)',
	'dingtalkApp.params': 'Required fields are there and of the documented kind',
	'dingtalkApp.robot': "robotCode is that of the calling app's robot, which is released and switched on",
	'dingtalkApp.receivers': 'A list of receivers is neither empty nor too long',
	'dingtalkApp.group': "openConversationId is an existing group with the app's robot in it",
	'dingtalkApp.message': 'The message has the fields of its type',
	'dingtalkApp.media': 'A media ID in a message is that of an uploaded file',
	'dingtalkApp.size': 'Messages, card values and files are within their sizes',
	'dingtalkApp.flowControl': 'Who is under flow control gets no message of a robot',
	'dingtalkApp.availability': "Only people within the app's availability can be reached",
	'dingtalkApp.person': 'The person works in the organization',
	'dingtalkApp.department': 'The department exists (60003)',
	'dingtalkApp.mediaType': 'An uploaded file is of its type (40004, 40005)',
	'dingtalkApp.session': 'A session is known and has not expired (300001)',
	'dingtalkApp.downloadCode': 'A download code is known, of this robot and has not expired',
	'dingtalkApp.sending': 'A processQueryKey is known, of this robot and not too old',
	'dingtalkApp.ding': 'DING messages by SMS and phone need a paid pack (ding.serverquota.insufficient)',
	'dingtalkApp.agentId': 'agent_id is that of the calling app (40056)',
	'dingtalkApp.task': 'A work notification is known and not too old',
	'dingtalkApp.workLimits': 'A work notification over the limits (500 a day, twice the same) reaches nobody and is not refused',
	'dingtalkApp.template': 'The card template exists and is published',
	'dingtalkApp.card': 'A card exists before it is changed, and is made once only',
	'dingtalkApp.cardSpace': 'A card is declared for the space that it is delivered to, with the parameters of that space',
	'dingtalkApp.callbackRoute': 'A callbackRouteKey is registered once only',
	'dingtalkApp.chat': 'A chatId is that of a group (invalideChatId)',
	'dingtalkPush.secret': 'A connection is asked for with Client ID and Client Secret of an app (authFailed)',
	'dingtalkPush.subscriptions': 'A connection subscribes to EVENT * and to topics of callbacks',
	'dingtalkPush.accept': 'Who asks for a connection without accepting application/json gets XML',
	'dingtalkPush.ticket': 'A ticket opens one connection, and within 90 seconds',
	'dingtalkPush.topic': 'A client hears only what it has subscribed to',
	'dingtalkPush.events': 'Only events that are ticked in the developer console are told',
	'dingtalkPush.ackStatus': 'An event is acknowledged with code 200 and the status SUCCESS',
	'dingtalkPush.ackDeadline': 'An answer comes within 3 seconds (HTTP: 2.5, clicks on cards: 2)',
	'dingtalkPush.httpAnswer': 'An event over HTTP is answered with `success`, encrypted and signed',
	'dingtalkPush.cardAnswer': 'A click is answered with an object whose variables are texts',
	'dingtalkPush.mentioned': 'In a group a robot hears only what mentions it',
	'dingtalkPush.groupFiles': 'In a group a robot gets no voice messages, videos and files',
	'dingtalkPush.published': 'Before its first release a robot is not told who writes',
	'dingtalkPush.quota': 'When the quota is used up, messages come without their content (20001)',
} as const;

export type CheckName = keyof typeof DESCRIPTIONS;

export interface CheckInfo {
	name: CheckName;
	description: string;
}

/** All checks with what each one demands. */
export const CHECKS: readonly CheckInfo[] = (Object.keys(DESCRIPTIONS) as CheckName[]).map((name) => ({
	name,
	description: DESCRIPTIONS[name],
}));

export const isCheckName = (name: unknown): name is CheckName =>
	typeof name === 'string' && Object.hasOwn(DESCRIPTIONS, name);

/** The switches of one sandbox. */
export class Switches {
	private readonly off = new Set<CheckName>();

	constructor(disabled: readonly string[] = []) {
		for (const name of disabled) this.disable(name);
	}

	isOn(name: CheckName): boolean {
		return !this.off.has(name);
	}

	disable(name: string): void {
		this.off.add(known(name));
	}

	enable(name: string): void {
		this.off.delete(known(name));
	}

	disabled(): CheckName[] {
		return [...this.off];
	}
}

function known(name: string): CheckName {
	if (!isCheckName(name)) throw new Error(`No such check: ${name}`);
	return name;
}
