import type { App } from '../../organization';
import type { JsonObject } from '../../types';

export interface DingtalkEvent {
	eventId: string;
	type: string;
	data: JsonObject;
	/** Unix ms. */
	bornAt: number;
}

/**
 * An event over HTTP: "HTTP推送" on its page, for example
 * https://open.dingtalk.com/document/development/enterprise-self-built-application-release
 * Unconfirmed: that `BizId` is a time; the samples are masked.
 */
export function httpBody({ corpId }: App, { eventId, type, data, bornAt }: DingtalkEvent): JsonObject {
	const fields = Object.fromEntries(Object.entries(data).map(([name, value]) => [httpName(type, name), value]));
	// nqrbp8 shows nothing else around them; they have a `corpId` of their own.
	if (type.startsWith('meetingroom_')) return { EventType: type, ...fields };
	const around = { EventType: type, EventTime: bornAt, CorpId: corpId, BizId: String(bornAt) };
	// manually-modify-the-holiday-balance
	if (type === 'leave_quota_update') return { ...around, ...fields };
	// Those of apps have an `eventId` among their fields, which is told in place of this one.
	return { ...around, eventId, ...fields };
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** As over Stream, but for the events of robots and one field of those of tasks. */
const httpName = (type: string, name: string): string =>
	type.startsWith('robot_') || (type.startsWith('todo_task_') && name === 'unionIdList') ? capital(name) : name;
