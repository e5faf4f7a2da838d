import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decodeItem } from '../../lib/events/decode';
import { LINK_NAMES, toNotification, type Layout, type LinkName } from '../../lib/events/toNotification';
import { emptyEvent, type SubscriptionEvent } from '../../lib/events/types';
import { InputError } from '../../lib/inputError';
import { listParameter, optionParameter, rowsParameter, textParameter } from '../../lib/n8n/parameters';
import { withoutSecrets } from '../../lib/notification/secrets';
import type { Mention, Notification } from '../../lib/notification/types';
import type { BuildContext } from './bot';
import { severityOptions, statusOptions } from './eventOptions';
import { fieldRows } from './fieldRows';

const fromItem = { show: { contentFrom: ['item'] } };
const fromFields = { show: { contentFrom: ['fields'] } };

const linkRows: INodeProperties['options'] = [
	{
		name: 'link',
		displayName: 'Link',
		values: [
			{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Open the ticket' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '', placeholder: 'e.g. https://example.com/tickets/7' },
		],
	},
];

/** The form of Send Notification: nothing has to be filled in as long as the incoming item tells something. */
export const notificationForm: INodeProperties[] = [
	{
		displayName: 'Content',
		name: 'contentFrom',
		type: 'options',
		default: 'item',
		description: 'What the notification tells',
		options: [
			{
				name: 'From the Fields Below',
				value: 'fields',
				description: 'Title, text and so on are filled in here, with expressions if you like',
			},
			{
				name: 'From the Incoming Item',
				value: 'item',
				description:
					'An event of a Subscription Trigger, an Alertmanager body (also from a Webhook node), a changed row, or any JSON: recognised by itself',
			},
		],
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Backup failed',
		description: 'One line; also what a phone shows',
		displayOptions: fromFields,
	},
	{
		displayName: 'Summary',
		name: 'summary',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. The nightly backup of orders ended with an error',
		description: 'A short text below the title',
		displayOptions: fromFields,
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		default: 'info',
		description: 'What has become of it; decides the colour before the severity does',
		options: statusOptions,
		displayOptions: fromFields,
	},
	{
		displayName: 'Severity',
		name: 'severity',
		type: 'options',
		default: 'info',
		description: 'How bad it is: red, orange or blue',
		options: severityOptions,
		displayOptions: fromFields,
	},
	{
		...fieldRows('Names and values to list; a field without a value is left out', { name: 'Database', value: 'orders' }),
		displayOptions: fromFields,
	},
	{
		displayName: 'Links',
		name: 'links',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		placeholder: 'Add Link',
		description: 'Where a reader can go from here',
		options: linkRows,
		displayOptions: fromFields,
	},
	{
		displayName: 'Layout',
		name: 'layout',
		type: 'collection',
		placeholder: 'Change Layout',
		default: {},
		description: 'What a reader gets to see of the item. Without a change: everything that it tells.',
		displayOptions: fromItem,
		options: [
			{
				displayName: 'Fields to Show',
				name: 'showFields',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, sortable: true },
				default: {},
				placeholder: 'Add Field',
				description: 'Only these, in this order. What the item does not hold is left out.',
				options: [
					{
						name: 'field',
						displayName: 'Field',
						values: [
							{
								displayName: 'Field',
								name: 'name',
								type: 'string',
								default: '',
								placeholder: 'e.g. severity, instance, startsAt or raw.customer.name',
								description: 'A label, a field, or a path into the event',
							},
							{
								displayName: 'Label',
								name: 'label',
								type: 'string',
								default: '',
								placeholder: 'e.g. Server',
								description: 'What the reader sees as its name; empty for its own name',
							},
						],
					},
				],
			},
			{
				displayName: 'Links to Show',
				name: 'showLinks',
				type: 'multiOptions',
				default: ['dashboard', 'runbook', 'silence', 'source'],
				description: "Which of the event's own links to show",
				options: [
					{ name: 'Dashboard', value: 'dashboard' },
					{ name: 'Runbook', value: 'runbook' },
					{ name: 'Silence', value: 'silence' },
					{ name: 'Source', value: 'source' },
				],
			},
			{
				displayName: 'More Links',
				name: 'moreLinks',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, sortable: true },
				default: {},
				placeholder: 'Add Link',
				description: "Links beside the event's own; in text and URL, {labels.instance} stands for the event's value",
				options: linkRows,
			},
			{
				displayName: 'Summary Template',
				name: 'summaryTemplate',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. {value} on {labels.instance}',
				description: "The text below the title, with the event's values in braces",
			},
			{
				displayName: 'Title Template',
				name: 'titleTemplate',
				type: 'string',
				default: '',
				placeholder: 'e.g. {labels.alertname} on {labels.instance}',
				description: "The title, with the event's values in braces: {title}, {status}, {severity}, {labels.instance}, {annotations.summary}",
			},
		],
	},
];

