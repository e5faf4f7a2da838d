import { InputError } from '../inputError';

/**
 * Regular expressions that a hostile text can't slow down: the time is proportional to the length of the text.
 * JavaScript's own go through all ways of matching one after the other, which for `(a+)+b` and thirty times `a`
 * means a billion of them, and meanwhile n8n does nothing else. Here all ways are followed at once.
 *
 * Anchored at both ends and without back-references and look-around, as in Prometheus and Alertmanager. `.` stands
 * for any character, line breaks too. Throws an {@link InputError} for what is no such expression.
 */
export function compileExpression(source: string): (text: string) => boolean {
	const ignoreCase = source.startsWith('(?i)');
	const parser = new Parser(ignoreCase ? source.slice(4) : source, ignoreCase);
	const automaton = new Automaton(new Program(parser.parse()).steps);
	return (text) => automaton.matches(text);
}

type Test = (character: string) => boolean;

type Expression =
	| { kind: 'character'; test: Test }
	| { kind: 'start' | 'end' }
	| { kind: 'sequence' | 'choice'; parts: Expression[] }
	| { kind: 'repeat'; part: Expression; least: number; most: number };

const MOST_REPEATS = 100;

const DIGIT: Test = (c) => c >= '0' && c <= '9';
const WORD: Test = (c) => /^\w$/.test(c);
const SPACE: Test = (c) => /^\s$/.test(c);
const not =
	(test: Test): Test =>
	(c) =>
		!test(c);

const CLASSES: Record<string, Test> = { d: DIGIT, D: not(DIGIT), w: WORD, W: not(WORD), s: SPACE, S: not(SPACE) };
const CONTROLS: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** Nesting deeper than this means nothing, and would be too deep for the stack. */
const DEEPEST = 100;

class Parser {
	private readonly characters: string[];
	private at = 0;
	private depth = 0;

	constructor(
		private readonly source: string,
		private readonly ignoreCase: boolean,
	) {
		this.characters = Array.from(source);
	}

	parse(): Expression {
		const expression = this.choice();
		if (this.at < this.characters.length) throw this.invalid('a ) has no (');
		return expression;
	}

	private choice(): Expression {
		if (++this.depth > DEEPEST) throw this.invalid(`its brackets are nested deeper than ${DEEPEST} levels`);
		const parts = [this.sequence()];
		while (this.takes('|')) parts.push(this.sequence());
		this.depth--;
		return { kind: 'choice', parts };
	}

	private sequence(): Expression {
		const parts: Expression[] = [];
		while (this.at < this.characters.length && !this.sees('|') && !this.sees(')')) parts.push(this.repeated());
		return { kind: 'sequence', parts };
	}

	private repeated(): Expression {
		const part = this.single();
		const range = this.range();
		if (!range) return part;
		// Reluctant or not makes no difference to whether the whole text matches.
		this.takes('?');
		if (this.range()) throw this.invalid('two repetitions follow each other');
		return { kind: 'repeat', part, ...range };
	}

	private range(): { least: number; most: number } | undefined {
		if (this.takes('*')) return { least: 0, most: Infinity };
		if (this.takes('+')) return { least: 1, most: Infinity };
		if (this.takes('?')) return { least: 0, most: 1 };
		const found = /^\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/.exec(this.characters.slice(this.at, this.at + 16).join(''));
		if (!found) return undefined;
		this.at += found[0].length;
		const least = Number(found[1]);
		const most = found[2] === undefined ? least : found[3] === undefined ? Infinity : Number(found[3]);
		if (most < least) throw this.invalid(`${found[0]} ends before it begins`);
		if (least > MOST_REPEATS || (most > MOST_REPEATS && most !== Infinity)) {
			throw this.invalid(`${found[0]} repeats more than ${MOST_REPEATS} times`);
		}
		return { least, most };
	}

	private single(): Expression {
		const character = this.next();
		switch (character) {
			case '(':
				return this.group();
			case '[':
				return { kind: 'character', test: this.characterClass() };
			case '.':
				return { kind: 'character', test: () => true };
			case '^':
				return { kind: 'start' };
			case '$':
				return { kind: 'end' };
			case '*':
			case '+':
			case '?':
				throw this.invalid(`there is nothing before ${character} to repeat`);
			case '\\':
				return { kind: 'character', test: this.escaped() };
			default:
				return { kind: 'character', test: this.literal(character) };
		}
	}

