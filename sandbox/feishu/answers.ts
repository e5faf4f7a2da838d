import type { Answer } from '../answer';
import type { CardProblem } from './cardRules';

/**
 * The answers of the webhook, byte for byte. Refusals come with HTTP 200 and a code, unless noted.
 * "自定义机器人使用指南", https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 * "通用错误码", https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
 */
const refuse = (body: unknown, status = 200): Answer => ({ status, body });

export const SUCCESS: Answer = {
	status: 200,
	body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
};

/** Unconfirmed: the HTTP status; a gateway that says "Bad Request" is taken at its word. */
export const BAD_REQUEST = refuse({ code: 9499, msg: 'Bad Request', data: {} }, 400);

/** Unconfirmed: no document says what an unknown path or method gets. */
export const NOT_FOUND: Answer = {
	status: 404,
	body: '404 page not found',
	headers: { 'content-type': 'text/plain' },
};

/** Unconfirmed: the text, reported by users; the code is in no document of the webhook. */
export const TOKEN_INVALID = refuse({
	code: 19001,
	data: {},
	msg: 'param invalid: incoming webhook access token invalid',
});

/** Unconfirmed: reported by users. */
export const NOT_ENABLED = refuse({ code: 19007, data: {}, msg: 'Bot Not Enabled' });

export const IP_REFUSED = refuse({ code: 19022, msg: 'Ip Not Allowed' });

/** Unconfirmed: the text, reported by users; 19002 is documented. */
export const NO_MSG_TYPE = refuse({ code: 19002, data: {}, msg: 'params error, msg_type need' });

/** Unconfirmed: that an unknown type gets the documented text of 19002. */
export const UNKNOWN_MSG_TYPE = refuse({
	code: 19002,
	data: {},
	msg: "incorrect input format or can't find msg_type",
});

export const SIGN_MISMATCH = refuse({
	code: 19021,
	msg: 'sign match fail or timestamp is not within one hour from current time',
});

export const NO_KEYWORD = refuse({ code: 19024, msg: 'Key Words Not Found' });

/** Unconfirmed: that the webhook answers with the documented general code. */
export const NO_AT_ALL = refuse({ code: 11235, data: {}, msg: 'this group is set to only admin can mention @All' });

/** Unconfirmed: the text, reported by users; the code is documented. */
export const TOO_FREQUENT = refuse({
	code: 11232,
	data: {},
	msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]',
});

/** Unconfirmed: how the webhook words a card error; the inner codes are documented for other ways to send a card. */
export const badCard = ({ code, message, value }: CardProblem): Answer =>
	refuse({
		code: 11246,
		data: {},
		msg: `ErrCode: ${code}; ErrMsg: ${message}; ${value === '' ? '' : `ErrorValue: ${value}; `}`,
	});
