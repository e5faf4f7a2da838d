import { changeApp, checkUrl } from './api.js';
import { h } from './dom.js';
import { toast } from './toast.js';

const WAYS = { connection: 'long connection', http: 'HTTP', both: 'long connection and HTTP' };

const waysOf = ({ platform }) => Object.entries(platform === 'dingtalk' ? { ...WAYS, connection: 'long connection (Stream)' } : WAYS);

/** The addresses of each platform, as its developer console calls them; the names are those of an app's `push`. */
const urlsOf = ({ platform }) =>
	platform === 'dingtalk'
		? { robotUrl: 'Message URL', eventUrl: 'Event URL' }
		: { eventUrl: 'Request URL for events', cardUrl: 'Request URL for card callbacks (empty: the same)' };

/** The row in which somebody chooses how an app hears of what happens. */
export function hearing(app) {
	const { push } = app;
	const urls = Object.entries(urlsOf(app)).map(([name, label]) =>
		h(
			'label',
			{ class: 'control hearing-url' },
			h('span', { class: 'control-label' }, label),
			h('input', { name, value: push[name], placeholder: 'Production URL of the trigger in n8n', autocomplete: 'off', spellcheck: 'false' }),
		),
	);
	const ways = waysOf(app).map(([value, name]) => h('option', { value, selected: value === push.by }, name));
	// What has been set up anew, here or elsewhere, is shown instead of what has been typed.
	const key = [app.id, push.by, push.eventUrl, push.cardUrl, push.robotUrl].join(' ');
	return [
		h('dt', {}, 'Hears by'),
		h(
			'dd',
			{},
			h(
				'form',
				{ class: 'hearing', 'data-key': key, 'data-hearing': app.id, 'data-testid': 'hearing' },
				h('span', { class: 'control' }, h('select', { name: 'by', 'aria-label': 'Hears by' }, ways)),
				urls,
				h('button', { class: 'button', type: 'submit' }, 'Save'),
			),
		),
	];
}

/** Listens for all these forms of the page, since the page draws them again while they are there. */
export function saveHearing(page) {
	page.addEventListener('submit', (event) => {
		const { hearing: appId } = event.target.dataset;
		if (!appId) return;
		event.preventDefault();
		const push = Object.fromEntries([...new window.FormData(event.target)].map(([name, value]) => [name, value.trim()]));
		save(appId, push).catch((error) => toast('error', 'This could not be saved', error.message));
	});
}

async function save(appId, push) {
	const { by, ...urls } = push;
	const given = Object.values(urls).filter((url) => url !== '');
	const wrong = given.find((url) => !/^https?:/i.test(url) || !window.URL.canParse(url));
	if (wrong !== undefined) throw new Error(`${wrong} is no address that begins with http:// or https://`);
	if (by !== 'connection' && given.length === 0) throw new Error('HTTP needs an address to which the app is told');
	await changeApp(appId, { push });
	// The address of DingTalk's messages is tested by nobody.
	if (by === 'connection' || !(urls.eventUrl || urls.cardUrl)) return toast('success', 'Saved');
	const { ok, status, body } = await checkUrl(appId);
	if (ok) return toast('success', 'Saved', 'The address answers as it should.');
	const answer = status === undefined ? 'It does not answer.' : `It answered ${status}: ${(JSON.stringify(body) ?? '').slice(0, 200)}`;
	toast('warning', 'Saved, but an address did not pass the platform’s test', answer);
}
