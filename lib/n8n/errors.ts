import { NodeApiError, type IDataObject, type INode } from 'n8n-workflow';
import type { Failure } from '../delivery/types';

/** A failure as an item's `error`: `{{ $json.error.message }}` and what a workflow can decide by. */
export const errorJson = ({ class: failureClass, code, message, fix, retryAt }: Failure): IDataObject => ({
	message,
	fix,
	class: failureClass,
	code,
	retryAt: retryAt === undefined ? null : new Date(retryAt).toISOString(),
});

interface FailedItem {
	item: number;
	failure: Failure;
}

const SHOWN = 3;

/** The editor shows descriptions as HTML. */
const LINE_BREAK = '<br>\n';

/** What the items of a run were to be. */
type Done = 'sent' | 'done';

const DONE = {
	sent: 'The other items were sent; Retry on Fail does not send them again.',
	done: 'The other items were done.',
};

/** The one error of a run with failures: how many, the first of them, and what to do about them. */
export function runError(node: INode, failed: [FailedItem, ...FailedItem[]], total: number, done: Done = 'sent'): NodeApiError {
	const [first] = failed;
	const message =
		total === 1 ? first.failure.message : `${failed.length} of ${total} items ${failed.length === 1 ? 'was' : 'were'} not ${done}. Item ${first.item}: ${first.failure.message}`;
	const description = [
		...failed.slice(0, SHOWN).map((entry) => describe(entry, failed.length)),
		...(failed.length > SHOWN ? [`... and ${failed.length - SHOWN} more.`] : []),
		...(total > failed.length ? [DONE[done]] : []),
	].join(LINE_BREAK);
	// No code and no answer are handed over: n8n would replace the message by a general one.
	return new NodeApiError(node, {}, { message, description, itemIndex: first.item });
}

/** The one failure of a run stands in the message. */
function describe({ item, failure }: FailedItem, failures: number): string {
	const when = failure.retryAt === undefined ? '' : ` Earliest next attempt: ${new Date(failure.retryAt).toISOString()}.`;
	const what = failures === 1 ? failure.fix : `Item ${item}: ${failure.message}. ${failure.fix}`;
	return `${what}${when} [${failure.class}, ${failure.code}]`;
}
