import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { HEADER_COLORS } from '../../lib/feishu/cardParts';
import type { ComposedCard } from '../../lib/feishu/composedCard';
import { optionParameter, rowsParameter, textParameter } from '../../lib/n8n/parameters';
import { fieldRows } from './fieldRows';

export const colorField: INodeProperties = {
	displayName: 'Color',
	name: 'color',
	type: 'options',
	default: 'blue',
	description: 'Colour behind the title',
	options: [
		{ name: 'Blue', value: 'blue' },
		{ name: 'Carmine', value: 'carmine' },
		{ name: 'Green', value: 'green' },
		{ name: 'Grey', value: 'grey' },
		{ name: 'Indigo', value: 'indigo' },
		{ name: 'Light Blue', value: 'wathet' },
		{ name: 'Orange', value: 'orange' },
		{ name: 'Purple', value: 'purple' },
		{ name: 'Red', value: 'red' },
		{ name: 'Turquoise', value: 'turquoise' },
		{ name: 'Violet', value: 'violet' },
		{ name: 'Yellow', value: 'yellow' },
	],
};

const answerField: INodeProperties = {
	displayName: 'Answer',
	name: 'answer',
	type: 'string',
	default: '',
	placeholder: 'e.g. acknowledge',
	hint: 'Instead of a URL. A click then starts the Feishu App Trigger (Events: Card Click), which puts out this text as card.value.answer.',
	description: 'By which a workflow knows what was clicked',
};

/** A card as a user composes it; without mentions, which bots and apps know different ones of. */
export const cardForm = (own: {
	imageKey: INodeProperties;
	/** Whether it is an app's, which can be told of a click. */
	hearsClicks: boolean;
}): INodeProperties[] => [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Release 2.4 is out',
		description: 'Heading of the card, and what a phone shows; without it the card has no colour',
	},
	colorField,
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. **Done** in 12 minutes, see [the notes](https://example.com/notes)',
		hint: 'Mentions go into the fields below; mention tags in the text are shown as they are',
		description:
			"Text in the platform's Markdown: **bold**, *italic*, ~~struck through~~, [link](https://...) and &lt;font color='green'&gt;colour&lt;/font&gt;",
	},
	fieldRows(
		'Names and values in two columns; long values take a whole line. Both are shown as they are, without Markdown. A field without a value is left out.',
		{ name: 'Environment', value: 'production' },
	),
	{
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		placeholder: 'Add Button',
		description: own.hearsClicks
			? 'Buttons that open a link, or tell a workflow of the click'
			: 'Buttons that open a link. A group bot does not hear of a click.',
		options: [
			{
				name: 'button',
				displayName: 'Button',
				values: [
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						placeholder: 'e.g. Open',
						description: 'What stands on the button, at most 100 characters',
					},
					{ displayName: 'URL', name: 'url', type: 'string', default: '', placeholder: 'e.g. https://example.com/releases/2.4' },
					...(own.hearsClicks ? [answerField] : []),
					{
						displayName: 'Style',
						name: 'style',
						type: 'options',
						default: 'default',
						options: [
							{ name: 'Danger (Red)', value: 'danger' },
							{ name: 'Default (Grey)', value: 'default' },
							{ name: 'Primary (Blue)', value: 'primary' },
						],
					},
				],
			},
		],
	},
	own.imageKey,
	{
		displayName: 'Footer',
		name: 'footer',
		type: 'string',
		default: '',
		placeholder: 'e.g. From the release pipeline',
		description: 'Small print at the end of the card',
	},
];

export const readCard = (context: IExecuteFunctions, item: number): Omit<ComposedCard, 'mentions' | 'mentionAll' | 'keywords' | 'language'> => ({
	title: textParameter(context, 'title', item),
	color: optionParameter(context, 'color', item, [...HEADER_COLORS]),
	text: textParameter(context, 'text', item),
	fields: rowsParameter(context, 'fields.field', item),
	buttons: rowsParameter(context, 'buttons.button', item),
	imageKey: textParameter(context, 'imageKey', item),
	footer: textParameter(context, 'footer', item),
});
