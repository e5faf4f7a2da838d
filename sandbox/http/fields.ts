import { asText } from '../json';

export const OK = { ok: true };

export const numberIn = (value: unknown): number => {
	const number = Number(value);
	if (!Number.isFinite(number)) throw new Error(`Not a number: ${String(value)}`);
	return number;
};

export const filled = (name: string, value: unknown): string => {
	if (asText(value) === '') throw new Error(`${name} must be a text`);
	return asText(value);
};

export function list(name: string, value: unknown): string[] {
	if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
	return value.map((entry) => filled(name, entry));
}

/** Fields that may be absent keep being absent. */
export const optional = <Value>(value: unknown, read: (value: unknown) => Value): Value | undefined => (value === undefined ? undefined : read(value));
