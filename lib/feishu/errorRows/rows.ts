import { permanent, type ErrorRow } from '../../errorRow';

export { content, form, permanent, quota, transient, type ErrorRow, type ErrorTable } from '../../errorRow';

/** A setting of the group that any such message offends. */
export const settings = (message: string, fix: string): ErrorRow => ({ ...permanent(message, fix), messageAtFault: 'settings' });

/** A limit of the one chat, person or message. */
export const tooFast = (message: string, fix: string): ErrorRow => ({ class: 'rateLimited', message, fix, retryAfterMs: 1_000 });

/** A limit of the app. */
export const tooManyCalls = (message: string, fix: string): ErrorRow => ({ ...tooFast(message, fix), sharedLimit: true });

/** The reader names the scopes, and the page that grants them, as far as the answer tells. */
export const scopeMissing = (message: string, more = ''): ErrorRow => ({
	...permanent(message, `In the developer console ({app}), add the scope under Permissions & Scopes, publish a new version (Version Management & Release) and have an administrator approve it.${more && ` ${more}`}`),
	permissionAtFault: true,
});

export const PUBLISH = 'then publish a new version (Version Management & Release): before that no change takes effect';

/** `{app}` is the page of the app in the developer console. */
export const botOff = permanent(
	"The app's bot ability is off, or has not been published",
	`In the developer console ({app}), open Add Features, add Bot, ${PUBLISH}.`,
);

export const botNotInChat = permanent(
	"The app's bot is not in the group",
	"Add it in the group's settings (Bots > Add Bot > search for the app's name), or choose another group.",
);

export const chatGone = permanent('The group has been dissolved', 'Choose another group: Chat > Get Many lists those that the bot is in.');

export const notAvailable = permanent(
	"The person is outside of the app's availability, or has left the organization",
	`In the developer console ({app}), add the person to the availability of the app, ${PUBLISH}. Who has left can't be reached.`,
);

export const appNotInstalled = permanent(
	'The app is not installed or not in use in this organization (no version may have been published)',
	'Publish a version in the developer console ({app} > Version Management & Release) and have an administrator approve it (admin console > App Management).',
);

export const externalChat = permanent(
	'The app is not allowed to do this in an external group (one with people of other organizations)',
	'Choose an internal group, or let the app be shared with other organizations first: developer console ({app}) > Bot.',
);

export const keyDeleted = permanent(
	"The organization's encryption key has been deleted, so that its data can't be used",
	'Ask the administrator of the organization.',
);

export const messageDeleted = permanent('The message has been deleted', 'Use the ID of a message that is still there.');

export const confidential = (what: string): ErrorRow =>
	permanent(`${what} is in a confidential or encrypted chat`, "The platform doesn't let apps do this there: choose another chat.");
