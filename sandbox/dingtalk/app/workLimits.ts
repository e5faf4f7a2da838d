import type { EndpointWorld } from '../../answer';
import type { App } from '../../organization';
import { DAY, HOUR } from './context';

/**
 * "超出以下限制次数后，接口返回成功，但用户无法接收到。"
 * https://open.dingtalk.com/document/development/asynchronous-sending-of-enterprise-session-messages
 */
const PER_DAY = 500;
const PER_MINUTE = 5_000;

/** Why somebody gets nothing: the codes of getsendresult, with the limit. */
export interface Forbidden {
	code: string;
	count: number;
	userid: string;
}

interface DayOfPerson {
	day: number;
	sent: number;
	contents: Set<string>;
}

/** Unconfirmed: that a day is one of the calendar in China. */
const dayOf = (now: number): number => Math.floor((now + 8 * HOUR) / DAY);

function today(world: EndpointWorld, app: App, userId: string): DayOfPerson {
	const days = world.state('dingtalk.workDays', () => new Map<string, DayOfPerson>());
	const name = `${app.id} ${userId}`;
	const known = days.get(name);
	const day = dayOf(world.now());
	if (known?.day === day) return known;
	const fresh = { day, sent: 0, contents: new Set<string>() };
	days.set(name, fresh);
	return fresh;
}

/** Counts a notification, or says why it reaches nobody. */
export function takeNotification(world: EndpointWorld, app: App, userid: string, content: string): Forbidden | undefined {
	const minute = world.rate(`work ${app.id}`);
	const day = today(world, app, userid);
	if (world.switches.isOn('dingtalkApp.workLimits')) {
		if (day.contents.has(content)) return { code: '143106', count: 1, userid };
		if (day.sent >= PER_DAY) return { code: '143105', count: PER_DAY, userid };
		if (minute.within(60_000) >= PER_MINUTE) return { code: '143103', count: PER_MINUTE, userid };
	}
	day.sent += 1;
	day.contents.add(content);
	minute.take();
	return undefined;
}
