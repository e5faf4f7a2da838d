import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The event types that Lark's SDK knows, read from its declarations: the members of `IHandles` and what it extends. */
export function larkEventTypes(): Set<string> {
	const declarations = readFileSync(join(__dirname, '..', '..', '..', 'node_modules', '@larksuiteoapi', 'node-sdk', 'types', 'index.d.ts'), 'utf8');
	const members = ['IHandles', 'IOtherEventHandles'].flatMap((name) => {
		const [, body = ''] = new RegExp(`^interface ${name}\\b.*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(declarations) ?? [];
		return [...body.matchAll(/^ {4}"?([\w.]+)"?\?: \(/gm)].map(([, type = '']) => type);
	});
	return new Set(members);
}
