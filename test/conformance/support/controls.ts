import type { Message } from '../../../sandbox';

/** What a click on a part of a message is sent to the sandbox as: of the part that has this text, name or placeholder. */
export function controlOf({ view }: Message, label: string): string {
	const found = controlIn(view, label);
	if (found === undefined) throw new Error(`Nothing to click is called ${label}`);
	return found;
}

function controlIn(node: unknown, label: string): string | undefined {
	if (node === null || typeof node !== 'object') return undefined;
	const { control, text, name, placeholder } = node as Record<string, unknown>;
	if (typeof control === 'string' && [text, name, placeholder].includes(label)) return control;
	return Object.values(node)
		.map((inner) => controlIn(inner, label))
		.find((inner) => inner !== undefined);
}
