import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeType } from 'n8n-workflow';
import { n8n } from '../../../package.json';

const FOLDER = join(__dirname, '../../../examples');
const NOTE = 'n8n-nodes-base.stickyNote';
/** From one node to the next, in pixels; a node itself has 96. */
const ROOM = { x: 200, y: 160 };

interface Workflow {
	nodes: INode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

/** Our nodes, by the types that workflows name them by. */
const types = new Map(
	n8n.nodes.map((path): [string, INodeType] => {
		const name = /(\w+)\.node\.js$/.exec(path)![1]!;
		const exported = jest.requireActual<Record<string, new () => INodeType>>(join(__dirname, '../../../nodes', name, `${name}.node.ts`));
		const node = new exported[name]!();
		return [`n8n-nodes-lark-dingtalk.${node.description.name}`, node];
	}),
);

const files = readdirSync(FOLDER)
	.filter((folder) => existsSync(join(FOLDER, folder, 'workflow.json')))
	.flatMap((folder) => readdirSync(join(FOLDER, folder)).filter((name) => /^workflow.*\.json$/.test(name)).map((name) => join(folder, name)));

describe.each(files)('%s', (file) => {
	const { nodes, connections } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow;
	const own = nodes.flatMap((node) => {
		const type = types.get(node.type);
		return type ? [{ node, type }] : [];
	});

	test('has our nodes in it, and knows every node of our package', () => {
		expect(own.length).toBeGreaterThan(0);
		expect(nodes.filter(({ type }) => type.startsWith('n8n-nodes-lark-dingtalk.') && !types.has(type))).toEqual([]);
	});

	test('connects nodes that are there, and whose names and IDs tell them apart', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const connected = Object.entries(connections).flatMap(([from, { main }]) => [from, ...main.flat().map(({ node }) => node)]);
		expect(connected.filter((name) => !names.includes(name))).toEqual([]);
	});

	test('fills in nothing that the form does not show, and all that it needs', () => {
		for (const { node, type } of own) {
			const { properties, credentials = [] } = type.description;
			const shown = NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, type.description);
			expect(shown).toMatchObject(node.parameters);
			expect(NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters: shown! }, type.description)).toBeNull();
			expect(Object.keys(node.credentials ?? {})).toEqual(credentials.map(({ name }) => name));
		}
	});

	test('leaves room on the canvas for the name and the subtitle under each node', () => {
		const placed = nodes.filter(({ type }) => type !== NOTE).map(({ name, position: [x, y] }) => ({ name, x, y }));
		const close = placed.flatMap((one, at) => placed.slice(at + 1).flatMap((other) => (Math.abs(one.x - other.x) < ROOM.x && Math.abs(one.y - other.y) < ROOM.y ? [[one.name, other.name]] : [])));
		expect(close).toEqual([]);
	});

	test('says in its notes what n8n calls its buttons', () => {
		for (const { parameters } of nodes.filter(({ type }) => type === NOTE)) expect(parameters.content).not.toMatch(/activat/i);
	});

	test('gives each webhook an address that stays', () => {
		for (const { node, type } of own) if (type.description.webhooks) expect(node.webhookId).toMatch(/^[\w-]+$/);
	});
});
