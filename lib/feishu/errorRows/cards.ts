import { content, form, permanent, transient, type ErrorTable } from './rows';

/** Cards: what is wrong with their content, their updates, and card entities. */

const BUILDER = "the platform's card builder shows whether a card works";

const tooLarge = form('The card is too large', 'Shorten its texts, or use fewer elements: a card has at most 30 KB, with its template and variables.');
const tooManyElements = form('The card has too many elements', 'Use fewer: a card has at most 200 elements and components; fields and texts inside of others count too.');
const notShared = form('The card is for each reader alone ("update_multi": false)', 'Write "config": {"update_multi": true} into the card, also into the one that was sent first.');
const notValid = form('The card is not valid', `Change what is named above; ${BUILDER}.`);
const empty = form('The card is empty', 'Enter a card, or check the expression that makes it.');

/**
 * What `ErrCode` in the text of 230099 and 11246 tells ("Send message", sub-codes of 230099).
 * https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
export const cardContentErrors: ErrorTable = {
	'11310': tooManyElements,
	'100290': content('A person in the card (a mention or a person element) does not exist', 'Check the ID: open IDs differ from app to app. User > Find gets those of this app.'),
	'200380': permanent('There is no such card template, or it has not been published', 'Check the template ID (AAq...), and publish the template in the card builder.'),
	'200381': permanent('The app may not use the card template', "In the card builder, open the template, click the app's icon and add this app."),
	'200550': form('A chart of the card is not valid', `Check its chart_spec; ${BUILDER}.`),
	'200570': content('A picture of the card does not exist, or belongs to another app', 'Upload it with this app (File > Upload Image) and use the key (img_...) that it returns.'),
	'200621': form('The card is no valid JSON', `Check the JSON; ${BUILDER}.`),
	'200732': form('A variable has another type than in the card template', 'Give the variable named above the type that the card builder shows: text, number, list, ...'),
	'200737': form('A variable has another format than in the card template', 'Write the variable named above in the format that the card builder shows, for example 2025-12-31 for a date.'),
	'200740': permanent('There is no such card, or it has been sent already', 'A card of Create Streaming can be sent once: create a new one.'),
	'200830': form("A card of schema 2.0 can't be turned into one of schema 1.0", 'Write "schema": "2.0" into the new card too.'),
	'200861': form('The card has an element that schema 2.0 does not know any more', 'Take the element named above out: "action" (put the buttons into the body) or "note" (use a small text).'),
	'200914': form('The rows of a table are not valid', `Check that each value has the type of its column; ${BUILDER}.`),
	'200915': form('A row of a table has a column that the table does not have', 'Check the names of the columns.'),
	'300220': form("A card with sound can't be forwarded", 'Write "config": {"enable_forward": false} into the card.'),
	'300230': form('Two sounds of the card have the same ID', 'Give each its own audio_id.'),
	'300240': content('The sound of the card does not exist, or belongs to another app', 'Upload it with this app (File > Upload File) and use the key (file_...) that it returns.'),
	'300311': permanent('The card belongs to another app', 'Only the app that created a card can send or change it: choose the credential that created it.'),
};

/** "Delay updating message cards", https://open.feishu.cn/document/server-docs/im-v1/message-card/delay-update-message-card */
export const clickUpdateErrors: ErrorTable = {
	'10002': notValid,
	'11311': notValid,
	'100000': tooLarge,
	'100030': form('The card is no valid JSON', `Check the JSON; ${BUILDER}.`),
	'200000': permanent('The card has been recalled', 'Send a new card.'),
	'200310': permanent('The card was sent by another app', 'Choose the credential of the app that sent the card.'),
	'200320': permanent('The readers of the card are not right', 'Enter the open IDs (ou_...) of people who got the card, as this app knows them; a card that all share takes none.'),
	'300020': permanent('This is not the token of a click', 'Enter the token (c-...) that the trigger brings with the click ({{ $json.card.click }}).'),
	'300030': permanent('The token of the click has expired', 'A token is good for 30 minutes after the click. Later, update the card by its message ID (Message > Update Card).'),
	'300040': permanent('The token of the click has been used twice, which is the most', 'Update the card by its message ID (Message > Update Card).'),
	'300090': form('The card is for each reader alone, and no reader is named', 'Enter the readers (open IDs), or write "config": {"update_multi": true} into the card.'),
};

/** "Create card entity" and its neighbours, https://open.feishu.cn/document/cardkit-v1/card/create */
export const cardEntityErrors: ErrorTable = {
	'10002': form('A field of the card has a value that the platform does not take', 'Check what is named above.'),
	'200220': notValid,
	'200740': permanent('There is no card with this card ID', 'Enter the card_id that Create Streaming returned with the same credential.'),
	'200750': permanent("The card is older than 14 days and can't be changed any more", 'Create and send a new card.'),
	'200770': permanent('The change has been made already', 'Nothing is left to do.'),
	'200810': transient('Somebody is clicking the card at this moment'),
	'200850': permanent('The card has stopped taking text, because streaming ends by itself after some minutes', 'Create and send a new card, and finish each within 10 minutes.'),
	'200860': tooLarge,
	'300120': transient('The platform failed to change the card'),
	'300121': notValid,
	'300122': form('The settings of the card could not be changed', 'Check what is named above.'),
	'300301': form('Two elements of the card have the same element_id', 'Give each its own.'),
	'300302': notShared,
	'300303': form('The card is not of schema 2.0', 'Write "schema": "2.0" into the card and its elements into "body".'),
	'300305': tooManyElements,
	'300307': empty,
	'300309': permanent('The card does not take text any more: streaming has been finished', 'Create and send a new card.'),
	'300310': permanent('The element is no text', 'Enter the element ID of a markdown or plain text element.'),
	'300311': permanent('The card belongs to another app', 'Only the app that created a card can send or change it: choose the credential that created it.'),
	'300312': form("The kind of an element can't be changed", 'Create a new card.'),
	'300313': permanent('The element is not in the card', 'Enter the element ID that Create Streaming returned, or the element_id that your card JSON gives the text.'),
	'300314': permanent('The element could not be removed', 'Check the element ID.'),
	'300315': form('The element could not be added', 'Check what is named above.'),
	'300317': permanent('The card shows something newer already', 'Changes of one card must come one after the other: let one execution at a time change it.'),
};
