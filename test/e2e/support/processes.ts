import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
	id: number;
	commandLine: string;
}

const read = (id: number, file: string): string => {
	try {
		return readFileSync(`/proc/${id}/${file}`, 'utf8');
	} catch {
		// It ended while we looked, or belongs to somebody else.
		return '';
	}
};

/** The running processes whose environment holds this variable ("NAME=value"): children inherit it. */
export function processesWith(variable: string): Process[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((id) => read(id, 'environ').split('\0').includes(variable))
		.map((id) => ({ id, commandLine: read(id, 'cmdline').replaceAll('\0', ' ') }))
		.filter(({ commandLine }) => commandLine !== '');
}

const BYTES_PER_KB = 1024;

/** The most memory any of those processes has held since it started, in bytes. */
export function peakMemory(variable: string): number {
	const peaks = processesWith(variable).map(({ id }) => {
		const [, kilobytes = 0] = /VmHWM:\s+(\d+) kB/.exec(read(id, 'status')) ?? [];
		return Number(kilobytes) * BYTES_PER_KB;
	});
	return Math.max(...peaks);
}
