import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { App, AppInput, PersonInput } from '../../../sandbox/organization';
import type { Group, GroupInput, Message } from '../../../sandbox';
import type { World } from '../sandboxes';
import { outputOf, runNode, runWorkflow, type TestNode } from './run';

type Credential = NonNullable<TestNode['credential']>;

export interface TestApp {
	app: App;
	/** Node type and credential, ready for a test workflow. */
	node: { type: string; credential: Credential };
	person(person: Partial<PersonInput>): ReturnType<World['sandbox']['addPerson']>;
	/** A group with the app's bot in it. */
	group(group?: Partial<GroupInput>): Group;
	/** What the app has sent to a group, or to anybody. */
	received(groupId?: string): Message[];
}

/** A DingTalk app in the sandbox, and the credential that is right for it. */
export function dingTalkApp({ sandbox }: World, settings: Partial<AppInput> = {}, credential: IDataObject = {}): TestApp {
	const app = sandbox.addApp({ platform: 'dingtalk', name: 'On call', ...settings });
	const data = {
		clientId: app.id,
		clientSecret: app.secret,
		robotCode: app.robotCode,
		corpId: app.corpId,
		agentId: app.agentId,
		exclusive: true,
		baseUrl: sandbox.url,
		oldBaseUrl: sandbox.url,
		...credential,
	};
	return testApp(sandbox, app, 'dingTalkEnterpriseApp', data);
}

/** A Feishu app in the sandbox, and the credential that is right for it. */
export function feishuApp({ sandbox }: World, settings: Partial<AppInput> = {}, credential: IDataObject = {}): TestApp {
	const app = sandbox.addApp({ platform: 'feishu', name: 'On call', ...settings });
	return testApp(sandbox, app, 'feishuApp', { region: 'private', baseUrl: sandbox.url, appId: app.id, appSecret: app.secret, ...credential });
}

function testApp(sandbox: World['sandbox'], app: App, type: string, data: IDataObject): TestApp {
	const { platform } = app;
	return {
		app,
		node: { type, credential: { type: `${type}Api`, data: data as Credential['data'] } },
		person: (person) => sandbox.addPerson({ platform, name: 'Li Lei', ...person }),
		group: (group = {}) => sandbox.addGroup({ platform, name: 'On call', members: [], apps: [app.id], ...group }),
		received: (groupId) => sandbox.messages(groupId).filter(({ appId }) => appId === app.id),
	};
}

export interface OperationOutput extends IDataObject {
	error: { class: string; code: string; message: string; fix: string; retryAt: string | null };
}

/** Runs an operation for the given items; failed items carry their error. */
export async function operate(
	{ node }: Pick<TestApp, 'node'>,
	operation: `${string}.${string}`,
	parameters: IDataObject = {},
	items: IDataObject[] = [{}],
): Promise<OperationOutput[]> {
	const run = await runNode(items, { ...node, parameters: named(operation, parameters), onError: 'continueRegularOutput' });
	return outputOf(run, 'Node').map(({ json }) => json as OperationOutput);
}

/** The same for items with files. */
export async function operateOnFiles(
	{ node }: Pick<TestApp, 'node'>,
	operation: `${string}.${string}`,
	parameters: IDataObject,
	items: Array<Pick<INodeExecutionData, 'json' | 'binary'>>,
): Promise<INodeExecutionData[]> {
	const run = await runWorkflow({
		nodes: [
			{ name: 'Files', type: 'files', parameters: { items } as unknown as IDataObject },
			{ name: 'Node', ...node, parameters: named(operation, parameters), onError: 'continueRegularOutput' },
		],
		connections: [['Files', 'Node']],
	});
	return outputOf(run, 'Node');
}

/** An item with one file in the field `data`. */
export const withFile = (bytes: Buffer, fileName: string, mimeType: string): Pick<INodeExecutionData, 'json' | 'binary'> => ({
	json: {},
	binary: { data: { data: bytes.toString('base64'), fileName, mimeType } },
});

function named(operation: `${string}.${string}`, parameters: IDataObject): IDataObject {
	const [resource, name] = operation.split('.');
	return { resource, operation: name, ...parameters };
}
