import { PUSH_DEFAULTS, type PushSettings } from './types';

const WAYS: unknown[] = ['connection', 'http', 'both'];

const isEvents = (value: unknown): boolean => value === null || (Array.isArray(value) && value.every((type) => typeof type === 'string'));

function fits(name: string, value: unknown): boolean {
	if (!Object.hasOwn(PUSH_DEFAULTS, name)) return false;
	if (name === 'by') return WAYS.includes(value);
	return name === 'events' ? isEvents(value) : typeof value === typeof PUSH_DEFAULTS[name as keyof PushSettings];
}

/** What is set up wrongly would be noticed only when something is pushed, by nobody. */
export function checkedPush(push: Partial<PushSettings> = {}): Partial<PushSettings> {
	const wrong = Object.entries(push).find(([name, value]) => !fits(name, value));
	if (wrong) throw new Error(`push.${wrong[0]} can not be ${JSON.stringify(wrong[1])}`);
	return push;
}
