import { UserError, type INodeExecutionData, type IRun, type ITriggerFunctions } from 'n8n-workflow';
import { sharedState } from './state';

/** A workflow that was asked to run. */
export interface StartedRun {
	/** Resolves once n8n has stored it, or had stored it before; rejects when it could not. May be pending for as long as the workflow runs. */
	stored: Promise<void>;
	/** Whether the workflow has begun, which it does only after it was stored. */
	hasBegun(): boolean;
}

/** n8n's new engine starts workflows without telling what becomes of them. */
const takesNoPromise = (error: unknown): boolean => error instanceof UserError && /engine 2/i.test(error.message);

/** A database that is locked is free again in a moment; and not everything that the platforms tell do they tell twice. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000];

/** Starts a workflow with one item, and tells when that is safe. */
export class Starter {
	private takesPromises = true;

	constructor(private readonly context: ITriggerFunctions) {}

	/**
	 * @param key by which n8n knows a repetition, also after a restart; at most 255 characters
	 * @param plain the item without its files, for an engine that takes none
	 * @param failsWithinMs what goes wrong sooner is not tried again: somebody is told, and does it again
	 */
	start(item: INodeExecutionData, key: string, plain: () => INodeExecutionData, failsWithinMs = 0): StartedRun {
		const { clock } = sharedState();
		const hopeFrom = clock.elapsed() + failsWithinMs;
		const { data, hasBegun } = watched([item]);
		const store = async (retryAfterMs: number[]): Promise<void> => {
			try {
				await this.emit(data, plain, key);
			} catch (error) {
				// Whoever has stopped a run does not want it to be repeated.
				if (hasBegun()) return;
				const [pauseMs, ...others] = retryAfterMs;
				if (pauseMs === undefined || clock.elapsed() < hopeFrom) throw error;
				await clock.sleep(pauseMs);
				await store(others);
			}
		};
		return { stored: store(RETRY_AFTER_MS), hasBegun };
	}

	private async emit(data: INodeExecutionData[][], plain: () => INodeExecutionData, key: string): Promise<void> {
		if (this.takesPromises) {
			const done = this.context.helpers.createDeferredPromise<IRun>();
			this.context.emit(data, undefined, done, key);
			try {
				await done.promise;
				return;
			} catch (error) {
				if (!takesNoPromise(error)) throw error;
				this.takesPromises = false;
			}
		}
		this.context.emit([[plain()]], undefined, undefined, key);
	}
}

/**
 * n8n gives no signal between "not stored yet" and "has ended". But its engine goes over a run's outputs (`map`) as it
 * begins to execute them, which is after it has stored them; what stores them does not. Where another process executes
 * them (queue mode), nothing is ever seen here.
 */
function watched(items: INodeExecutionData[]): { data: INodeExecutionData[][]; hasBegun(): boolean } {
	const data = [items];
	let hasBegun = false;
	const map: typeof data.map = (...given) => {
		hasBegun = true;
		return Array.prototype.map.apply(data, given) as never;
	};
	Object.defineProperty(data, 'map', { value: map });
	return { data, hasBegun: () => hasBegun };
}