	private group(): Expression {
		if (this.takes('?') && !this.takes(':')) {
			throw this.invalid('look-around, named groups and flags inside it are not supported; plain brackets and (?i) at the beginning are');
		}
		const expression = this.choice();
		if (!this.takes(')')) throw this.invalid('a ( is not closed');
		return expression;
	}

	private characterClass(): Test {
		const negated = this.takes('^');
		const tests: Test[] = [];
		// The first ] is a character like any other.
		for (let first = true; first || !this.sees(']'); first = false) {
			if (this.at >= this.characters.length) throw this.invalid('a [ is not closed');
			if (this.sees('[') && this.characters[this.at + 1] === ':') throw this.invalid('[:...:] is not supported; write out the range, like a-z');
			tests.push(this.classRange());
		}
		this.next();
		return (character) => tests.some((test) => test(character)) !== negated;
	}

	private classRange(): Test {
		const from = this.classCharacter();
		const isRange = this.sees('-') && this.at + 1 < this.characters.length && this.characters[this.at + 1] !== ']';
		if (!isRange) return typeof from === 'string' ? this.literal(from) : from;
		this.next();
		const to = this.classCharacter();
		if (typeof from !== 'string' || typeof to !== 'string') throw this.invalid('a range in [ ] needs a character at both ends');
		const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
		if (low > high) throw this.invalid(`the range ${from}-${to} ends before it begins`);
		const inRange: Test = (c) => c.codePointAt(0)! >= low && c.codePointAt(0)! <= high;
		return this.ignoreCase ? (c) => inRange(c.toLowerCase()) || inRange(c.toUpperCase()) : inRange;
	}

	private classCharacter(): string | Test {
		const character = this.next();
		return character === '\\' ? this.escape() : character;
	}

	private escaped(): Test {
		const escape = this.escape();
		return typeof escape === 'string' ? this.literal(escape) : escape;
	}

	/** What stands behind a backslash: a character, or a class of them. */
	private escape(): string | Test {
		if (this.at >= this.characters.length) throw this.invalid('nothing follows the \\ at its end');
		const character = this.next();
		if (Object.hasOwn(CLASSES, character)) return CLASSES[character]!;
		if (Object.hasOwn(CONTROLS, character)) return CONTROLS[character]!;
		if (/^[A-Za-z0-9]$/.test(character)) throw this.invalid(`\\${character} is not supported`);
		return character;
	}

	private literal(wanted: string): Test {
		if (!this.ignoreCase) return (character) => character === wanted;
		const lower = wanted.toLowerCase();
		return (character) => character.toLowerCase() === lower;
	}

	private sees(character: string): boolean {
		return this.characters[this.at] === character;
	}

	private takes(character: string): boolean {
		if (!this.sees(character)) return false;
		this.at++;
		return true;
	}

	private next(): string {
		const character = this.characters[this.at];
		if (character === undefined) throw this.invalid('it ends too early');
		this.at++;
		return character;
	}

	private invalid(why: string): InputError {
		return invalid(this.source, why);
	}
}

const invalid = (source: string, why: string): InputError =>
	new InputError(
		`The regular expression ${source.slice(0, 100)} can't be used: ${why}`,
		'Correct it. A character that is meant literally, like ( or *, needs a \\ before it.',
	);

/** One step of following an expression through a text; numbers are places in the program. */
type Step =
	| { kind: 'character'; test: Test }
	| { kind: 'start' | 'end' | 'match' }
	| { kind: 'either'; ways: number[] };

const MOST_STEPS = 1000;

/** The expression as a list of steps, each leading to the one below it if it does not say otherwise. */
class Program {
	readonly steps: Step[] = [];

	constructor(expression: Expression) {
		this.add(expression);
		this.push({ kind: 'match' });
	}

