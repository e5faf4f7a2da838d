import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { ApiFailure } from '../apiFailure';
import { unexpected, type Failure } from '../delivery/types';
import { InputError } from '../inputError';

/**
 * What one item takes. It is opened in its turn, with its parameters and its credential (which n8n reads from its
 * database); what it then does goes on side by side with the others.
 */
export type OpenItem<Value> = (item: number) => Promise<() => Value | Promise<Value>>;

/** What came of an item: a failure is that item's own. */
export type Attempt<Value> = { value: Value } | { failure: Failure };

/** Opens every item and does what each takes, at most `parallel` at a time. Rejects only when the execution is stopped. */
export async function attemptAll<Value>(context: IExecuteFunctions, open: OpenItem<Value>, parallel = Infinity): Promise<Array<Attempt<Value>>> {
	const items = [...context.getInputData().keys()];
	const attempts: Array<Attempt<Value>> = [];
	const attempt = async (item: number, act: () => Promise<void>) => {
		try {
			await act();
		} catch (error) {
			throwIfStopped(context);
			attempts[item] = { failure: failureOf(error) };
		}
	};
	const opened: Array<() => Promise<void>> = [];
	for (const item of items) {
		await attempt(item, async () => {
			const act = await open(item);
			opened.push(() =>
				attempt(item, async () => {
					attempts[item] = { value: await act() };
				}),
			);
		});
	}
	const queue = opened.values();
	const work = async () => {
		for (const next of queue) await next();
	};
	await Promise.all(Array.from({ length: Math.min(parallel, opened.length) }, work));
	return attempts;
}

/** n8n knows a stopped execution by this word. */
export function throwIfStopped(context: IExecuteFunctions): void {
	if (context.getExecutionCancelSignal()?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
}

/** Our own input errors and n8n's (an expression that fails, a credential that is missing), refusals, and defects. */
function failureOf(error: unknown): Failure {
	if (error instanceof ApiFailure) return error.failure;
	const isDefect = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
	if (isDefect || !(error instanceof Error)) return unexpected(error);
	const fix = error instanceof InputError ? error.fix : "Check the node's parameters, their expressions and its credential.";
	return { class: 'permanent', code: 'INPUT', message: error.message, fix };
}
