import { SupplyDataContext } from 'n8n-core';
import { createRunExecutionData, NodeConnectionTypes, Workflow, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData } from 'n8n-workflow';
import { feishuApp, type TestApp } from '../support/engine/apps';
import { EngineCredentials } from '../support/engine/credentials';
import { packageCredentials } from '../support/engine/package';
import { executionData, registry } from '../support/engine/run';
import { useWorld } from '../support/useWorld';

/** Nodes as tools of an AI agent: n8n runs them in a context of their own, each call as a turn of its own. */

const world = useWorld();

/** What an agent calls; the arguments are its own. */
function toolOf({ node }: Pick<TestApp, 'node'>, parameters: IDataObject) {
	const credentials = new EngineCredentials(packageCredentials());
	credentials.add('1', node.credential);
	const tool = { id: 'tool', name: 'Tool', type: node.type, typeVersion: 1, position: [0, 0], parameters, credentials: { [node.credential.type]: { id: '1', name: 'x' } } } as INode;
	const agent: INode = { id: 'agent', name: 'Agent', type: 'end', typeVersion: 1, position: [0, 0], parameters: {} };
	const workflow = new Workflow({ id: 'engine-test', nodes: [tool, agent], connections: {}, active: false, nodeTypes: registry });
	const additionalData = executionData(credentials, { executionId: 'agent' });
	const run = createRunExecutionData();
	const input: INodeExecutionData[] = [{ json: { from: 'the agent' } }];
	const execute = registry.getByNameAndVersion(node.type, 1).execute!;
	let turns = 0;
	return async (given: IDataObject): Promise<IDataObject[]> => {
		const context = new SupplyDataContext(workflow, tool, additionalData, 'manual', run, turns++, input, {}, NodeConnectionTypes.AiTool, { data: { main: [input] }, node: agent, source: null }, [], undefined, agent);
		context.addInputData(NodeConnectionTypes.AiTool, [[{ json: given }]]);
		const [output] = (await execute.call(context as unknown as IExecuteFunctions)) as INodeExecutionData[][];
		return output!.map(({ json }) => json);
	};
}

const TEXT = "={{ $fromAI('text', 'What to say', 'string') }}";

test.each(['feishuApp', 'larkBot', 'dingTalkBot'])('%s sends what the agent says, each time that it says so', async (name) => {
	const app = feishuApp(world);
	const group = app.group();
	const [chat, tool] = {
		feishuApp: () => [group.id, toolOf(app, { resource: 'message', operation: 'send', sendTo: 'chat', chat: { __rl: true, mode: 'id', value: group.id }, text: TEXT })] as const,
		larkBot: () => {
			const bot = world.feishu();
			return [bot.groupId, toolOf(bot, { resource: 'message', operation: 'sendText', text: TEXT })] as const;
		},
		dingTalkBot: () => {
			const bot = world.dingtalk();
			return [bot.groupId, toolOf(bot, { resource: 'message', operation: 'sendText', text: TEXT })] as const;
		},
	}[name]!();
	for (const text of ['Hello', 'Hello', 'Bye']) expect(await tool({ text })).toMatchObject([{ status: 'sent' }]);
	expect(world.sandbox.messages(chat).map(({ text }) => text)).toEqual(['Hello', 'Hello', 'Bye']);
});

test('an agent hears what went wrong, and what to do', async () => {
	const tool = toolOf(feishuApp(world), { resource: 'user', operation: 'get', userId: "={{ $fromAI('id', 'Who', 'string') }}" });
	await expect(tool({ id: 'Li Lei' })).rejects.toMatchObject({ message: '"Li Lei" is not the ID of a person', description: expect.stringContaining('User > Find') });
});
