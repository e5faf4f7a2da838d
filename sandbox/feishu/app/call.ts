import type { Answer, EndpointWorld, PlatformRequest, Result } from '../../answer';
import type { CheckName } from '../../checks';
import { asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import { PUSH_DEFAULTS } from '../../push/types';
import type { JsonObject } from '../../types';
import { feishuRefusal, success, type Detail } from './answers';
import { stateOf, type AppState } from './state';

/** Stands for the caller when the checks of the token are switched off and nobody has called. */
const NOBODY: App = {
	platform: 'feishu',
	id: 'cli_0000000000000000',
	secret: '',
	name: '',
	scopes: null,
	botEnabled: true,
	published: true,
	disabled: false,
	availableTo: null,
	allowedIps: [],
	quotaLeft: null,
	robotCode: '',
	agentId: '',
	corpId: '',
	push: PUSH_DEFAULTS,
};

/** Ends a call early. */
export class Ended extends Error {
	constructor(readonly result: Result) {
		super('The call has ended');
	}
}

/** One request of an app to one operation. */
export class Call {
	readonly app: App;
	/** The JSON body; empty when there is none. */
	readonly body: JsonObject;
	readonly state: AppState;

	constructor(
		readonly request: PlatformRequest,
		readonly world: EndpointWorld,
		app: App | undefined,
		/** The parts of the path that the operation names `:x`. */
		readonly params: Record<string, string> = {},
	) {
		this.app = app ?? NOBODY;
		const json = parseJson(request.text);
		this.body = isObject(json) ? json : {};
		this.state = stateOf(world);
	}

	query(name: string): string {
		return this.request.url.searchParams.get(name) ?? '';
	}

	/** A text of the body. */
	text(name: string): string {
		return asText(this.body[name]);
	}

	refusal(code: number, detail?: Detail): Answer {
		const { pathname } = this.request.url;
		const answer = feishuRefusal(code, pathname, detail);
		if (!answer) throw new Error(`No text for ${code} at ${pathname}`);
		return answer;
	}

	/** Refuses what is wrong, unless the check is switched off. */
	refuseIf(wrong: boolean, check: CheckName, code: number, detail?: Detail): void {
		if (wrong && this.world.switches.isOn(check)) this.refuse(check, code, detail);
	}

	/** Refuses what can't go on; with the check switched off it counts as done. */
	end(check: CheckName, code: number, detail?: Detail): never {
		if (this.world.switches.isOn(check)) this.refuse(check, code, detail);
		throw new Ended({ answer: success(), outcome: 'accepted' });
	}

	private refuse(check: CheckName, code: number, detail?: Detail): never {
		throw new Ended({ answer: this.refusal(code, detail), outcome: 'refused', check });
	}
}
