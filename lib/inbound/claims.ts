import type { Clock } from '../clock';

/** Longer than the platforms go on repeating an event: Feishu's last attempt comes after 7 hours and 20 minutes. */
const KEPT_MS = 12 * 60 * 60 * 1000;
/** The oldest are forgotten beyond this many. */
const MOST = 50_000;

/** Where an event came in. */
export interface Claimant {
	workflow: string;
	node: string;
	way: 'connection' | 'http';
}

interface Claimed {
	way: Claimant['way'];
	nodes: Set<string>;
	at: number;
}

/**
 * Which events the workflows of this process have taken. Of two deliveries of one event a workflow takes the first: also
 * if they come at the same moment, and also if they come by different ways. Several triggers of one workflow that hear
 * it the same way take it each.
 */
export class Claims {
	private readonly claimed = new Map<string, Claimed>();

	constructor(private readonly clock: Pick<Clock, 'elapsed'>) {}

	/** Whether it is news to this trigger. */
	claim(eventId: string, { workflow, node, way }: Claimant): boolean {
		const key = `${workflow} ${eventId}`;
		const known = this.claimed.get(key);
		if (known && (known.way !== way || known.nodes.has(node))) return false;
		if (known) {
			known.nodes.add(node);
			return true;
		}
		this.forget();
		this.claimed.set(key, { way, nodes: new Set([node]), at: this.clock.elapsed() });
		return true;
	}

	/** It came to nothing: the next delivery is news again. */
	release(eventId: string, { workflow, node }: Claimant): void {
		const key = `${workflow} ${eventId}`;
		const known = this.claimed.get(key);
		if (known?.nodes.delete(node) && known.nodes.size === 0) this.claimed.delete(key);
	}

	/** In the order in which they came, so that the oldest stand first. */
	private forget(): void {
		for (const [key, { at }] of this.claimed) {
			if (at > this.clock.elapsed() - KEPT_MS && this.claimed.size < MOST) return;
			this.claimed.delete(key);
		}
	}
}
