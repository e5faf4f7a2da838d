const minutes = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const clock = new Intl.DateTimeFormat(undefined, minutes);
const exact = new Intl.DateTimeFormat(undefined, { ...minutes, second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });

/** Unix ms as hours and minutes. */
export const time = (ms) => clock.format(ms);
/** Unix ms with seconds. */
export const exactTime = (ms) => exact.format(ms);
/** Unix ms as a date. */
export const date = (ms) => day.format(ms);

export const PLATFORMS = { feishu: 'Feishu', lark: 'Lark', dingtalk: 'DingTalk' };

/** One character of a Chinese name, up to two initials of another. */
export function initials(name) {
	const words = name.trim().split(/\s+/);
	const first = [...(words[0] ?? '?')][0] ?? '?';
	if (/[\u2e80-\u9fff]/.test(first) || words.length === 1) return first.toUpperCase();
	return (first + ([...(words[1] ?? '')][0] ?? '')).toUpperCase();
}

const SHADES = 6;

/** A number of a colour, the same for the same name. */
export const shade = (name) => [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973, 7) % SHADES;

export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
