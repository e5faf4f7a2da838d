import { startSandbox, type Sandbox } from '../../../sandbox';
import type { AnswerCheck } from './answerTypes';
import { isCallOf, operationName, type OperationName } from './operation';
import { ownOperations } from './ownOperations';
import { counterpart, type SdkOperations } from './sdkOperations';
import { printTable } from './table';

/** One operation, done by an official SDK. */
export interface Case<World> {
	/** `POST /open-apis/im/v1/messages/:message_id/reply`; the names of parameters don't matter. */
	operation: string;
	/** Expects what the SDK understood, and what has become of the sandbox. */
	run(world: World): Promise<void>;
	/** Where the types of the SDK differ from the document of the operation, as an {@link AnswerCheck} says it. */
	differs?: string[];
}

interface Judge<World> {
	sdk: () => SdkOperations;
	/** Compares answers with the types of the SDK. */
	answers: () => AnswerCheck;
	cases: Array<Case<World>>;
	/** How many operations the two have to share. */
	minimum: number;
	makeWorld(sandbox: Sandbox): World;
}

/** The SDKs and their types have many megabytes. */
const LOADING_MS = 120_000;

/** Runs every case, and lists the operations that the SDK shares with the nodes: each needs a case. */
export function describeConformance<World>(
	platform: 'feishu' | 'dingtalk',
	title: string,
	{ sdk, answers, cases, minimum, makeWorld }: Judge<World>,
): void {
	describe(title, () => {
		const documented = new Map(cases.map(({ operation }) => [nameOf(operation), operation]));
		const done = new Set<OperationName>();
		let sandbox: Sandbox;
		let methods: SdkOperations;
		let shared: OperationName[];
		let unreadable: string[];
		let contradictions: AnswerCheck;

		beforeAll(async () => {
			sandbox = await startSandbox();
			methods = sdk();
			contradictions = answers();
			const own = ownOperations(platform);
			unreadable = own.unreadable;
			shared = [...new Set([...own.operations].flatMap((operation) => counterpart(operation, methods) ?? []))].sort(byPath);
		}, LOADING_MS);
		afterEach(() => sandbox.reset());
		afterAll(async () => {
			const rows = shared.map((operation) => [documented.get(operation) ?? operation, methodNamed(methods.get(operation) ?? []), done.has(operation) ? 'ok' : 'NOT OK']);
			const passed = shared.filter((operation) => done.has(operation)).length;
			printTable(title, [['Operation', 'SDK method', ''], ...rows], `${passed} of ${shared.length} shared operations ok`);
			await sandbox.close();
		});

		it.each(cases)('$operation', async ({ operation, run, differs = [] }) => {
			const name = nameOf(operation);
			await run(makeWorld(sandbox));
			const accepted = sandbox.calls({ outcome: 'accepted' }).filter((call) => isCallOf(name, call));
			expect(accepted).not.toHaveLength(0);
			const method = methodNamed(methods.get(name) ?? []);
			const found = accepted.flatMap(({ responseBody }) => (isJson(responseBody) ? contradictions(responseBody, method) : []));
			expect([...new Set(found)]).toEqual(differs);
			done.add(name);
		});

		it('has a case for every operation that the SDK shares with the nodes', () => {
			expect(unreadable).toEqual([]);
			expect(shared.filter((operation) => !documented.has(operation))).toEqual([]);
			expect([...documented.keys()].filter((operation) => !shared.includes(operation))).toEqual([]);
			expect(shared.length).toBeGreaterThanOrEqual(minimum);
		});
	});
}

function nameOf(operation: string): OperationName {
	const [method = '', path = ''] = operation.split(' ');
	return operationName(method, path);
}

/** Files are recorded as text. */
const isJson = (body: unknown): boolean => typeof body === 'object';

const byPath = (one: string, other: string): number => one.split(' ')[1]!.localeCompare(other.split(' ')[1]!) || one.localeCompare(other);

/** Lark's client has each method with and without the version, and some twice. */
const methodNamed = (names: string[]): string => names.find((name) => /\.v\d+\./.test(name) && !/WithIterator$/.test(name)) ?? names[0] ?? '';
