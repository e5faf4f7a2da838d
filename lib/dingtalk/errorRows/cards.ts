import { CONSOLE, content, form, permanent, type ErrorTable } from './rows';

/** Interactive cards. */

const NAME_TEMPLATE = `Enter the Template ID in the operation or in the credential: ${CONSOLE.cards} > your template > copy the Template ID (....schema). The ID in the address of the editor is another one.`;

const cardUnknown = permanent('There is no card with this card ID', 'Enter the Card ID: the messageId that Create and Deliver or a notification returned.');

const cardNotNamed = permanent('No card is named', 'Enter the Card ID: the messageId that Create and Deliver or a notification returned.');

const nobody = permanent('No person is named', 'Enter the user ID of the person.');

const noPlace = form('The card says nowhere where it is to be shown', 'Choose a group or a person.');

/**
 * https://open.dingtalk.com/document/development/create-and-deliver-cards
 * https://open.dingtalk.com/document/development/interactive-card-update-interface
 * https://open.dingtalk.com/document/development/api-streamingupdate
 * https://open.dingtalk.com/document/development/register-card-callback-address
 */
export const cardErrors: ErrorTable = {
	'param.cardTemplateIdEmpty': permanent('No card template is named', NAME_TEMPLATE),
	'param.templateNotExist': permanent('There is no such card template', NAME_TEMPLATE),
	'param.templateUnpublished': permanent('The card template has not been published', `Publish it: ${CONSOLE.cards} > your template > Publish (发布).`),
	'param.outTrackIdEmpty': cardNotNamed,
	'param.cardNotExist': cardUnknown,
	'param.stream.outTrackId': cardUnknown,
	'param.cardAlreadyExist': permanent(
		'There is a card with this card ID already',
		'To change that card, use Update. To show it in these places, too (because the robot was not in the group the first time, say), set Card Options > If the Card Exists to Deliver It. For another card, enter another Card ID.',
	),
	'param.empty': form('A required field of the card is missing', 'Fill in all required fields.'),
	'param.invalid': form('A field of the card has a value that DingTalk does not take', 'Check the card ID, the variables and the options.'),
	'param.cardPublicDataEmpty': form('The card has no variables', 'Enter at least one variable.'),
	'param.cardDataAndPrivateDataBothEmpty': form('There is nothing to change', 'Enter at least one variable, public or private.'),
	'param.userIdEmpty': nobody,
	'param.userIdNotExist': permanent('There is nobody with this user ID', 'Enter the user ID of a current employee (admin console > Contacts), or find it with User > Get by Mobile.'),
	'param.contentUnsafe': content('DingTalk refused the card because it holds its content to be unsafe', 'Change the values of the variables.'),
	'param.openSpaceIdEmpty': noPlace,
	'param.openSpaceIdInvalid': permanent('The group or the person of the card does not exist', 'Enter an open conversation ID (cid...) or a user ID; Group > Convert Chat ID makes the first from a chat ID (chat...).'),
	'param.openSpaceModelInvalid': noPlace,
	'param.openDeliverModelEmpty': noPlace,
	'param.openDeliverModelError': noPlace,
	'param.spaceDeliverModelEmpty': noPlace,
	'param.stream.keyEmpty': form('The variable to stream into is not named', 'Enter the name of the variable, as the card template has it.'),
	'param.stream.contentEmpty': form('There is no text to stream', 'Enter a text.'),
	'param.stream.guidEmpty': form('The part of the text has no ID, which the node gives it', 'Please report this to the maintainers of the package.'),
	'param.stream.isFull': form('A variable that is shown as Markdown needs its whole text each time', 'Set Text Is to "The Whole Text so Far".'),
	'param.stream.content': form('The text is too large', 'Send at most 1 KB at a time, and 3 KB in all.'),
	'param.callbackRouteKeyEmpty': permanent('The route key is empty', 'Enter a route key.'),
	'param.callbackUrlEmpty': permanent('The callback URL is empty', 'Enter the URL that is to get the clicks.'),
	'param.callbackRouteKeyExist': permanent('The route key is registered for another URL already', 'Enter another route key, or switch on Overwrite.'),
	'system.updateCallbackFailed': permanent('DingTalk could not register the URL', 'Check that the URL can be reached from the internet, then try again.'),
};
