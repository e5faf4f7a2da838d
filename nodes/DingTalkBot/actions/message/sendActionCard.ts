import { botActionCard, BUTTON_LAYOUTS } from '../../../../lib/dingtalk/botActionCard';
import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { optionParameter, rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { mentionedPeople, mentionPeopleForm } from '../../../shared/dingTalkMentionForm';
import { chatListTitleField, markdownField, openLinksIn, openLinksInField } from './fields';

export const sendActionCard: BotOperation<BotMessage> = {
	option: {
		name: 'Send Action Card',
		value: 'sendActionCard',
		action: 'Send an action card',
		description: 'Send a formatted text with one or several buttons that open web pages',
	},

	form: [
		chatListTitleField,
		markdownField,
		{
			displayName: 'Buttons',
			name: 'buttons',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			required: true,
			default: {},
			placeholder: 'Add Button',
			description: 'At least one. A button opens a link; the robot does not hear of a click.',
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
							description: 'What stands on the button',
						},
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/ticket/42',
							description: 'The page that the button opens',
						},
					],
				},
			],
		},
		{
			displayName: 'Button Layout',
			name: 'buttonLayout',
			type: 'options',
			default: 'vertical',
			description: 'How several buttons are arranged',
			options: [
				{ name: 'Horizontal', value: 'horizontal', description: 'Side by side; for two short ones' },
				{ name: 'Vertical', value: 'vertical', description: 'One below the other' },
			],
		},
		openLinksInField,
		...mentionPeopleForm,
	],

	build: (context, item, { keywords, language }) => [
		botActionCard({
			title: textParameter(context, 'title', item),
			text: textParameter(context, 'text', item),
			buttons: rowsParameter(context, 'buttons.button', item).map(({ text = '', url = '' }) => ({ text, url })),
			buttonLayout: optionParameter(context, 'buttonLayout', item, [...BUTTON_LAYOUTS]),
			openLinksIn: openLinksIn(context, item),
			...mentionedPeople(context, item),
			keywords,
			language,
		}),
	],
};
