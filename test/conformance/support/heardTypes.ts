import { printTable } from './table';

/** The event types that an SDK has heard by each way, for the list that is printed in the end. */
export class HeardTypes {
	private readonly heard = new Map<string, Set<string>>();

	constructor(
		private readonly sdk: string,
		private readonly ways: string[],
	) {}

	note(way: string, type: string): void {
		this.heard.set(type, (this.heard.get(type) ?? new Set()).add(way));
	}

	/** @param expected what the sandbox can produce */
	print(expected: string[]): void {
		const marks = (type: string): string[] => this.ways.map((way) => (this.heard.get(type)?.has(way) ? 'heard' : 'NOT HEARD'));
		const types = [...new Set([...expected, ...this.heard.keys()])].sort();
		const complete = types.filter((type) => this.ways.every((way) => this.heard.get(type)?.has(way)));
		printTable(this.sdk, [['Event type', ...this.ways], ...types.map((type) => [type, ...marks(type)])], `${complete.length} of ${types.length} event types heard`);
	}
}