/** What an item tells, as notifications: one for each event that it holds. */
export function notificationsOf(
	context: IExecuteFunctions,
	item: number,
	{ language, secrets }: BuildContext,
	mentions: Mention[],
): Notification[] {
	const options = { language, timeZone: context.getTimezone(), mentions };
	if (optionParameter(context, 'contentFrom', item, ['item', 'fields']) === 'fields') {
		const links = rowsParameter(context, 'links.link', item).map(({ text = '', url = '' }) => ({ text: text || url, url }));
		return [{ ...toNotification(filledIn(context, item), options), links: links.map(checkedLink) }];
	}
	const events = decodeItem(context.getInputData()[item]!.json);
	if (events.length === 0 || events.every(saysNothing)) {
		throw new InputError('The item holds no event to tell of', 'Filter such items out before this node.');
	}
	const layout = layoutOf(context, item);
	return events.map((event) => withoutSecrets(toNotification(event, { ...options, layout }), secrets));
}

function filledIn(context: IExecuteFunctions, item: number): SubscriptionEvent {
	const title = textParameter(context, 'title', item);
	if (title.trim() === '') throw new InputError('The title is empty', 'Enter a title, or check the expression that makes it.');
	return {
		...emptyEvent(),
		source: 'json',
		kind: 'custom',
		title,
		summary: textParameter(context, 'summary', item),
		status: optionParameter(context, 'status', item, ['info', 'firing', 'resolved', 'pending', 'approved', 'rejected', 'failed']),
		severity: optionParameter(context, 'severity', item, ['info', 'warning', 'critical']),
		fields: rowsParameter(context, 'fields.field', item).map(({ name = '', value = '' }) => ({ name, value })),
		// Nobody can tell whether two of them are about the same.
		subjectKey: '',
		dedupeKey: '',
		raw: {},
	};
}

/** A link that somebody filled in must not be left out in silence. */
function checkedLink(link: { text: string; url: string }, index: number): { text: string; url: string } {
	if (/^https?:\/\//i.test(link.url) && URL.canParse(link.url)) return link;
	throw new InputError(
		`Link ${index + 1}: ${link.url === '' ? 'the URL is empty' : `${link.url.slice(0, 100)} is not a complete URL`}`,
		'Enter the whole address, beginning with https://.',
	);
}

function layoutOf(context: IExecuteFunctions, item: number): Layout {
	const rows = (name: string) => rowsParameter(context, `layout.${name}`, item);
	const fields = rows('showFields.field').filter(({ name = '' }) => name.trim() !== '');
	const links = listParameter(context, 'layout.showLinks', item);
	const isSet = context.getNodeParameter('layout.showLinks', item, null) !== null;
	return {
		title: textParameter(context, 'layout.titleTemplate', item),
		summary: textParameter(context, 'layout.summaryTemplate', item),
		fields: fields.length > 0 ? fields.map(({ name = '', label = '' }) => ({ name: name.trim(), label })) : undefined,
		links: isSet ? LINK_NAMES.filter((name): name is LinkName => links.includes(name)) : undefined,
		moreLinks: rows('moreLinks.link').map(({ text = '', url = '' }) => ({ text: text || url, url })),
	};
}

/** An empty item, as binary files and "Always Output Data" make them. */
const saysNothing = ({ kind, title, summary, fields }: SubscriptionEvent): boolean =>
	kind === 'custom' && title === '' && summary === '' && fields.length === 0;
