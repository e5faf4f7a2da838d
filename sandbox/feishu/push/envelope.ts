import { randomBytes } from 'node:crypto';
import type { App } from '../../organization';
import type { JsonObject } from '../../types';
import { TENANT_KEY } from '../app/messageData';

/** What an app is told: an event, or a callback that it has to answer. */
export interface Told {
	eventId: string;
	type: string;
	event: JsonObject;
	/** Unix ms. */
	at: number;
}

/** Clicks on cards and previews of links are answered on the spot, and never repeated. */
export const CALLBACKS = ['card.action.trigger', 'url.preview.get'];

export const newEventId = (): string => randomBytes(16).toString('hex');

/**
 * Both structures are in "事件概述", https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM
 * Unconfirmed: an app that asks for the old structure (`oldEnvelope`) gets every event in it here, with the event's own
 * body; the platform has other bodies for the old names.
 */
export const envelope = (app: App, told: Told): JsonObject =>
	!CALLBACKS.includes(told.type) && (app.push.oldEnvelope || !/_v\d+$/.test(told.type)) ? oldEnvelope(app, told) : newEnvelope(app, told);

/** Times of callbacks are microseconds ("微秒级时间戳"), those of events milliseconds. */
const newEnvelope = (app: App, { eventId, type, event, at }: Told): JsonObject => ({
	schema: '2.0',
	header: {
		event_id: eventId,
		event_type: type,
		create_time: CALLBACKS.includes(type) ? `${at}000` : String(at),
		token: app.push.token,
		app_id: app.id,
		tenant_key: TENANT_KEY,
	},
	event,
});

/**
 * A ticket is the app's, and no organization's.
 * "app_ticket 事件", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/application-v6/event/app_ticket-events
 */
const oldEnvelope = (app: App, { eventId, type, event, at }: Told): JsonObject => ({
	ts: (at / 1_000).toFixed(7),
	uuid: eventId,
	token: app.push.token,
	type: 'event_callback',
	event: { app_id: app.id, ...(type !== 'app_ticket' && { tenant_key: TENANT_KEY }), ...event, type },
});
