import type { Severity, Status } from './types';

export type Colour = 'red' | 'orange' | 'blue' | 'green';

const bySeverity: Record<Severity, Colour> = { critical: 'red', warning: 'orange', info: 'blue' };

/** By status first, then severity; never by words in the text. */
export function colourOf(status: Status, severity: Severity): Colour {
	switch (status) {
		case 'resolved':
		case 'approved':
			return 'green';
		case 'rejected':
		case 'failed':
			return 'red';
		case 'pending':
			return 'blue';
		default:
			return bySeverity[severity];
	}
}

export const iconOf: Record<Colour, string> = {
	red: '🔴',
	orange: '🟠',
	blue: '🔵',
	green: '🟢',
};
