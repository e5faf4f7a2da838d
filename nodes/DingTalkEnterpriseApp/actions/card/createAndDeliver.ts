import type { INodeProperties } from 'n8n-workflow';
import { cardBody, createAndDeliver as createCall, lostAnswer, MOST_PLACES, openSpaceId, trackIdOf, undelivered, type CardSpace, type NewCard } from '../../../../lib/dingtalk/api/cards';
import { groupId } from '../../../../lib/dingtalk/api/messages';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { keyOfApp } from '../../../../lib/dingtalk/appClient';
import { InputError } from '../../../../lib/inputError';
import { booleanParameter, listParameter, numberParameter, optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { sharedState } from '../../../../lib/n8n/state';
import type { DingTalkSend, Tools } from '../../platform';
import { isToPeople, notRequired, readerFields, readRecipients, sendToField, type Recipient } from '../../recipients';
import { readVariables, variableFields } from './fields';

const HOUR_MS = 60 * 60 * 1000;

const onlyFor = (show: Record<string, string[]>, fields: INodeProperties[]): INodeProperties[] =>
	fields.map((field) => ({ ...field, displayOptions: { show } }));

const cardOptions: INodeProperties = {
	displayName: 'Card Options',
	name: 'cardOptions',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Card ID',
			name: 'outTrackId',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.subjectKey }}',
			description:
				'The ID by which the card is changed later (outTrackId in the documents of DingTalk). By default that of the event (dedupeKey), so that an event makes one card however often it comes; another input gets a new ID each time. The result returns it as messageId.',
		},
		{
			displayName: 'Forwardable',
			name: 'forwardable',
			type: 'boolean',
			default: true,
			description: 'Whether people can forward the card',
		},
		{
			displayName: 'Hours in the Top Bar',
			name: 'topBarHours',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'When a card in the top bar of a group goes away',
		},
		{
			displayName: 'If the Card Exists',
			name: 'ifExists',
			type: 'options',
			default: 'fail',
			description: 'What to do if there is a card with this Card ID already, by an earlier run or for the same event',
			options: [
				{
					name: 'Deliver It',
					value: 'deliver',
					description: 'The card is shown in these places, too, with the values that it has. Where it is already, it is shown twice.',
				},
				{ name: 'Fail', value: 'fail', description: 'The item fails; Update changes the card' },
			],
		},
		{
			displayName: 'Summary',
			name: 'summary',
			type: 'string',
			default: '',
			placeholder: 'e.g. Disk full on db-1',
			description: 'What the chat list and the notification on the phone show instead of the words of the platform',
		},
	],
};

