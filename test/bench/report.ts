import type { Platform } from './contenders';
import type { Run } from './run';

/** What one contender made of one burst. */
export interface Result extends Run {
	platform: Platform;
	alerts: number;
	contender: string;
	/** Alerts whose own line stands in an accepted message. */
	represented: number;
	/** Accepted messages. */
	messages: number;
	/** Refused calls. */
	refused: number;
	/** All calls. */
	calls: number;
	/** From the first to the last call. */
	sendSeconds: number;
}

export interface Target {
	name: string;
	met: boolean;
}

/** What this package promises for a burst of 1,000 alerts. */
export const targetsOf = ({ platform, alerts, ...result }: Result): Target[] =>
	[
		{ what: `${alerts} represented`, met: result.represented === alerts },
		{ what: 'at most 10 messages', met: result.messages <= 10 },
		{ what: 'nothing refused', met: result.refused === 0 },
		{ what: 'at most 5 s from the first to the last call', met: result.sendSeconds <= 5 },
		{ what: 'at most 5 s in the node', met: (result.nodeSeconds ?? Infinity) <= 5 },
	].map(({ what, met }) => ({ name: `${platform}, ${alerts} alerts: ${what}`, met }));

const columns: Array<[string, (result: Result, ours: Result) => string]> = [
	['burst', ({ platform, alerts }) => `${alerts} to ${platform}`],
	['contender', ({ contender }) => contender],
	['represented', ({ represented, alerts }) => `${represented} (${Math.round((100 * represented) / alerts)} %)`],
	['ours is', (result, ours) => (result === ours || result.represented === 0 ? '' : `x ${decimal(ours.represented / result.represented)}`)],
	['messages', ({ messages }) => String(messages)],
	['refused', ({ refused }) => String(refused)],
	['API calls', ({ calls }) => String(calls)],
	['alerts/call', ({ represented, calls }) => (represented / Math.max(calls, 1)).toFixed(2)],
	['seconds', ({ seconds }) => decimal(seconds)],
	['sending', ({ sendSeconds }) => decimal(sendSeconds)],
	['n8n', ({ executionSeconds }) => decimal(executionSeconds)],
	['node', ({ nodeSeconds }) => decimal(nodeSeconds)],
	['n8n shows', ({ status }) => status ?? ''],
];

export const decimal = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(1));

/** The results in the order in which they came; of each burst, the first is this package's. */
export function table(results: Result[]): string {
	const oursOf = ({ platform, alerts }: Result): Result =>
		results.find((other) => other.platform === platform && other.alerts === alerts)!;
	return aligned([columns.map(([heading]) => heading), ...results.map((result) => columns.map(([, cell]) => cell(result, oursOf(result))))]);
}

/** Rows of cells as lines: names to the left, figures to the right. */
export function aligned(rows: string[][]): string {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const padded = (cell: string, column: number) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!));
	return rows.map((row) => row.map(padded).join('  ')).join('\n');
}
