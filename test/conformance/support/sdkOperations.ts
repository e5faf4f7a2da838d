import { isCallOf, operationName, type OperationName } from './operation';
import { larkClient } from './worlds';

/** The methods of an SDK by the operation that they call, read from the running SDK: each names its path and method. */
export type SdkOperations = Map<OperationName, string[]>;

/** `im.v1.message.create` */
export function larkOperations(): SdkOperations {
	const operations: SdkOperations = new Map();
	const seen = new Set<object>();
	const visit = (node: object, names: string[]): void => {
		if (seen.has(node)) return;
		seen.add(node);
		for (const [name, value] of Object.entries(node)) {
			if (typeof value === 'function') note(operations, String(value), /\$\{this\.domain\}(\/open-apis\/[^`]+)`/, [...names, name].join('.'));
			else if (value !== null && typeof value === 'object') visit(value as object, [...names, name]);
		}
	};
	visit(larkClient('http://127.0.0.1', 'cli_0', 'none'), []);
	return operations;
}

const DETAILED = 'WithOptions';

/** `robot_1_0.batchSendOTO` */
export function alibabaOperations(): SdkOperations {
	const operations: SdkOperations = new Map();
	// The types of all its modules together are many megabytes, for which nobody asks here.
	const modules = jest.requireActual<Record<string, { default: { prototype: Record<string, unknown> } }>>('@alicloud/dingtalk');
	for (const [module, { default: SdkClient }] of Object.entries(modules)) {
		const methods = Object.getOwnPropertyNames(SdkClient.prototype).filter((name) => name.endsWith(DETAILED));
		for (const name of methods) {
			const source = String(SdkClient.prototype[name]);
			note(operations, source, /pathname: `([^`]+)`/, `${module}.${name.slice(0, -DETAILED.length)}`);
		}
	}
	return operations;
}

function note(operations: SdkOperations, source: string, path: RegExp, name: string): void {
	const [method, at] = [/method: "(\w+)"/.exec(source)?.[1], path.exec(source)?.[1]];
	if (!method || !at) return;
	const operation = operationName(method, at);
	operations.set(operation, [...(operations.get(operation) ?? []), name]);
}

/** The operation of the SDK that one of ours is: ours may have a value where the SDK has a parameter. */
export function counterpart(own: OperationName, sdk: SdkOperations): OperationName | undefined {
	if (sdk.has(own)) return own;
	const [method = '', path = ''] = own.split(' ');
	return [...sdk.keys()].find((operation) => isCallOf(operation, { method, path }));
}
