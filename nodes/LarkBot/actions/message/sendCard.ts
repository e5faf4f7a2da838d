import type { BotMessage } from '../../../../lib/feishu/botClient';
import { HEADER_COLORS } from '../../../../lib/feishu/cardParts';
import { composedCard } from '../../../../lib/feishu/composedCard';
import { optionParameter, rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { fieldRows } from '../../../shared/fieldRows';
import { imageKeyField, mentionFields, readMentions } from '../../../shared/larkForm';

export const sendCard: BotOperation<BotMessage> = {
	option: {
		name: 'Send Card',
		value: 'sendCard',
		action: 'Send a card',
		description: 'Send a card with a coloured title, text, fields, a picture and link buttons',
	},

	form: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Release 2.4 is out',
			description: 'Heading of the card, and what a phone shows; without it the card has no colour',
		},
		{
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
		},
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
			description: 'Buttons that open a link. A group bot does not hear of a click.',
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
		imageKeyField,
		{
			displayName: 'Footer',
			name: 'footer',
			type: 'string',
			default: '',
			placeholder: 'e.g. From the release pipeline',
			description: 'Small print at the end of the card',
		},
		...mentionFields,
	],

	build: (context, item, { keywords, language }) => [
		composedCard({
			title: textParameter(context, 'title', item),
			color: optionParameter(context, 'color', item, [...HEADER_COLORS]),
			text: textParameter(context, 'text', item),
			fields: rowsParameter(context, 'fields.field', item),
			buttons: rowsParameter(context, 'buttons.button', item),
			imageKey: textParameter(context, 'imageKey', item),
			footer: textParameter(context, 'footer', item),
			...readMentions(context, item),
			keywords,
			language,
		}),
	],
};
