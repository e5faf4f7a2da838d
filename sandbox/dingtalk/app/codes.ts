/**
 * Robot messages and DING. The texts are those of the document on group messages, or else (where a document has only
 * `%s`) its explanations.
 * https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches
 * https://open.dingtalk.com/document/development/the-robot-sends-a-group-message
 * https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages
 * https://open.dingtalk.com/document/development/chatbot-queries-the-read-status-of-a-message
 * https://open.dingtalk.com/document/development/batch-message-recall-chat
 * https://open.dingtalk.com/document/development/enterprise-chatbot-withdraws-internal-group-messages
 * https://open.dingtalk.com/document/development/obtain-the-list-of-robots-in-the-group
 * https://open.dingtalk.com/document/development/download-the-file-content-of-the-robot-receiving-message
 * https://open.dingtalk.com/document/development/robot-sends-nail-message
 * https://open.dingtalk.com/document/development/robot-withdraws-pin-message
 */
export const ROBOT_TEXTS: Record<string, string> = {
	'invalidParameter.robotCode.empty': '机器人robotCode为空',
	'invalidParameter.userIds.empty': '用户userId列表为空',
	'invalidParameter.userIds.overMax': '用户userId列表超过最大限制',
	'invalidParameter.msgKey.empty': '缺少msgKey',
	'invalidParameter.msgKey.invalid': 'msgKey无效',
	'invalidParameter.msgParam.invalid': 'msgParam必须是json格式',
	'invalidParameter.param.invalid': '参数不合法',
	'invalidParameter.msg.unsupport': '不支持的消息类型',
	'invalidParameter.msgParam.tooLong': '消息内容太长',
	'invalidParameter.robotCode.notExsit': '机器人不存在',
	'invalidParameter.msgBody.invalid': 'body必须是JSON',
	'invalidParameter.userId.empty': '缺少staffId',
	'invalidParameter.token.invalid': '无授权的token',
	'invalidParameter.robotCode.invalid': '无效的robotCode',
	'token.notExisted': 'TOKEN不存在',
	'template.not.existed': '机器人模板不存在',
	'template.stopped': '机器人模板已经停用',
	'miss.param.text': '需要text属性',
	'miss.param.contentOfText': '需要text->content属性',
	'miss.param.link': '需要link属性',
	'miss.param.textOfLink': '需要link->text属性',
	'miss.param.titleOfLink': '需要link->title属性',
	'miss.param.messageUrlOfLink': '需要link->messageUrl属性',
	'miss.param.markdown': '需要markdown属性',
	'miss.param.markdownTotitle': '需要markdown->text属性',
	'miss.param.markdownTotext': '需要markdown->text属性',
	'miss.param.actionCard': '需要actionCard属性',
	'miss.param.actionCardTotitle': '需要actionCard->title属性',
	'miss.param.actionCardTotext': '需要actionCard->text属性',
	'miss.param.actionCardTosingleTitle': '需要actionCard->singleTitle属性',
	'miss.param.actionCardTosingleUrl': '需要actionCard->singleURL属性',
	'miss.param.actionCardTobtns': '需要actionCard->btns属性',
	'miss.param.actionCardTobtnsTotitle': '需要actionCard->btns->title属性',
	'miss.param.actionCardTobtnsToactionUrl': '需要actionCard->btns->actionURL属性',
	'invalid.param.actionCardTobtnOrientation': '错误的actionCard->btnOrientation',
	'invalid.param.actionCardTocanForward': '错误的actionCard->canForward',
	'miss.param.feedCard': '需要feedCard属性',
	'miss.param.feedCardTolinks': '需要feedCard->links属性',
	'miss.param.feedCardTolinksTotitle': '需要feedCard->links->title属性',
	'miss.param.feedCardTolinksTomessageUrl': '需要feedCard->links->messageURL属性',
	'miss.param.feedCardTolinksTopicUrl': '需要feedCard->links->picURL属性',
	'miss.param.photo': '需要photo属性',
	'miss.param.photoTophotoUrl': '需要photo->photoURL属性',
	'miss.param.image': '需要image属性',
	'miss.param.imageTopicUrl': '需要image->picURL属性',
	'miss.param.beautifulCard': '需要beautifulCard属性',
	'miss.param.beautifulCardToimage': '需要beautifulCard->image属性',
	'miss.param.beautifulCardTotitle': '需要beautifulCard->title属性',
	'miss.param.beautifulCardToactionUrl': '需要beautifulCard->actionUrl属性',
	'miss.param.beautifulCardTointroduction': '需要beautifulCard->introduction属性',
	'send.byToken.tooFast': '用TOKEN发送限流错误',
	'send.too.fast': '限流错误',
	'send.forbidden': '禁止发送',
	'ip.not.match': 'IP不匹配',
	'keywords.not.match': '关键词不匹配',
	'sign.not.match': '签名不匹配',
	'contain.unsafe.url': '含有不安全的外链',
	'contain.notAllowed.text': '含有不合适的文本',
	'contain.notAllowed.picture': '含有不合适的图片',
	'contain.notAllowed.content': '含有不合适的内容',
	'illegal.receivers': '接收者名单不合法',
	'receivers.exceed': '接收者名单超限',
	'illegal.excludes': '不接收者名单不合法',
	'too.many.group': '发送频繁限流',
	'too.many.people': '发送频繁限流',
	'bot.forbidden.sendMessage': '账户被禁言',
	'session.notExisted': 'session不存在',
	'session.expired': 'session已过期',
	'staffId.notExisted': 'staffId不存在',
	'chatbotId.notAllow.sendOTO': '不允许主动发单聊',
	'robot.oto.notExist': '没有有效的机器人单聊会话',
	'sendMessage.model.notMatch': '无匹配的消息模型',
	'miss.param.file': '消息内容不合法，需要file属性',
	'miss.param.video': '消息内容不合法，需要video->videoMediaId属性',
	'miss.param.audio': '消息内容不合法，需要audio属性',
	'invalidParameter.robotCode.auth': '此应用appkey和机器人robotCode不匹配，请使用机器人应用的appkey',
	'invalidParameter.robotCode.coolApp': '酷应用编码无效',
	'unknown.send.result': '未知的发送结果',
	'invalidParameter.robotCode.missing': '缺少robotCode',
	'invalidParameter.processQueryKey.missing': '缺少processQueryKey',
	'invalid.processQueryKey': '无效的processQueryKey',
	'miss.openConversationId': '缺少openConversationId',
	'invalid.openConversationId': '无效的openConversationId',
	'group.disbanded': '群已经解散',
	'bot.stopped': '群机器人已经停用',
	'only.groupAdmin.canAtAll': '仅群主可@所有人',
	'conversation.org.notMatch': '会话所属组织信息不匹配',
	'resource.not.found': '资源不存在，可能是机器人不存在',
	unauthorized: '未授权',
	'auth.error': '权限不足，不允许操作',
	'resource.unavailable': '资源不可用，可能是机器人已停用或会话未安装酷应用',
	'processQueryKey.expireTime': 'processQueryKey还未生成消息查询数据或已过期',
	'invalidParameter.cursor.invalid': '无效的nextToken',
	'invalidParameter.pageSize.invalid': '无效的maxResults',
	'invalidParameter.invalid': 'token对应机器人不存在',
	'openConversationId.notExisted': 'openConversationId不能和token同时为空',
	'conversation.org.dismatch': '会话不属于当前企业',
	'invalidParameter.robotCode': '机器人不存在',
	'invalidParameter.processQueryKeys.overMax': 'processQueryKeys超过数量上限20',
	'not.allowed.robotCode': '待撤回的消息不是robotCode对应的机器人发出的',
	'robot.processQueryKey.expired': 'processQueryKey已过期',
	'notRevoke.all.messages': '消息未能全部撤回',
	'miss.chatbotId': '缺少robotCode',
	'illegal.openconevrsation.id': '无效的会话id',
	reject: '群中机器人数量太多，无法查询',
	'invalidParameter.robotCode.downloadCode': '下载码有误或者已经过期',
	'invalid.chatbotId': 'invalid.chatbotId',
	'miss.staffId': 'miss.staffId',
	'toomuch.msg': 'send too fast',
	'ding.receivercount.limit': 'ding receiver count limit',
	'ding.serverquota.insufficient': 'ding server quota insufficient',
	'send.ding.exception': 'send.ding.exception',
	'recall.ding.exception': 'recall.ding.exception',
};

