import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

const describe = (name: string, outputs: number): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
	properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
});

/** Puts out the JSON objects of its parameter, one item each. */
const items: INodeType = {
	description: describe('items', 1),
	async execute(this: IExecuteFunctions) {
		const objects = this.getNodeParameter('items', 0) as IDataObject[];
		return [objects.map((json, item): INodeExecutionData => ({ json, pairedItem: { item } }))];
	},
};

/** Like n8n's Loop Over Items: output 1 as often as `turns` says, then output 0. */
const loop: INodeType = {
	description: {
		...describe('loop', 2),
		properties: [{ displayName: 'Turns', name: 'turns', type: 'number', default: 1 }],
	},
	async execute(this: IExecuteFunctions) {
		const turns = this.getNodeParameter('turns', 0) as number;
		const { $runIndex } = this.getWorkflowDataProxy(0);
		const turn: INodeExecutionData[] = [{ json: { turn: 'the same every time' }, pairedItem: { item: 0 } }];
		return $runIndex < turns ? [[], turn] : [turn, []];
	},
};

/** Passes its items on; a place to look at what came. */
const end: INodeType = {
	description: describe('end', 1),
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

export const testNodes = { items, loop, end };
