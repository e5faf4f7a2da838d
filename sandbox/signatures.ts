import Base64 from 'crypto-js/enc-base64';
import HmacSHA256 from 'crypto-js/hmac-sha256';

/**
 * The `sign` of a Feishu or Lark bot: the key is `timestamp + "\n" + secret` (timestamp in seconds), the message is empty.
 * "自定义机器人使用指南", https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 */
export const feishuSign = (timestampSeconds: string, secret: string): string =>
	Base64.stringify(HmacSHA256('', `${timestampSeconds}\n${secret}`));

/**
 * The `sign` of a DingTalk robot before URL encoding: the key is the secret, the message is `timestamp + "\n" + secret`
 * (timestamp in milliseconds).
 * "自定义机器人安全设置", https://open.dingtalk.com/document/dingstart/customize-robot-security-settings
 */
export const dingtalkSign = (timestampMs: string, secret: string): string =>
	Base64.stringify(HmacSHA256(`${timestampMs}\n${secret}`, secret));