/**
 * Cards: the text is nearly always the code itself.
 * https://open.dingtalk.com/document/development/interface-for-creating-a-card-instance
 * https://open.dingtalk.com/document/development/delivery-card-interface
 * https://open.dingtalk.com/document/development/create-and-deliver-cards
 * https://open.dingtalk.com/document/development/interactive-card-update-interface
 * https://open.dingtalk.com/document/development/add-field-interface
 * https://open.dingtalk.com/document/development/register-card-callback-address
 * https://open.dingtalk.com/document/development/api-streamingupdate (the texts that differ)
 */
export const CARD_CODES: readonly string[] = [
	'param.empty',
	'param.cardTemplateIdEmpty',
	'param.outTrackIdEmpty',
	'param.userIdEmpty',
	'param.cardPublicDataEmpty',
	'param.userIdNotExist',
	'param.dynamicDataMappingEmpty',
	'param.dynamicSourceIdEmpty',
	'param.dynamicDataPullConfigEmpty',
	'param.dynamicDataPullIntervalInvalid',
	'param.dynamicDataPullIntervalTimeUnitInvalid',
	'param.dynamicDataSourcePullStrategyEmpty',
	'param.dynamicDataMappingPathEmpty',
	'param.dynamicDataValueTypeEmpty',
	'param.contentUnsafe',
	'param.openSpaceModelInvalid',
	'param.cardNotExist',
	'param.invalid',
	'param.cardAlreadyExist',
	'param.templateNotExist',
	'param.templateUnpublished',
	'param.openSpaceIdEmpty',
	'param.openDeliverModelEmpty',
	'param.openSpaceIdInvalid',
	'param.openDeliverModelError',
	'param.cardDataAndPrivateDataBothEmpty',
	'param.stream.keyEmpty',
	'param.stream.contentEmpty',
	'param.stream.guidEmpty',
	'param.callbackRouteKeyEmpty',
	'param.callbackUrlEmpty',
	'system.updateCallbackFailed',
	'param.emptyAppendSpaces',
];

