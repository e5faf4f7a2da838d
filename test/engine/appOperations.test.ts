import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { dingTalkApp, feishuApp, type TestApp } from '../support/engine/apps';
import { outputOf, registry, runWorkflow, type TestNode } from '../support/engine/run';
import { useWorld } from '../support/useWorld';

/** What holds for every operation of the app nodes, whatever it does. */

const world = useWorld();

const NODES = {
	feishuApp: () => feishuApp(world, {}, { appSecret: 'made-up-wrong-secret' }),
	dingTalkEnterpriseApp: () => dingTalkApp(world, {}, { clientSecret: 'made-up-wrong-secret' }),
};
type NodeName = keyof typeof NODES;

const descriptionOf = (node: string) => registry.getByNameAndVersion(node, 1).description;
const optionsOf = (node: string, parameter: string): INodeProperties[] => descriptionOf(node).properties.filter(({ name }) => name === parameter);
const choices = ({ options = [] }: INodeProperties): INodePropertyOptions[] => options as INodePropertyOptions[];
const resourceOf = ({ displayOptions }: INodeProperties): string => String(displayOptions!.show!.resource![0]);

const operations = (Object.keys(NODES) as NodeName[]).flatMap((node) =>
	optionsOf(node, 'operation').flatMap((list) => choices(list).map((option) => ({ node, resource: resourceOf(list), operation: String(option.value), option }))),
);
const named = operations.map((one) => [`${one.node}: ${one.resource} > ${one.option.name}`, one] as const);

/** The fields that an operation shows at first. */
const formOf = (node: NodeName, resource: string, operation: string): INodeProperties[] =>
	descriptionOf(node).properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: of } = displayOptions?.show ?? {};
		return resources?.includes(resource) && of?.includes(operation);
	});

test('the list of operations is the one that is looked at here', () => {
	expect(operations.filter(({ node }) => node === 'feishuApp').length).toBeGreaterThanOrEqual(35);
	expect(operations.filter(({ node }) => node === 'dingTalkEnterpriseApp').length).toBeGreaterThanOrEqual(28);
});

describe('the description', () => {
	test.each(Object.keys(NODES))('of %s: can be a tool, has Simplify, and needs its credential', (node) => {
		const { usableAsTool, credentials, properties } = descriptionOf(node);
		expect(usableAsTool).toBe(true);
		expect(credentials).toEqual([expect.objectContaining({ name: `${node}Api`, required: true, testedBy: expect.any(String) })]);
		const { options = [] } = properties.find(({ name }) => name === 'options')!;
		expect(options.map(({ name }) => name)).toEqual(expect.arrayContaining(['maxWait', 'simplify', 'timeout']));
	});

	test.each(named)('of %s: tells what it does', (_name, { node, resource, operation, option }) => {
		expect(option.action).toMatch(/^[A-Z]/);
		expect(option.description).toMatch(/\w/);
		// A list has both or neither of the two.
		const names = formOf(node, resource, operation).map(({ name }) => name);
		expect(names.includes('returnAll')).toBe(names.includes('limit'));
		if (/^(getMany|search|getMembers|getPinned|getReactions|getReadUsers|getDepartmentMembers)/.test(operation)) expect(names).toContain('returnAll');
	});
});

/** They tell what is wrong instead of failing, or need no access token. */
const NEVER_FAIL = ['sendTestMessage'];
const ITEMS = [{ n: 0 }, { n: 1 }, { n: 2 }];

/** Text for every field that has to be filled in, so that most operations get as far as their first call. */
function parametersOf(node: NodeName, resource: string, operation: string): IDataObject {
	const filled = formOf(node, resource, operation).flatMap(({ name, type, required, default: fallback }): Array<[string, unknown]> => {
		if (!required) return [];
		if (type === 'resourceLocator') return [[name, { __rl: true, mode: 'id', value: 'oc_0123456789abcdef' }]];
		return type === 'string' && fallback === '' ? [[name, 'om_0123456789abcdef']] : [];
	});
	return { resource, operation, ...Object.fromEntries(filled) } as IDataObject;
}

const runAll = ({ node }: Pick<TestApp, 'node'>, parameters: IDataObject, onError?: TestNode['onError']) =>
	runWorkflow({
		nodes: [
			{ name: 'Items', type: 'items', parameters: { items: ITEMS } },
			{ name: 'Node', ...node, parameters, onError },
			{ name: 'Done', type: 'end' },
			{ name: 'Failed', type: 'end' },
		],
		connections: [['Items', 'Node'], ['Node', 0, 'Done'], ['Node', 1, 'Failed']],
	});

describe('with a credential that is wrong, every item fails on its own', () => {
	const failing = named.filter(([, { operation }]) => !NEVER_FAIL.includes(operation));

	test.each(failing)('%s', async (_name, { node, resource, operation }) => {
		const app = NODES[node]();
		const parameters = parametersOf(node, resource, operation);
		const error = { message: expect.stringMatching(/\w/), fix: expect.stringMatching(/\.$/), class: expect.any(String), code: expect.any(String), retryAt: null };

		const regular = outputOf(await runAll(app, parameters, 'continueRegularOutput'), 'Node');
		expect(regular.map(({ pairedItem }) => pairedItem)).toEqual(ITEMS.map((_, item) => ({ item })));
		for (const { json } of regular) expect(json.error).toEqual(error);

		const toError = await runAll(app, parameters, 'continueErrorOutput');
		expect(outputOf(toError, 'Node', { output: 0 })).toEqual([]);
		const failed = outputOf(toError, 'Node', { output: 1 });
		expect(failed.map(({ json }) => json)).toEqual(ITEMS.map((item) => expect.objectContaining({ ...item, error: expect.objectContaining(error) })));

		const stopped = await runAll(app, parameters);
		const { message, description } = stopped.data.resultData.error as unknown as { message: string; description: string };
		expect(message).toMatch(/^3 of 3 items were not (sent|done)\. Item 0: /);
		expect(description.split('\n').length).toBeGreaterThanOrEqual(3);

		const secret = 'made-up-wrong-secret';
		expect(JSON.stringify([regular, failed, message, description])).not.toContain(secret);
	});
});
