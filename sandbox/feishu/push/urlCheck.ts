import { randomUUID } from 'node:crypto';
import { isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { UrlCheck } from '../../push/types';
import { CHECK_MS, oldLetter, post, sealed } from './byHttp';

/**
 * What the developer console does before it takes an address: whoever answers there repeats a word within a second.
 * "将事件发送至开发者服务器", https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server
 */
export async function checkUrl(app: App, url: string, book: PushBook, now: number): Promise<UrlCheck> {
	const challenge = randomUUID();
	const body = { challenge, token: app.push.token, type: 'url_verification' };
	// Unconfirmed: that the address of the old callback of cards is checked in the manner of its clicks, in clear and signed.
	const isOld = app.push.oldCardCallback && url === app.push.cardUrl;
	// "签名校验 ... 不包括请求网址校验"
	const letter = isOld ? oldLetter(app, body, now, '') : { body: sealed(app, body, now).body, headers: {} };
	const posted = await post(book, url, letter, CHECK_MS);
	if (posted.kind !== 'answer') return { ok: false };
	const answer = parseJson(posted.body);
	return { ok: posted.status === 200 && isObject(answer) && answer.challenge === challenge, status: posted.status, body: answer ?? posted.body };
}