export const CARD_TEXTS: Record<string, string> = {
	'param.spaceDeliverModelEmpty': 'param.spaceDeliverModelError',
	'param.stream.outTrackId': 'card is not exist',
	'param.stream.isFull': 'streaming update the parameter isFull is null',
	'param.stream.content': 'content is too large',
};

/**
 * https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app
 * https://open.dingtalk.com/document/development/api-gettoken
 */
export const TOKEN_TEXTS: Record<string, string> = {
	invalidClientIdOrSecret: '无效的clientId或者clientSecret',
	'invalid.client': 'invalid.client',
	'unsupported.grant.type': 'unsupported.grant.type',
};

/** https://open.dingtalk.com/document/development/address-book-search-user-id */
export const SEARCH_TEXTS: Record<string, string> = {
	'parameter.error': '参数错误',
};

/**
 * https://open.dingtalk.com/document/development/create-common-group-new-version-v2
 * https://open.dingtalk.com/document/development/obtain-group-openconversationid
 * https://open.dingtalk.com/document/development/create-a-scene-group
 */
export const GROUP_TEXTS: Record<string, string> = {
	'parameter.invalid': '输入参数错误',
	'permession.checkFailed': '权限校验失败',
	invalideChatId: '不合法的chatId',
	'member.exceed': '群成员数量超出限制',
	'member.notFound': '不存在的员工',
	'groupTemplate.notFound': '群模板不存在或者已下线',
	'groupTemplate.permessionDenied.orgNotInGrayList': '企业未在模板灰度名单内',
	'groupTemplate.permessionDenied.appNotInstalled': '应用没有安装到目标企业',
	'groupTemplate.permessionDenied.orgNotConsistent': '企业内部应用模板，不能在其他企业使用',
};

