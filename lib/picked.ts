import type { JsonObject } from './http';

/** Some members of an object, in this order; those that it has. */
export const picked = (object: JsonObject, names: readonly string[]): JsonObject =>
	Object.fromEntries(names.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]])));
