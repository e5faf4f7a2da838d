import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { EventType } from '../../lib/inbound/eventType';
import type { Wants } from '../../lib/inbound/types';
import { InputError } from '../../lib/inputError';
import { booleanParameter, listParameter, numberParameter, optionParameter } from '../../lib/n8n/parameters';

/** The form that the two triggers of a platform share, and what reads it. */

export type Reader = Pick<IExecuteFunctions, 'getNodeParameter'>;

/** A trigger has no items, and its parameters no number. */
export const readerOf = (context: { getNodeParameter(name: string, fallback?: unknown): unknown }): Reader =>
	({ getNodeParameter: (name: string, _item: number, fallback?: unknown) => context.getNodeParameter(name, fallback) }) as Reader;

const CLICKS = ['cardAction', '*'];

/** Only where clicks are heard. */
const ofClicks = (field: INodeProperties): INodeProperties => ({ ...field, displayOptions: { ...field.displayOptions, show: { events: CLICKS } } });

/** An expression may take the place of the list. */
export const triggerSubtitle =
	'={{ [].concat($parameter["events"]).map((event) => ({ "*": "any event", cardAction: "card clicks", message: "messages" })[event] || event).join(", ") }}';

export interface TriggerForm {
	/** What has to be done so that something is heard, in order. Its section of the guide tells more. */
	steps: string[];
	guide: string;
	/** The platform's own events. */
	events: INodePropertyOptions[];
	/** The fixed answer to a click. */
	answer: INodeProperties[];
	chatId: { example: string; hint: string };
	personId: { example: string; hint: string };
	/** Which messages of groups mention nobody. */
	unmentioned: string;
	/** An event that is not among them. */
	otherEvent: string;
}

/** What stands beside the form of a trigger; n8n's button is called alike for both. */
export const triggerPanel = ({ header, inactive, active, activationHint }: Record<'header' | 'inactive' | 'active' | 'activationHint', string>) => ({
	header,
	executionsHelp: {
		inactive: `<b>While you build the workflow</b>, ${inactive}<br><br><b>Once it is finished</b>, publish (activate) it: it then runs by itself. These runs stand under Executions, not here.`,
		active: `<b>While you change the workflow</b>, ${inactive}<br><br>The published workflow goes on by itself, with its runs under Executions. ${active}`,
	},
	activationHint: `Publish (activate) the workflow ${activationHint}`,
});

const GUIDE = 'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/app-triggers.md';

/** n8n shows links and lists in a notice, and no other tags. */
const setupNotice = (steps: string[], guide: string): string =>
	`In this order:<ul>${steps.map((step) => `<li>${step}</li>`).join('')}</ul><a href="${GUIDE}#${guide}" target="_blank">Each click, step by step</a>`;

/** A platform's own events, as a list of the form offers them. */
export const eventOptions = (events: EventType[]): INodePropertyOptions[] =>
	events.map(({ type, name, description }) => ({ name, value: type, description: `${description} (${type})` })).sort((a, b) => a.name.localeCompare(b.name));

export const triggerForm = ({ steps, guide, events, answer, chatId, personId, unmentioned, otherEvent }: TriggerForm): INodeProperties[] => [
	{ displayName: setupNotice(steps, guide), name: 'setupNotice', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: ['message'],
		description: 'What starts the workflow',
		options: [
			{ name: 'Message to the Bot', value: 'message', description: "Somebody writes to the app's bot, or mentions it in a group" },
			{ name: 'Card Click', value: 'cardAction', description: 'Somebody clicks a button of a card of this app, or sends its form' },
			{ name: 'Any Event', value: '*', description: 'Everything that the platform tells the app, messages and card clicks included' },
			...events,
		],
	},
	ofClicks({
		displayName: 'Answer Clicks',
		name: 'clickAnswer',
		type: 'options',
		default: 'now',
		description: 'Whoever clicks a card waits for an answer, two seconds on DingTalk and three on Feishu and Lark',
		options: [
			{
				name: 'By the Workflow',
				value: 'workflow',
				description: 'With what its step Card > Respond to Click says. If that comes too late (in queue mode always), what you enter below is shown first, and the card is changed after that.',
			},
			{ name: 'Right Away', value: 'now', description: 'With what you enter below; if that is empty, nothing changes for whoever clicked' },
		],
	}),
	...answer.map(ofClicks),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'Which events start the workflow. All filters must hold.',
		options: [
			{
				displayName: 'Chats',
				name: 'chats',
				type: 'string',
				default: '',
				placeholder: `e.g. ${chatId.example}`,
				hint: chatId.hint,
				description: 'IDs of chats, separated by commas: only what happens there. What belongs to no chat starts the workflow all the same.',
			},
			{
				displayName: 'Ignore Bots',
				name: 'ignoreBots',
				type: 'boolean',
				default: true,
				description: 'Whether to leave out what bots write, which could go on for ever',
			},
			{
				displayName: 'Mentioned Only',
				name: 'mentionedOnly',
				type: 'boolean',
				default: true,
				description: `Whether to leave out messages in groups that do not mention the bot. ${unmentioned}.`,
			},
			{
				displayName: 'Senders',
				name: 'senders',
				type: 'string',
				default: '',
				placeholder: `e.g. ${personId.example}`,
				hint: personId.hint,
				description: 'IDs of people, separated by commas: only what they write, click or do. What nobody has done starts the workflow all the same.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Download Attachments',
				name: 'download',
				type: 'boolean',
				default: true,
				description:
					'Whether to put the pictures and files of a message into binary fields (attachment_0, attachment_1, ...). What takes longer than two seconds stays with the platform; the item then says why.',
			},
			{
				displayName: 'Largest Attachment (MB)',
				name: 'maxAttachment',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: DEFAULT_MB,
				description: 'Larger ones are not put into binary fields',
				displayOptions: { show: { download: [true] } },
			},
			{
				displayName: 'Other Events',
				name: 'otherEvents',
				type: 'string',
				default: '',
				placeholder: `e.g. ${otherEvent}`,
				description: 'Events that are not in the list above, by their names in the documents of the platform, separated by commas',
			},
		],
	},
];

const DEFAULT_MB = 20;

/** Throws an {@link InputError} where nothing is to be heard. */
export function readWants(reader: Reader): Wants {
	const events = [...listParameter(reader, 'events', 0), ...listParameter(reader, 'options.otherEvents', 0)];
	if (events.length === 0) throw new InputError('No event is chosen, so that nothing could start the workflow', 'Choose at least one of Events.');
	return {
		events,
		chats: listParameter(reader, 'filters.chats', 0),
		senders: listParameter(reader, 'filters.senders', 0),
		mentionedOnly: booleanParameter(reader, 'filters.mentionedOnly', 0, false),
		ignoreBots: booleanParameter(reader, 'filters.ignoreBots', 0, true),
	};
}

export const isAnsweredByWorkflow = (reader: Reader): boolean => optionParameter(reader, 'clickAnswer', 0, ['now', 'workflow']) === 'workflow';

/** How large a file may be that is downloaded, in bytes; undefined if none is to be. */
export const readDownload = (reader: Reader): number | undefined =>
	booleanParameter(reader, 'options.download', 0, false)
		? 1024 * 1024 * numberParameter(reader, 'options.maxAttachment', 0, DEFAULT_MB, { least: 1, most: 100 })
		: undefined;