/** What the gateway of the new API refuses: HTTP 403 where the code begins with `Forbidden`, else 400. */
export const GATEWAY_TEXTS: Record<string, string> = {
	InvalidAuthentication: '不合法的access_token',
	'Forbidden.AccessDenied.IpNotInWhiteList': '访问ip不在白名单之中',
	'Forbidden.AccessDenied.QpsLimitForApi': '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	'Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi': '您的ISV应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	'Forbidden.AccessDenied.QpmLimitForSuitekeyAndOrgAndApi': '您的ISV应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	// Unconfirmed: the text.
	'Forbidden.AccessDenied.ApiCountLimitForOrg': '当前组织本月接口调用次数已达上限',
};

/**
 * The old API.
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 */
export const OLD_TEXTS: Record<number, string> = {
	[-1]: '系统繁忙',
	500: '系统异常',
	33012: '无效的USERID',
	40001: '获取access_token时Secret错误，或者access_token无效',
	40004: '不合法的媒体文件类型',
	40005: '不合法的文件类型',
	40006: '不合法的文件大小',
	40007: '不合法的媒体文件id',
	40008: '不合法的消息类型',
	40014: '不合法的access_token',
	40032: '不合法的UserID列表长度',
	40035: '不合法的参数',
	40056: '不合法的agentid',
	40066: '不合法的部门列表',
	40068: '不合法的偏移量',
	40069: '不合法的分页大小',
	40089: '不合法的corpId或corpSecret',
	40104: '电话号码无效',
	41001: '缺少access_token参数',
	41005: '缺少多媒体文件数据',
	41011: '缺少agentid',
	41028: '禁止给全员发送消息',
	41029: '超过消息接收者人数上限，企业接入为5000，ISV接入为1000',
	41045: '单应用全员消息/每天总量超限',
	// https://open.dingtalk.com/document/development/update-work-notification-status-bar
	41052: '本次发送人数过多,不再返回发送结果',
	42001: 'access_token超时',
	43001: '需要GET请求',
	43002: '需要POST请求',
	43007: '需要授权',
	43008: '参数需要multipart类型',
	45002: '消息内容超过限制',
	50002: '企业员工不在授权范围',
	50003: '应用已停用',
	50004: '企业部门不在授权范围',
	52019: '无效的agentid',
	60003: '部门不存在',
	60011: '没有调用该接口的权限',
	60020: '访问ip不在白名单之中',
	60121: '找不到该用户',
	90001: '您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了',
	90002: '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	90003: '您的企业调用钉钉开放平台所有接口的请求都被暂时禁用了，仅对企业自己的Accesstoken有效',
	90004: '您当前使用的CorpId及CorpSecret被暂时禁用了，仅对企业自己的Accesstoken有效',
	90005: '您的企业调用当前接口次数过多，请求被暂时禁用了，仅对企业自己的Accesstoken有效',
	90006: '您当前使用的CorpId及CorpSecret调用当前接口次数过多，请求被暂时禁用了，仅对企业自己的Accesstoken有效',
	90017: '此IP使用CorpId及CorpSecret调用接口的CorpId个数超过限制',
	// Unconfirmed: the texts of these two; the codes stand in
	// https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
	90018: '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
	90020: '当前组织本月接口调用次数已达上限',
	400002: '参数错误',
};

/**
 * A robot's webhook and a session's.
 * https://open.dingtalk.com/document/development/custom-robots-send-group-messages
 */
export const WEBHOOK_TEXTS: Record<number, string> = {
	[-1]: '系统繁忙',
	40035: '缺少参数 json',
	43002: '需要POST请求',
	43004: '无效的HTTP HEADER Content-Type',
	130101: 'send too fast, exceed 20 times per minute',
	// Unconfirmed: of a session that does not exist or has expired; reported by users.
	300001: 'session 不存在',
	300005: 'token is not exist',
	400013: '群已被解散',
	400101: 'access_token不存在',
	400102: '机器人已停用',
	400105: '不支持的消息类型',
	400106: '机器人不存在',
	410100: '发送速度太快而限流',
	430101: '含有不安全的外链',
	430102: '含有不合适的文本',
	430103: '含有不合适的图片',
	430104: '含有不合适的内容',
	660026: 'sending too many messages per minute',
	// Unconfirmed: whether a session's webhook says so.
	90020: '当前组织本月接口调用次数已达上限',
};
