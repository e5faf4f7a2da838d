import { isObject } from '../http';
import type { SubscriptionEvent } from './types';
import { asText } from './values';

/**
 * What an event says under a name: one of its own (`title`, `status`, `severity`, `value`, ...), a path into it
 * (`labels.instance`, `raw.detail.host`), a label, an annotation or a field. Empty for a name that it doesn't know.
 */
export function valueOf(event: SubscriptionEvent, name: string): string {
	const path = name.trim();
	const direct = path.split('.').reduce<unknown>(
		(value, key) => (Array.isArray(value) || isObject(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined),
		event,
	);
	const found =
		direct ??
		own(event.labels, path) ??
		own(event.annotations, path) ??
		event.fields.find((field) => field.name === path)?.value;
	return asText(found);
}

const own = (texts: Record<string, string>, name: string): string | undefined => (Object.hasOwn(texts, name) ? texts[name] : undefined);

/** `{labels.instance} is down` with the event's values in it. */
export const fillTemplate = (template: string, event: SubscriptionEvent): string =>
	template.replace(/\{([^{}\n]{1,200})\}/g, (_, name: string) => valueOf(event, name));
