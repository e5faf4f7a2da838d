import { click } from './api.js';
import { toast } from './toast.js';

/**
 * Why a click had no effect, in plain words: the codes that Feishu and Lark show, and what became of one on DingTalk, which
 * shows nothing of its own.
 * "卡片回传交互", https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
 */
const ERRORS = {
	none: 'Nobody is told of clicks: no workflow is connected, and no address for them is registered or answers.',
	refused: 'The answer could not be used: look at the workflow’s last execution.',
	timeout: 'No answer came within two seconds: is a workflow with a trigger active, and does it hear card clicks?',
	200340: 'Nobody is told of clicks: the app has no address for them, and no workflow is connected.',
	200341: 'No answer came within three seconds: is a workflow with a trigger active, and does it hear card clicks?',
	200342: 'The address for clicks could not be reached.',
	200343: 'The host in the address for clicks is unknown.',
	200345: 'The address for clicks is not valid.',
	200346: 'The address for clicks is not valid.',
	200347: 'The address for clicks is not valid.',
	200530: 'A field of the form has no name.',
	200671: 'The answer was not HTTP 200: look at the workflow’s last execution.',
	200672: 'The answer could not be read: it is neither empty nor a toast nor a card.',
	200673: 'The card in the answer is wrong.',
	200830: 'A card of version 2.0 can’t become one of version 1.0.',
};

/** Listens in `stream` for everything on cards that an app is told of. `actor()` is the userId of who clicks. */
export function listenForClicks(stream, { actor, changed }) {
	const send = (element, what) => clicked(element, what, { actor, changed });
	stream.addEventListener('click', (event) => {
		const answer = event.target.closest('[data-send]');
		if (answer) return sendAnswer(answer.parentElement.querySelector('[data-answer]'), send);
		const element = event.target.closest('[data-control]');
		if (!element || isInside(event.target, element)) return;
		const { control, option, submits } = element.dataset;
		const fields = submits === undefined ? [] : fieldsOf(element);
		if (!fields.every((field) => field.reportValidity())) return;
		void send(element, { control, option, ...(submits !== undefined && { form: filledIn(fields) }) });
	});
	stream.addEventListener('change', ({ target }) => {
		if (target.matches('select[data-answer]:not([multiple]), input[type=checkbox][data-answer]')) sendAnswer(target, send);
	});
	stream.addEventListener('keydown', (event) => {
		const { target, key } = event;
		if (event.isComposing) return;
		if (key === 'Enter' && target.matches('input[type=text][data-answer]')) sendAnswer(target, send);
		if ((key === 'Enter' || key === ' ') && target.matches('[role=button][data-control]')) {
			event.preventDefault();
			target.click();
		}
	});
}

/** A click on something else that takes clicks, within a box that does so as a whole. */
const isInside = (target, element) => {
	const own = target.closest('a, button, input, select, textarea, label, summary');
	return own !== null && own !== element && element.contains(own);
};

function sendAnswer(field, send) {
	const value = valueOf(field);
	if (field.reportValidity()) void send(field, { control: field.dataset.answer, option: Array.isArray(value) ? value : String(value) });
}

/** What belongs to the form of a button; a card without forms is one as a whole. */
const fieldsOf = (button) => [...(button.closest('[data-form]') ?? button.closest('.card')).querySelectorAll('[data-field]:enabled')];

const filledIn = (fields) => Object.fromEntries(fields.map((field) => [field.dataset.field, valueOf(field)]));

function valueOf(field) {
	if (field.type === 'checkbox') return field.checked;
	if (field.multiple) return [...field.selectedOptions].map(({ value }) => value);
	return field.type === 'datetime-local' ? field.value.replace('T', ' ') : field.value;
}

/** Tells the sandbox and shows the outcome; one click at a time on each thing. */
async function clicked(element, what, { actor, changed }) {
	if (element.ariaBusy === 'true') return;
	const { messageId } = element.closest('[data-message-id]').dataset;
	element.ariaBusy = 'true';
	try {
		const outcome = await click({ messageId, userId: actor(), ...what });
		// The message as one person sees it would hide what the others do; it comes with its views by itself.
		if (!outcome.message.viewOf) changed(outcome.message);
		if (outcome.updated) restore(messageId);
		tellOutcome(outcome);
	} catch (error) {
		toast('error', 'The click was not taken', error.message);
	} finally {
		element.ariaBusy = null;
	}
}

function tellOutcome({ toast: shown, updated, error }) {
	if (error !== undefined) toast('error', /^\d+$/.test(error) ? `Error ${error}` : error in ERRORS ? 'The click had no effect' : error, ERRORS[error]);
	else if (shown) toast(shown.type, shown.content);
	else if (!updated) toast('info', 'The app has taken the click and said nothing.');
}

/** A card that the answer has changed begins with what it says, not with what was filled in before. */
function restore(messageId) {
	const message = [...document.querySelectorAll('[data-message-id]')].find(({ dataset }) => dataset.messageId === messageId);
	for (const field of message?.querySelectorAll('[data-field], [data-answer]') ?? []) {
		if (field.type === 'checkbox') field.checked = field.defaultChecked;
		else if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
		else field.value = field.defaultValue;
	}
}
