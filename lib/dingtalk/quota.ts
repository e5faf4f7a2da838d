/**
 * What all apps of an organization may call in a month in the standard edition.
 * https://open.dingtalk.com/document/development/dingtalk-application-development-platform-billing-model
 */
const CALLS_A_MONTH = 5_000;

/** A tenth of it at once is worth a word. */
const NOTABLE = CALLS_A_MONTH / 10;

export function quotaWarning(calls: number): string | undefined {
	if (calls < NOTABLE) return undefined;
	return `This run sends its messages by ${count(calls)} calls. In DingTalk's standard edition all apps of the organization together have ${count(CALLS_A_MONTH)} a month. The same message to many people takes the fewest: 20 of them share a call.`;
}

const count = (value: number): string => value.toLocaleString('en-US');
