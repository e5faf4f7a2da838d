import { join } from 'node:path';
import ts from 'typescript';

/** What in an answer contradicts the type that the SDK gives it: `data.items[0].name: a number, not string`. */
export type AnswerCheck = (answer: unknown, method: string) => string[];

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

const isObject = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'object';

const wrong = (at: string, value: unknown, wanted: string): string[] => [`${at || 'the answer'}: ${kindOf(value)} ${JSON.stringify(value)}, not ${wanted}`];

const below = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

/** The declarations of Lark's SDK, in which it describes answers and events. */
function larkDeclarations(exportedName: 'Client' | 'EventHandles') {
	const file = join(__dirname, '..', '..', '..', 'node_modules', '@larksuiteoapi', 'node-sdk', 'types', 'index.d.ts');
	const program = ts.createProgram([file], { strict: true, skipLibCheck: true, types: ['node'] });
	const checker = program.getTypeChecker();
	const source = program.getSourceFile(file)!;
	const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!).find(({ name }) => name === exportedName)!;
	const declared = checker.getDeclaredTypeOfSymbol(exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported);
	const member = (type: ts.Type, name: string): ts.Type => checker.getTypeOfSymbolAtLocation(checker.getPropertyOfType(type, name)!, source);

	const problems = (value: unknown, type: ts.Type, at: string): string[] => {
		if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
		if (type.isUnion()) {
			const given = type.types.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
			const all = given.map((one) => problems(value, one, at));
			return all.some((found) => found.length === 0) ? [] : (all[0] ?? wrong(at, value, 'nothing'));
		}
		if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value ? [] : wrong(at, value, JSON.stringify(type.value));
		if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Number)) {
			const name = type.flags & ts.TypeFlags.String ? 'string' : 'number';
			return typeof value === name ? [] : wrong(at, value, name);
		}
		if (type.flags & ts.TypeFlags.BooleanLiteral) return typeof value === 'boolean' ? [] : wrong(at, value, 'boolean');
		if (checker.isArrayType(type)) {
			const [item] = checker.getTypeArguments(type as ts.TypeReference);
			return Array.isArray(value) ? value.flatMap((one, index) => problems(one, item!, `${at}[${index}]`)) : wrong(at, value, 'array');
		}
		if (!(type.flags & ts.TypeFlags.Object) || !isObject(value)) return wrong(at, value, checker.typeToString(type).slice(0, 80));
		const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
		const required = checker.getPropertiesOfType(type).filter(({ name, flags }) => !(flags & ts.SymbolFlags.Optional) && value[name] === undefined);
		const found = Object.entries(value).flatMap(([name, inner]) => {
			const inside = checker.getPropertyOfType(type, name) ? member(type, name) : index;
			return inside ? problems(inner, inside, below(at, name)) : [`${below(at, name)}: not in the type`];
		});
		return [...found, ...required.map(({ name }) => `${below(at, name)}: missing`)];
	};

	return { checker, declared, member, problems };
}

export function larkAnswers(): AnswerCheck {
	const { checker, declared, member, problems } = larkDeclarations('Client');
	return (answer, method) => {
		const type = method.split('.').reduce(member, declared);
		const promised = checker.getAwaitedType(type.getCallSignatures()[0]!.getReturnType())!;
		// Some methods hand out what is under `data` alone.
		const isWhole = checker.getPropertyOfType(checker.getNonNullableType(promised), 'data') !== undefined || !isObject(answer) || answer.data === undefined;
		return problems(isWhole ? answer : answer.data, promised, '');
	};
}

/** What in the data of an event's handler contradicts its type; undefined for an event type that the SDK does not know. */
export function larkEvents(): (data: unknown, type: string) => string[] | undefined {
	const { checker, declared, member, problems } = larkDeclarations('EventHandles');
	return (data, type) => {
		if (!checker.getPropertyOfType(declared, type)) return undefined;
		const handler = checker.getNonNullableType(member(declared, type)).getCallSignatures()[0]!;
		return problems(data, checker.getTypeOfSymbol(handler.getParameters()[0]!), '');
	};
}

/** A class of Alibaba's SDK names the types of its members. */
interface Model {
	names(): Record<string, string>;
	types(): Record<string, MemberType>;
}
type MemberType = string | Model | { type: 'map' | 'array'; itemType?: MemberType; valueType?: MemberType };

export function alibabaAnswers(): AnswerCheck {
	const modules = jest.requireActual<Record<string, Record<string, Model>>>('@alicloud/dingtalk');

	const problems = (value: unknown, type: MemberType, at: string): string[] => {
		if (type === 'any') return [];
		if (typeof type === 'string') return typeof value === type ? [] : wrong(at, value, type);
		if ('names' in type) {
			if (!isObject(value)) return wrong(at, value, 'object');
			const members = new Map(Object.entries(type.names()).map(([name, sent]) => [sent, type.types()[name]]));
			return Object.entries(value).flatMap(([name, inner]) => {
				const inside = members.get(name);
				return inside ? problems(inner, inside, below(at, name)) : [`${below(at, name)}: not in the type`];
			});
		}
		if (type.type === 'array') return Array.isArray(value) ? value.flatMap((one, index) => problems(one, type.itemType ?? 'any', `${at}[${index}]`)) : wrong(at, value, 'array');
		if (!isObject(value)) return wrong(at, value, 'object');
		return Object.entries(value).flatMap(([name, inner]) => problems(inner, type.valueType ?? 'any', below(at, name)));
	};

	return (answer, method) => {
		const [module = '', name = ''] = method.split('.');
		return problems(answer, modules[module]![`${name[0]!.toUpperCase()}${name.slice(1)}ResponseBody`]!, '');
	};
}
