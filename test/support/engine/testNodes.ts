import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { sharedState } from '../../../lib/n8n/state';

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

/** The same with files: `{ json, binary }`, each file with its bytes in base64 (`data`), `mimeType` and `fileName`. */
const files: INodeType = {
	description: describe('files', 1),
	async execute(this: IExecuteFunctions) {
		const given = this.getNodeParameter('items', 0) as unknown as INodeExecutionData[];
		return [given.map(({ json, binary }, item): INodeExecutionData => ({ json, binary, pairedItem: { item } }))];
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

/** Takes its time, on the simulated clock. */
const pause: INodeType = {
	description: {
		...describe('pause', 1),
		properties: [{ displayName: 'Milliseconds', name: 'ms', type: 'number', default: 0 }],
	},
	async execute(this: IExecuteFunctions) {
		await sharedState().clock.sleep(this.getNodeParameter('ms', 0) as number);
		return [this.getInputData()];
	},
};

/** What n8n's HTTP Request node does with a predefined credential type: all items at once, through n8n's older helper. */
const httpRequest: INodeType = {
	description: {
		...describe('httpRequest', 1),
		credentials: ['feishuAppApi', 'dingTalkEnterpriseAppApi'].map((name) => ({ name })),
		properties: [
			{ displayName: 'Method', name: 'method', type: 'string', default: 'GET' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Body', name: 'body', type: 'json', default: '' },
		],
	},
	async execute(this: IExecuteFunctions) {
		const [type] = Object.keys(this.getNode().credentials!);
		const ends = await Promise.allSettled(
			this.getInputData().map((_, item) => {
				const parameter = (name: string) => this.getNodeParameter(name, item) as string;
				const options = {
					method: parameter('method') as 'GET',
					uri: parameter('url'),
					headers: {},
					...(parameter('method') === 'GET' ? {} : { body: this.getNodeParameter('body', item) as object }),
					json: true,
					followRedirect: true,
					followAllRedirects: true,
					sendCredentialsOnCrossOriginRedirect: true,
				};
				return this.helpers.requestWithAuthentication.call(this, type!, options, undefined, item) as Promise<IDataObject>;
			}),
		);
		return [
			ends.map((end, item): INodeExecutionData => {
				if (end.status === 'fulfilled') return { json: end.value, pairedItem: { item } };
				if (!this.continueOnFail()) throw end.reason;
				return { json: { error: end.reason as IDataObject }, pairedItem: { item } };
			}),
		];
	},
};

export const testNodes = { items, files, loop, end, pause, httpRequest };
