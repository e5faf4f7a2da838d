import type { INodeCredentialTestResult } from 'n8n-workflow';
import { ApiFailure } from '../apiFailure';
import type { Outcome } from '../delivery/types';
import { InputError } from '../inputError';

/** A bot and its answer to a message without content. */
interface Trial {
	name: string;
	call(): Promise<Outcome>;
}

/**
 * What the editor shows for the test of a bot's credential. The test sends a message without content, which
 * no chat can show: a bot that finds nothing wrong but the message works. Every bot of the credential is tried.
 */
export async function botTestResult(trials: () => Promise<Trial[]>): Promise<INodeCredentialTestResult> {
	try {
		const bots = await trials();
		for (const { name, call } of bots) {
			const outcome = await call();
			if (!outcome.accepted && !outcome.failure.messageAtFault) return failed(outcome.failure, bots.length > 1 ? `${name}: ` : '');
		}
		return { status: 'OK', message: bots.length > 1 ? `All ${bots.length} bots exist and can be reached` : 'The bot exists and can be reached' };
	} catch (error) {
		if (error instanceof InputError) return failed(error);
		throw error;
	}
}

/** The same for an app: what `connect` found, or why it could not. */
export async function appTestResult(connect: () => Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await connect() };
	} catch (error) {
		if (error instanceof InputError) return failed(error);
		if (error instanceof ApiFailure) return failed(error.failure);
		throw error;
	}
}

const failed = ({ message, fix }: { message: string; fix: string }, before = ''): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${before}${message}. ${fix}`,
});
