import type { Answer } from '../../answer';
import { asArray, asText, isObject } from '../../json';
import type { Person } from '../../organization';
import type { JsonObject } from '../../types';
import { ok } from './answers';
import type { Call } from './call';
import { checkCard } from './cardRefusals';
import { isShared, updateCard } from './cardUpdate';
import { findPerson } from './ids';
import type { Operation } from './operation';
import type { CardToken } from './state';

/**
 * The update of a card that somebody has clicked, by the token of the click.
 * "延时更新消息卡片", https://open.feishu.cn/document/ukTMukTMukTM/uMDO1YjLzgTN24yM4UjN
 */
const TOKEN_MS = 30 * 60_000;
const TOKEN_USES = 2;
const MAX_BYTES = 30 * 1_024;
const MAX_SHOWN_BYTES = 100 * 1_024;

function update(call: Call): Answer {
	const token = tokenOf(call);
	const message = call.world.message(token.messageId);
	if (!message || message.recalledAt !== undefined) return call.end('feishuApp.recalled', 200000);
	const { card } = call.body;
	if (!isObject(card)) return call.end('feishuApp.content', 10002, { ext: 'card' });
	const size = Buffer.byteLength(JSON.stringify(card));
	call.refuseIf(size > MAX_SHOWN_BYTES, 'feishuApp.size', 100000);
	// Unconfirmed: the code from 30 to 100 KB.
	call.refuseIf(size > MAX_BYTES, 'feishuApp.size', 11311, { ext: 'card size exceeds 30 KB' });
	const { open_ids: openIds, ...content } = card;
	const readers = checkedReaders(call, content, openIds);
	checkCard(call, content, 11311);
	const chat = call.world.group(message.groupId);
	if (!chat) return call.end('feishuApp.message', 200000);
	token.uses += 1;
	updateCard(call.world, { app: call.app, chat, message, card: content, readers });
	return ok({ msg: 'ok' });
}

function tokenOf(call: Call): CardToken {
	const given = call.text('token');
	call.refuseIf(!/^c-[0-9A-Za-z_-]+$/.test(given), 'feishuApp.cardToken', 300020);
	const token = call.state.cardTokens.get(given);
	if (!token) return call.end('feishuApp.cardToken', 300030);
	call.refuseIf(token.appId !== call.app.id, 'feishuApp.sender', 200310);
	call.refuseIf(call.world.now() - token.issuedAt > TOKEN_MS, 'feishuApp.cardToken', 300030);
	call.refuseIf(token.uses >= TOKEN_USES, 'feishuApp.cardToken', 300040);
	return token;
}

/** A card 1.0 that is not shared is updated for the people named. */
function checkedReaders(call: Call, card: JsonObject, openIds: unknown): Person[] {
	call.refuseIf(!isShared(card) && asArray(openIds).length === 0, 'feishuApp.updateMulti', 300090);
	const found = asArray(openIds).map((id) => findPerson(call.world, call.app, 'open_id', asText(id)));
	call.refuseIf(openIds !== undefined && (isShared(card) || found.includes(undefined)), 'feishuApp.recipient', 200320);
	return found.filter((person) => person !== undefined);
}

export const CARD_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/interactive/v1/card/update',
		scopes: ['im:message', 'im:message:send_as_bot', 'im:message:update'],
		notJson: 100030,
		run: update,
	},
];
