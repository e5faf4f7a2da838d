import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Policy } from '../../lib/delivery/types';
import { numberParameter, optionParameter } from '../../lib/n8n/parameters';
import type { Language } from '../../lib/notification/types';

const DAY_S = 24 * 60 * 60;
/** Longer than the platforms' windows of a minute, which are counted from the answer to a call. */
const DEFAULT_WAIT_S = 90;

const OVER_LIMIT = {
	digest: {
		name: 'Digest',
		value: 'digest',
		description:
			'As soon as half of the limit is used up, what waits for the same chat is merged into one message with a line for each, also across executions',
	},
	fail: {
		name: 'Fail',
		value: 'fail',
		description: 'The item fails at once, with the time from which it can be sent',
	},
	wait: {
		name: 'Wait',
		value: 'wait',
		description: 'The message is sent as soon as the limit allows, up to Max Wait',
	},
};

/** Beside Send Notification, these can share a message with others. */
const DIGESTIBLE_TEXTS = ['sendText', 'sendMarkdown'];

/** Not every operation has the same choices. */
const overLimit = (
	show: NonNullable<INodeProperties['displayOptions']>,
	options: Array<keyof typeof OVER_LIMIT>,
	fallback: keyof typeof OVER_LIMIT,
): INodeProperties => ({
	displayName: 'Over the Limit',
	name: 'overLimit',
	type: 'options',
	default: fallback,
	description: 'What to do when too much has been sent for the moment, so that the platform would refuse more',
	displayOptions: show,
	options: options.map((option) => OVER_LIMIT[option]),
});

const maxWait: INodeProperties = {
	displayName: 'Max Wait (Seconds)',
	name: 'maxWait',
	type: 'number',
	default: DEFAULT_WAIT_S,
	typeOptions: { minValue: 0 },
	description:
		'How long the node may wait for the limit and repeat failed attempts, counted from its start. Items that would take longer fail with the time from which they can be sent.',
};

const onAmbiguousTimeout: INodeProperties = {
	displayName: 'On Ambiguous Timeout',
	name: 'onAmbiguousTimeout',
	type: 'options',
	default: 'resend',
	description:
		'What to do when no answer came, so that the message may or may not have arrived. The platform has no way to tell a repeated message from a new one.',
	options: [
		{
			name: "Don't Send Again",
			value: 'giveUp',
			description: 'The item fails; the message may be missing',
		},
		{
			name: 'Send Again',
			value: 'resend',
			description: 'The message surely arrives; the chat may show it twice',
		},
	],
};

const messageLanguage: INodeProperties = {
	displayName: 'Message Language',
	name: 'messageLanguage',
	type: 'options',
	default: 'en',
	description: 'The language of what the node itself adds to a message: names of fields, words like "resolved"',
	options: [
		{ name: 'Chinese (简体中文)', value: 'zh' },
		{ name: 'English', value: 'en' },
	],
};

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const timeout: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	default: 10,
	typeOptions: { minValue: 1 },
	description: 'How long to wait for the answer to one attempt',
};

/** A phone that rings twice is worse than a reminder that has to be sent again by hand. */
const onAmbiguousDing: INodeProperties = { ...onAmbiguousTimeout, default: 'giveUp', displayOptions: { show: { '/resource': ['ding'], '/operation': ['send'] } } };

const onAmbiguous = (repeating?: string[]): INodeProperties[] => {
	const all = onlyFor(onAmbiguousTimeout, repeating);
	return [{ ...all, displayOptions: { ...all.displayOptions, hide: { '/resource': ['ding'] } } }, onAmbiguousDing];
};

type OptionName = 'onAmbiguousTimeout' | 'onAmbiguousDing';

const onlyFor = (option: INodeProperties, operations?: string[]): INodeProperties =>
	operations ? { ...option, displayOptions: { show: { '/operation': operations } } } : option;

/**
 * The options that all sending operations share.
 *
 * @param extra those that not every platform needs
 * @param repeating the operations that the extra ones are for; all if left out
 * @param writing the operations that write a message, beside others that don't; all if left out
 */
export const deliveryOptions = (extra: OptionName[] = [], repeating?: string[], writing?: string[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		maxWait,
		onlyFor(messageLanguage, writing),
		...(extra.includes('onAmbiguousDing') ? onAmbiguous(repeating) : []),
		...(extra.includes('onAmbiguousTimeout') ? [onlyFor(onAmbiguousTimeout, repeating)] : []),
		overLimit({ show: { '/operation': ['sendNotification'] } }, ['digest', 'fail', 'wait'], 'digest'),
		overLimit({ show: { '/operation': DIGESTIBLE_TEXTS } }, ['digest', 'fail', 'wait'], 'wait'),
		overLimit({ hide: { '/operation': ['sendNotification', ...DIGESTIBLE_TEXTS] } }, ['fail', 'wait'], 'wait'),
		simplify,
		timeout,
	],
});

export interface DeliveryOptions {
	policy: Policy;
	language: Language;
	timeoutMs: number;
}

/** Reads them for one item; expressions may differ from item to item. */
export function readDeliveryOptions(context: IExecuteFunctions, item: number): DeliveryOptions {
	const seconds = (name: string, fallback: number, limits: { least: number; most: number }) =>
		1000 * numberParameter(context, `options.${name}`, item, fallback, limits);
	return {
		policy: {
			overLimit: optionParameter(context, 'options.overLimit', item, overLimitChoices(context.getNodeParameter('operation', item))),
			maxWaitMs: seconds('maxWait', DEFAULT_WAIT_S, { least: 0, most: DAY_S }),
			onAmbiguous: optionParameter(context, 'options.onAmbiguousTimeout', item, ambiguousChoices(context.getNodeParameter('resource', item, ''))),
		},
		language: optionParameter(context, 'options.messageLanguage', item, ['en', 'zh']),
		timeoutMs: seconds('timeout', 10, { least: 1, most: 300 }),
	};
}

/** What a resource does by itself first. */
const ambiguousChoices = (resource: unknown): [Policy['onAmbiguous'], Policy['onAmbiguous']] => (resource === 'ding' ? ['giveUp', 'resend'] : ['resend', 'giveUp']);

/** What an operation can do, what it does by itself first. */
function overLimitChoices(operation: unknown): [Policy['overLimit'], ...Array<Policy['overLimit']>] {
	if (operation === 'sendNotification') return ['digest', 'wait', 'fail'];
	return DIGESTIBLE_TEXTS.includes(String(operation)) ? ['wait', 'fail', 'digest'] : ['wait', 'fail'];
}
