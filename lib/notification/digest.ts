import { colourOf, iconOf, type Colour } from './appearance';
import { words } from './language';
import { cutToLength, oneLine } from './text';
import { SEVERITIES, type Mention, type Notification, type Status } from './types';

export interface Entry {
	entry: Notification;
	/** Its subject's beginning has not been told: this line stands for both. */
	untoldBeginning: boolean;
}

/** How much of a line is shown, in UTF-16 units: the more there are, the shorter each is. */
interface Width {
	about: number;
	details: number;
}
const WIDE: Width = { about: 300, details: 600 };
const MEDIUM: Width = { about: 200, details: 80 };
const NARROW: Width = { about: 150, details: 0 };
const LONGEST_PLACE = 100;
const SHORTEST_HEADING = 40;
/** Details are worth this many messages; with more of them, each line tells only what it is and where. */
const MOST_WITH_DETAILS = 4;

/** What a group of events is as a whole: the first of these that one of them is. */
const WORST: Status[] = ['firing', 'failed', 'rejected', 'pending', 'info', 'approved', 'resolved'];
/** The platforms take no more; a single notification with more of them is refused by itself. */
const MOST_MENTIONS = 50;

/**
 * One notification with a line for each of the first entries, as many as fit. `hasRoom` must hold for fewer lines if it
 * holds for more.
 */
export function digest(
	entries: Entry[],
	hasRoom: (candidate: Notification) => boolean,
): { notification: Notification; taken: number } {
	const fits = (candidate: Notification) => candidate.mentions.length <= MOST_MENTIONS && hasRoom(candidate);
	const asMany = (width: Width): number => {
		let [taken, tooMany] = [1, entries.length + 1];
		while (tooMany - taken > 1) {
			const middle = (taken + tooMany) >> 1;
			if (fits(merged(entries.slice(0, middle), width))) taken = middle;
			else tooMany = middle;
		}
		return taken;
	};
	const chosen = (width: Width, taken: number) => ({ notification: merged(entries.slice(0, taken), width), taken });
	if (fits(merged(entries, WIDE))) return chosen(WIDE, entries.length);
	const withDetails = asMany(MEDIUM);
	if (entries.length <= withDetails * MOST_WITH_DETAILS) return chosen(MEDIUM, withDetails);
	return chosen(NARROW, asMany(NARROW));
}

function merged(entries: Entry[], width: Width): Notification {
	const all = entries.map(({ entry }) => entry);
	const { language } = all[0]!;
	const say = words[language];
	// All events of one delivery tell the same number.
	const leftOut = Math.max(...all.map((entry) => entry.leftOut));
	const status = WORST.find((one) => all.some((entry) => entry.status === one))!;
	const ofStatus = (one: Status) => all.filter((entry) => entry.status === one);
	const severity = SEVERITIES.find((one) => ofStatus(status).some((entry) => entry.severity === one))!;
	const counts = WORST.filter((one) => ofStatus(one).length > 0).map((one) => `${say.status[one]} ${ofStatus(one).length}`);
	return {
		title: `${say.digest(all.length)}: ${counts.join(' · ')}`,
		status,
		severity,
		summary: '',
		fields: [],
		lines: counted(entries.map((entry) => line(entry, width))),
		links: [],
		mentions: distinct(all.flatMap(({ mentions }) => mentions)),
		footer: [say.mergedForLimit, leftOut > 0 ? say.truncatedBySender(leftOut) : ''].filter((text) => text !== '').join(' · '),
		language,
		dedupeKey: '',
		subjectKey: '',
		leftOut,
		line: { severity: '', heading: '', where: '', details: '' },
	};
}

const written = new WeakMap<Entry, Map<Width, string>>();

/** Written once for each width, however often the room for it is tried. */
function line(entry: Entry, width: Width): string {
	const known = written.get(entry) ?? new Map<Width, string>();
	written.set(entry, known);
	const text = known.get(width) ?? write(entry, width);
	known.set(width, text);
	return text;
}

function write({ entry, untoldBeginning }: Entry, width: Width): string {
	const { cut, firedAndResolved } = words[entry.language];
	const colour: Colour = colourOf(entry.status, entry.severity);
	const cutTo = (text: string, length: number) => (length > 0 ? cutToLength(oneLine(text), length, cut) : '');
	// The place is the last to be cut: an alert without it is of no use.
	const where = cutTo(entry.line.where, LONGEST_PLACE);
	const heading = cutTo(entry.line.heading, Math.max(SHORTEST_HEADING, width.about - where.length));
	const parts = [entry.line.severity, heading, where, untoldBeginning ? firedAndResolved : '', cutTo(entry.line.details, width.details)];
	return `${iconOf[colour]} ${parts.filter((part) => part !== '').join(' · ')}`;
}

/** The same line twice is one line that says so. */
function counted(lines: string[]): string[] {
	const counts = new Map<string, number>();
	for (const one of lines) counts.set(one, (counts.get(one) ?? 0) + 1);
	return [...counts].map(([one, count]) => (count > 1 ? `${one} (×${count})` : one));
}

const distinct = (mentions: Mention[]): Mention[] => [
	...new Map(mentions.map((mention) => [`${mention.by} ${mention.id}`, mention])).values(),
];
