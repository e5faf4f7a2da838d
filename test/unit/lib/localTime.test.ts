import { momentOf } from '../../../lib/localTime';

const iso = (text: string, zone: string) => new Date(momentOf(text, zone)).toISOString();

test.each([
	['2026-11-20T08:00:00', 'Asia/Shanghai', '2026-11-20T00:00:00.000Z'],
	['2026-11-20T08:00', 'UTC', '2026-11-20T08:00:00.000Z'],
	['2026-11-20T08:00:00.250', 'America/New_York', '2026-11-20T13:00:00.250Z'],
	['2026-11-20', 'Asia/Shanghai', '2026-11-19T16:00:00.000Z'],
	['2026-11-20T08:00:00Z', 'Asia/Shanghai', '2026-11-20T08:00:00.000Z'],
	['2026-11-20T08:00:00.000+05:30', 'Asia/Shanghai', '2026-11-20T02:30:00.000Z'],
	// The clocks go forward at 2:00 on 29 March, and back at 3:00 on 25 October.
	['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
	['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
	['2026-10-25T00:30:00', 'Europe/Berlin', '2026-10-24T22:30:00.000Z'],
	['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
])('%s in %s is %s', (text, zone, moment) => {
	expect(iso(text, zone)).toBe(moment);
});

test.each(['yesterday', '', '2026-13-40T08:00:00', '20 November'])('%j is no time', (text) => {
	expect(momentOf(text, 'UTC')).toBeNaN();
});