	private add(expression: Expression): void {
		switch (expression.kind) {
			case 'character':
			case 'start':
			case 'end':
				this.push(expression);
				break;
			case 'sequence':
				for (const part of expression.parts) this.add(part);
				break;
			case 'choice':
				this.addChoice(expression.parts);
				break;
			case 'repeat':
				this.addRepeat(expression);
		}
	}

	private addChoice(parts: Expression[]): void {
		const [only] = parts;
		if (parts.length === 1) return this.add(only!);
		const fork = this.fork();
		const exits = parts.map((part) => {
			fork.ways.push(this.steps.length);
			this.add(part);
			return this.fork();
		});
		for (const exit of exits) exit.ways.push(this.steps.length);
	}

	private addRepeat({ part, least, most }: Extract<Expression, { kind: 'repeat' }>): void {
		for (let n = 0; n < least; n++) {
			const before = this.steps.length;
			this.add(part);
			// Nothing, however often it is repeated.
			if (this.steps.length === before) return;
		}
		if (most === Infinity) {
			const begin = this.steps.length;
			const loop = this.fork(begin + 1);
			this.add(part);
			this.fork(begin);
			loop.ways.push(this.steps.length);
			return;
		}
		const exits = Array.from({ length: most - least }, () => {
			const exit = this.fork(this.steps.length + 1);
			this.add(part);
			return exit;
		});
		for (const exit of exits) exit.ways.push(this.steps.length);
	}

	private fork(...ways: number[]): { kind: 'either'; ways: number[] } {
		const fork = { kind: 'either' as const, ways };
		this.push(fork);
		return fork;
	}

	private push(step: Step): void {
		if (this.steps.length >= MOST_STEPS) {
			throw new InputError(
				'A regular expression is too long: its repetitions, written out, are too many',
				'Use smaller numbers in { }, or * in their place.',
			);
		}
		this.steps.push(step);
	}
}

/** All the places of the program that a text can have led to. */
interface State {
	/** Only those that wait for a character. */
	places: number[];
	/** Whether the text matches if it ends here. */
	matches: boolean;
	next: Map<string, State>;
}

/** What has been found out once about a character in a state is kept, but not without bounds. */
const MOST_KEPT = 10_000;

class Automaton {
	private readonly start: State;
	private states = new Map<string, State>();
	private kept = 0;

	constructor(private readonly steps: Step[]) {
		this.start = this.state([0], true);
	}

	matches(text: string): boolean {
		let state = this.start;
		for (const character of text) {
			if (state.places.length === 0) return false;
			state = this.after(state, character);
		}
		return state.matches;
	}

	private after(state: State, character: string): State {
		const known = state.next.get(character);
		if (known) return known;
		const places = state.places.filter((place) => {
			const step = this.steps[place]!;
			return step.kind === 'character' && step.test(character);
		});
		if (this.kept >= MOST_KEPT) this.forget();
		const next = this.state(places.map((place) => place + 1), false);
		state.next.set(character, next);
		this.kept++;
		return next;
	}

	private forget(): void {
		this.start.next.clear();
		this.states.clear();
		this.kept = 0;
	}

	private state(from: number[], atStart: boolean): State {
		const places = this.reachable(from, { atStart, atEnd: false }).filter((place) => this.steps[place]!.kind === 'character');
		const matches = this.reachable(from, { atStart, atEnd: true }).some((place) => this.steps[place]!.kind === 'match');
		const name = `${matches} ${places.join(' ')}`;
		const known = this.states.get(name);
		if (known) return known;
		const state = { places, matches, next: new Map<string, State>() };
		this.states.set(name, state);
		return state;
	}

	/** Everything that can be reached without a character, in the order of the program. */
	private reachable(from: number[], { atStart, atEnd }: { atStart: boolean; atEnd: boolean }): number[] {
		const found = new Set<number>();
		const open = [...from];
		for (let place = open.pop(); place !== undefined; place = open.pop()) {
			if (found.has(place)) continue;
			found.add(place);
			const step = this.steps[place]!;
			if (step.kind === 'either') open.push(...step.ways);
			else if ((step.kind === 'start' && atStart) || (step.kind === 'end' && atEnd)) open.push(place + 1);
		}
		return [...found].sort((a, b) => a - b);
	}
}
