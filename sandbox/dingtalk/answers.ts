import type { Answer } from '../answer';

/**
 * The answers of /robot/send, byte for byte: always HTTP 200.
 * "自定义机器人发送群消息", https://open.dingtalk.com/document/development/custom-robots-send-group-messages
 * "服务端API错误码", https://open.dingtalk.com/document/development/server-api-error-codes-1
 */
const answer = (errcode: number, errmsg: string): Answer => ({ status: 200, body: { errcode, errmsg } });

/** The document's sample has the string "0"; its table says number, and so do the answers users report. */
export const SUCCESS = answer(0, 'ok');

export const NOT_POST = answer(43002, '需要POST请求');

export const BAD_CONTENT_TYPE = answer(43004, '无效的HTTP HEADER Content-Type');

/** Unconfirmed: the text, reported by users. */
export const NO_TOKEN = answer(40035, '缺少参数 access_token');

/** Unconfirmed: reported by users; the document has 400101 for it. */
export const TOKEN_UNKNOWN = answer(300005, 'token is not exist');

/** The text is the one users report; the document says 机器人已停用. */
export const STOPPED = answer(
	400102,
	'description:机器人已经停用或者未启用;solution:请让企业管理员前往开放平台后台启用对应机器人 :https://open-dev.dingtalk.com/#/',
);

/** Unconfirmed: that malformed JSON is answered like missing JSON. */
export const NO_JSON = answer(40035, '缺少参数 json');

/** Unconfirmed: the answer to a missing or wrong field of a message. */
export const missing = (field: string): Answer => answer(40035, `缺少参数 ${field}`);

/** Unconfirmed: the answer to a wrong `at` or msgUuid. */
export const invalid = (field: string): Answer => answer(40035, `不合法的参数 ${field}`);

export const UNSUPPORTED_TYPE = answer(400105, '不支持的消息类型');

/** Unconfirmed: reported by users; no document gives a size. */
export const tooLong = (bytes: number): Answer => answer(460101, `message too long, exceed ${bytes} bytes`);

/** The texts of 310000 are the ones users report since 2022; the document has short English ones. */
export const NO_KEYWORD = answer(
	310000,
	'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
);

export const SIGN_MISMATCH = answer(
	310000,
	'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;link:请参考本接口对应文档获得具体要求，或者在https://open.dingtalk.com/document/  搜索相关文档;',
);

export const IP_REFUSED = answer(
	310000,
	'description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段',
);

/** The documented text; no other is known. */
export const BAD_TIMESTAMP = answer(310000, 'invalid timestamp');

/** Unconfirmed: which of the three throttle codes is sent today; this is the one users report most. */
export const TOO_FAST = answer(130101, 'send too fast, exceed 20 times per minute');

/** An API path that does not exist. Unconfirmed: the wording of the name. */
export const unknownPath = (path: string): Answer => {
	const reason = `不合法ApiName，ApiName = dingtalk.oapi${path.replaceAll('/', '.')}`;
	return {
		status: 200,
		body: { errcode: 22, sub_msg: reason, errmsg: `Invalid method[submsg=${reason}]`, request_id: 'sandbox' },
	};
};