export const createAndDeliver: DingTalkSend = {
	option: {
		name: 'Create and Deliver',
		value: 'createAndDeliver',
		action: 'Create and deliver a card',
		description: 'Make a card from a template and show it in groups, in chats with people, or in the top bar of groups',
	},

	form: [
		sendToField({
			default: 'group',
			description: "Where the card is shown: in a group, or in each person's chat with the robot. In several places it is one and the same card: a change shows in all of them.",
			places: [
				{ name: 'Group', value: 'group', description: 'Among the messages of groups that the robot is in' },
				{ name: 'Group Top Bar', value: 'topBar', description: 'Above the messages of a group, for some hours' },
			],
		}),
		...onlyFor({ sendTo: ['group', 'topBar'] }, [
			{
				displayName: 'Groups',
				name: 'groups',
				type: 'string',
				default: '',
				placeholder: 'e.g. cidEdy1bSTkBZCj0T1oYSPaPw==',
				description: 'Open conversation IDs (cid...) of groups with the robot in them, separated by commas',
			},
		]),
		...readerFields.map(notRequired),
		{
			displayName: 'Template ID',
			name: 'templateId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1a2b3c4d-....schema',
			description: 'ID of the card template, as the card platform shows it (....schema); empty for that of the credential',
		},
		...variableFields,
		{
			displayName: 'Clicks Go To',
			name: 'callback',
			type: 'options',
			default: 'STREAM',
			description: 'Who is told when somebody clicks a button of the card',
			options: [
				{ name: 'Connection (Stream)', value: 'STREAM', description: 'The DingTalk Enterprise App Trigger with the same app' },
				{ name: 'URL (HTTP)', value: 'HTTP', description: 'The URL that Register Callback has registered under a route key' },
			],
		},
		{
			displayName: 'Route Key',
			name: 'routeKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n-alerts',
			description: 'Under which Register Callback has registered the URL',
			displayOptions: { show: { callback: ['HTTP'] } },
		},
		cardOptions,
	],

	messages: async (tools) => {
		const { context, item, app } = tools;
		const sendTo = optionParameter(context, 'sendTo', item, ['group', 'topBar', 'mobile', 'userId', 'unionId']);
		const space: CardSpace = isToPeople(sendTo) ? 'person' : sendTo;
		const body = cardBody(readCard(tools, space));
		const places = await readPlaces(tools, space);
		const outTrackId = readTrackId(tools);
		const delivers = outTrackId !== '' && optionParameter(context, 'cardOptions.ifExists', item, ['fail', 'deliver']) === 'deliver';
		let made = '';
		const to = (ids: string[]) => ({ ...body, openSpaceId: openSpaceId(space, ids) });
		return places.map(({ name, found }) => {
			const id = 'userId' in found ? found.userId : name;
			return {
				to: { name, key: `dingtalk-card:${keyOfApp(app)}:${id}`, limits: [] },
				rendered: { body: to([id]), warnings: [] },
				call: (card, key, mayHaveArrived) => {
					made = outTrackId || key;
					// What has a new ID was made by an earlier try of this run, and shown nowhere.
					const unseen = outTrackId === '' || delivers ? 'undelivered' : 'other';
					return createCall(card, made, mayHaveArrived && !delivers ? 'done' : unseen);
				},
				// The card's ID can be used once, but a card may be delivered any number of times.
				idempotent: !delivers,
				read: (answer) => ({ messageId: made, refused: undelivered(answer), warnings: lostAnswer(answer) }),
				// One card for all places of an item, but another one for each item.
				batch: { kind: `card ${item}`, recipient: id, most: MOST_PLACES, to },
				unreachable: 'failure' in found ? found.failure : undefined,
			};
		});
	},
};

function readCard(tools: Tools, space: CardSpace): NewCard {
	const { context, item, credential } = tools;
	const callback = optionParameter(context, 'callback', item, ['STREAM', 'HTTP']);
	return {
		...readVariables(tools),
		templateId: textParameter(context, 'templateId', item).trim() || setting(credential, 'cardTemplateId'),
		space,
		callback: callback === 'HTTP' ? { type: callback, routeKey: textParameter(context, 'routeKey', item).trim() } : { type: callback },
		robotCode: setting(credential, 'robotCode'),
		summary: textParameter(context, 'cardOptions.summary', item).trim(),
		forwardable: booleanParameter(context, 'cardOptions.forwardable', item, true),
		expiresAt: sharedState().clock.now() + Math.round(HOUR_MS * numberParameter(context, 'cardOptions.topBarHours', item, 24, { least: 1, most: 24 * 365 })),
	};
}

/** People, or groups in their place. */
async function readPlaces(tools: Tools, space: CardSpace): Promise<Recipient[]> {
	const places = space === 'person' ? await readRecipients(tools) : readGroups(tools);
	if (places.length <= MOST_PLACES) return places;
	throw new InputError(
		`The card is for ${places.length} ${space === 'person' ? 'people' : 'groups'}; one card can be in at most ${MOST_PLACES} places`,
		'Spread them over several items: each gets a card of its own.',
	);
}

function readGroups({ context, item }: Tools): Recipient[] {
	const ids = [...new Set(listParameter(context, 'groups', item))].map(groupId);
	if (ids.length === 0) throw new InputError('No group is named', 'Enter at least one open conversation ID (cid...) in Groups, or check the expression that makes it.');
	return ids.map((id) => ({ name: id, found: { userId: id } }));
}

/** Empty for a new one. */
function readTrackId({ context, item }: Tools): string {
	const given = textParameter(context, 'cardOptions.outTrackId', item).trim();
	const { dedupeKey } = context.getInputData()[item]!.json;
	return trackIdOf(given || (typeof dedupeKey === 'string' ? dedupeKey : ''));
}
