import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { operationName, type OperationName } from './operation';

/**
 * The operations that the nodes use, read from the sources of lib: every object with a `method` and a `path` in it is a
 * call, and so is a request with a `url` below a base URL. Paths are put together from constants, templates and the
 * arguments of small helpers; what can't be followed is reported, so that no call is missed.
 */
export interface OwnOperations {
	operations: Set<OperationName>;
	/** `file:line: why`. */
	unreadable: string[];
}

const root = join(__dirname, '..', '..', '..');

export function ownOperations(platform: 'feishu' | 'dingtalk'): OwnOperations {
	const folder = join(root, 'lib', platform);
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
	return callsIn(new Map(files.map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')])));
}

/** @param files their texts by path; they may import others */
export function callsIn(files: ReadonlyMap<string, string>): OwnOperations {
	const options: ts.CompilerOptions = { strict: true, target: ts.ScriptTarget.ES2022, types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] };
	const host = ts.createCompilerHost(options);
	const given = { readFile: host.readFile, fileExists: host.fileExists };
	host.readFile = (path) => files.get(path) ?? given.readFile(path);
	host.fileExists = (path) => files.has(path) || given.fileExists(path);
	const program = ts.createProgram([...files.keys()], options, host);
	const sources = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
	return new Reader(program.getTypeChecker(), sources).read();
}

/** What the parameters of helpers stand for; none of these functions calls itself. */
type Scope = ReadonlyMap<ts.Symbol, ts.Expression>;
const OUTSIDE: Scope = new Map();

type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

/** The value hangs on the arguments of this function. */
class NeedsCallers extends Error {
	constructor(readonly callee: FunctionNode) {
		super('takes the path from an argument');
	}
}

class Reader {
	private readonly operations = new Set<OperationName>();
	private readonly unreadable: string[] = [];
	private readonly calls: ts.CallExpression[] = [];

	constructor(
		private readonly checker: ts.TypeChecker,
		private readonly sources: ts.SourceFile[],
	) {}

	read(): OwnOperations {
		const sites: ts.ObjectLiteralExpression[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isCallExpression(node)) this.calls.push(node);
			if (ts.isObjectLiteralExpression(node) && this.isCall(node)) sites.push(node);
			ts.forEachChild(node, visit);
		};
		this.sources.forEach(visit);
		for (const site of sites) this.readSite(site);
		return { operations: this.operations, unreadable: this.unreadable };
	}

	/** Copies of a call that only add to it are none of their own. */
	private isCall(node: ts.ObjectLiteralExpression): boolean {
		const names = new Set(this.checker.getTypeAtLocation(node).getProperties().map(({ name }) => name));
		const own = node.properties.map(({ name }) => name?.getText());
		if (!names.has('method') || !own.some((name) => name === 'method' || name === 'path')) return false;
		return names.has('path') || (names.has('url') && node.getText().includes('}/'));
	}

	private readSite(node: ts.ObjectLiteralExpression): void {
		try {
			for (const scope of this.scopes(node, OUTSIDE, 0)) {
				const methods = this.property(node, 'method', scope);
				const paths = this.property(node, 'path', scope) ?? this.property(node, 'url', scope);
				for (const method of methods ?? []) for (const path of paths ?? []) this.operations.add(operationName(method, path));
			}
		} catch (error) {
			const source = node.getSourceFile();
			const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
			this.unreadable.push(`${relative(root, source.fileName)}:${line}: ${(error as Error).message}`);
		}
	}

	/** One scope for each way that a call is made: of a helper, one for each of its callers. */
	private scopes(node: ts.ObjectLiteralExpression, scope: Scope, depth: number): Scope[] {
		try {
			this.property(node, 'method', scope);
			void (this.property(node, 'path', scope) ?? this.property(node, 'url', scope));
			return [scope];
		} catch (error) {
			if (!(error instanceof NeedsCallers) || depth > 5) throw error;
			const callers = this.calls.filter((call) => this.calleeOf(call) === error.callee);
			if (callers.length === 0) throw error;
			return callers.flatMap((call) => this.scopes(node, this.scopeOf(call, error.callee, scope), depth + 1));
		}
	}

	private scopeOf({ arguments: given }: ts.CallExpression, { parameters }: FunctionNode, outer: Scope): Scope {
		const bound = parameters.flatMap(({ name, initializer }, index): Array<[ts.Symbol, ts.Expression]> => {
			const symbol = this.checker.getSymbolAtLocation(name);
			const argument = given[index] ?? initializer;
			return symbol && argument ? [[symbol, argument]] : [];
		});
		return new Map([...outer, ...bound]);
	}

	private calleeOf({ expression }: ts.CallExpression): FunctionNode | undefined {
		const declaration = this.declarationOf(expression);
		if (declaration && ts.isFunctionDeclaration(declaration)) return declaration;
		const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
		return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
	}

	private declarationOf(node: ts.Node): ts.Declaration | undefined {
		const symbol = this.checker.getSymbolAtLocation(node);
		return (symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
	}

	/** What a text can be. */
	private texts(node: ts.Expression, scope: Scope): string[] {
		const type = this.checker.getTypeAtLocation(node);
		const types = type.isUnion() ? type.types : [type];
		if (types.every((one) => one.isStringLiteral())) return types.map((one) => (one as ts.StringLiteralType).value);
		if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) return this.texts(node.expression, scope);
		if (ts.isTemplateExpression(node)) return this.joined(node, (span) => this.texts(span, scope));
		if (ts.isTaggedTemplateExpression(node)) return this.tagged(node, scope);
		if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((branch) => this.texts(branch, scope));
		if (ts.isPropertyAccessExpression(node)) return this.member(node, scope);
		if (ts.isIdentifier(node)) return this.value(node, scope, (value) => this.texts(value, scope));
		throw new Error(`can't follow ${node.getText().slice(0, 60)}`);
	}

	/** A request below the base URL of the credential. */
	private member(node: ts.PropertyAccessExpression, scope: Scope): string[] {
		if (node.name.text === 'baseUrl') return [''];
		const found = this.property(node.expression, node.name.text, scope);
		if (found) return found;
		throw new Error(`can't follow ${node.getText()}`);
	}

	private joined(template: ts.TemplateExpression, spanTexts: (span: ts.Expression) => string[]): string[] {
		return template.templateSpans.reduce<string[]>(
			(starts, { expression, literal }) => starts.flatMap((start) => spanTexts(expression).map((text) => `${start}${text}${literal.text}`)),
			[template.head.text],
		);
	}

	/** What path`...` encodes is a value of the user's, unless it is one of a few words. */
	private tagged({ tag, template }: ts.TaggedTemplateExpression, scope: Scope): string[] {
		if (tag.getText() !== 'path') throw new Error(`can't follow the tag ${tag.getText()}`);
		if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
		return this.joined(template, (span) => {
			const type = this.checker.getTypeAtLocation(span);
			return type.isUnion() && type.types.every((one) => one.isStringLiteral()) ? this.texts(span, scope) : ['*'];
		});
	}

	/** What an object has under a name; undefined when it has nothing there. */
	private property(node: ts.Expression, name: string, scope: Scope): string[] | undefined {
		if (ts.isObjectLiteralExpression(node)) return this.literalProperty(node, name, scope);
		if (!this.checker.getPropertyOfType(this.checker.getTypeAtLocation(node), name)) return undefined;
		if (ts.isParenthesizedExpression(node)) return this.property(node.expression, name, scope);
		if (ts.isIdentifier(node)) return this.value(node, scope, (value) => this.property(value, name, scope));
		const callee = ts.isCallExpression(node) ? this.calleeOf(node) : undefined;
		const body = callee?.body;
		if (callee && body && !ts.isBlock(body)) return this.property(body, name, this.scopeOf(node as ts.CallExpression, callee, scope));
		throw new Error(`can't follow ${node.getText().slice(0, 60)}`);
	}

	/** The last one counts. A part that may carry the name, but need not (`Partial<...>`), is one of a caller that adds details. */
	private literalProperty(node: ts.ObjectLiteralExpression, name: string, scope: Scope): string[] | undefined {
		for (const part of [...node.properties].reverse()) {
			if (ts.isPropertyAssignment(part) && part.name.getText() === name) return this.texts(part.initializer, scope);
			if (ts.isShorthandPropertyAssignment(part) && part.name.text === name) return this.texts(part.name, scope);
			if (ts.isSpreadAssignment(part) && this.isGiven(part.expression, name)) return this.property(part.expression, name, scope);
		}
		return undefined;
	}

	private isGiven(node: ts.Expression, name: string): boolean {
		const found = this.checker.getPropertyOfType(this.checker.getTypeAtLocation(node), name);
		return found !== undefined && !(found.flags & ts.SymbolFlags.Optional);
	}

	/** What stands behind a name: a constant, or an argument. */
	private value<Found>(node: ts.Identifier, scope: Scope, then: (value: ts.Expression) => Found): Found {
		const shorthand = ts.isShorthandPropertyAssignment(node.parent) ? this.checker.getShorthandAssignmentValueSymbol(node.parent) : undefined;
		const symbol = shorthand ?? this.checker.getSymbolAtLocation(node);
		const bound = symbol && scope.get(symbol);
		if (bound) return then(bound);
		const declaration = shorthand ? shorthand.valueDeclaration : this.declarationOf(node);
		if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isIdentifier(declaration.name)) {
			return then(declaration.initializer);
		}
		if (declaration && ts.isParameter(declaration) && isFunction(declaration.parent)) throw new NeedsCallers(declaration.parent);
		throw new Error(`can't follow ${node.getText()}`);
	}
}

const isFunction = (node: ts.Node): node is FunctionNode => ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
