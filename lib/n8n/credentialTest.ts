import type { INodeCredentialTestResult } from 'n8n-workflow';
import type { Outcome } from '../delivery/types';
import { InputError } from '../inputError';

/**
 * What the editor shows for the test of a bot's credential. The test sends a message without content, which
 * no chat can show: a bot that finds nothing wrong but the message works.
 */
export async function botTestResult(call: () => Promise<Outcome>): Promise<INodeCredentialTestResult> {
	try {
		const outcome = await call();
		if (outcome.accepted || outcome.failure.messageAtFault) {
			return { status: 'OK', message: 'The bot exists and can be reached' };
		}
		return failed(outcome.failure);
	} catch (error) {
		if (error instanceof InputError) return failed(error);
		throw error;
	}
}

const failed = ({ message, fix }: { message: string; fix: string }): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${message}. ${fix}`,
});
