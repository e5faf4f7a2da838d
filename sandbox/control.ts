import type { CheckInfo, CheckName } from './checks';
import type { SandboxClock } from './clock';
import type { DingtalkControl } from './dingtalk/app/control';
import type { StoredFile } from './files';
import type { App, AppChange, AppInput, Department, DepartmentInput, Person, PersonInput } from './organization';
import type { PushControl } from './push/types';
import type { Bot, BotInput, Call, CallFilter, Fault, FaultInput, Group, GroupChange, GroupInput, Message, SandboxListener } from './types';

export interface SandboxState {
	/** The base URL of the platforms' APIs, with the path prefix. */
	url: string;
	/** Unix ms on the sandbox clock. */
	now: number;
	frozen: boolean;
	/** Real milliseconds every answer of a platform takes at least. */
	latencyMs: number;
	groups: Array<Group & { bots: Bot[] }>;
	people: Person[];
	departments: Department[];
	apps: App[];
	checks: Array<CheckInfo & { enabled: boolean }>;
	faults: Fault[];
}

/** Everything a test or the control API does with a sandbox. */
export interface SandboxControl {
	clock: SandboxClock;
	addGroup(group: GroupInput): Group;
	addBot(bot: BotInput): Bot;
	addPerson(person: PersonInput): Person;
	addDepartment(department: DepartmentInput): Department;
	addApp(app: AppInput): App;
	/** For what an administrator does to an app meanwhile: scopes granted, version released, ... */
	changeApp(id: string, change: AppChange): App;
	/** For what somebody does to a group meanwhile: a bot removed, the group dissolved, ... */
	changeGroup(id: string, change: GroupChange): Group;
	/** Somebody reads a message. */
	readMessage(messageId: string, userId: string): Message;
	/** The token that a click on this card of an app brings along (Feishu and Lark): two updates in 30 minutes. */
	cardToken(messageId: string): string;
	/** What people write and click, and how apps are told of it. */
	push: PushControl;
	/** What only DingTalk's apps have. */
	dingtalk: DingtalkControl;
	file(key: string): StoredFile | undefined;
	removeBot(token: string): void;
	disableBot(token: string): void;
	enableBot(token: string): void;
	/** Accepted messages, oldest first. */
	messages(groupId?: string): Message[];
	/** Requests to the platforms, oldest first. */
	calls(filter?: CallFilter): Call[];
	/** Returns the fault's id. */
	addFault(fault: FaultInput): string;
	clearFaults(): void;
	/** Real milliseconds every answer of a platform takes at least. */
	setLatency(ms: number): void;
	disableCheck(name: CheckName | (string & {})): void;
	enableCheck(name: CheckName | (string & {})): void;
	/** Every check: `name: description`. */
	checks(): string[];
	state(): SandboxState;
	/** As it was at the start: no groups, bots, messages, calls or faults; the clock on time; the checks as given. */
	reset(): void;
	/** Returns how to stop listening. */
	subscribe(listener: SandboxListener): () => void;
}
