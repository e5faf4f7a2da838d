/**
 * Every check of the two platforms, by name. Each can be switched off (`disabledChecks`, `disableCheck`): what it
 * looks at then passes. The order here is the order in which a platform runs them.
 */
const DESCRIPTIONS = {
	'feishu.method': 'The webhook takes POST only',
	'feishu.token': 'The token at the end of the URL belongs to a bot (19001)',
	'feishu.enabled': 'The bot is enabled (19007)',
	'feishu.ip': "The caller's address is on the IP allow list, when there is one (19022)",
	'feishu.contentType': 'Content-Type is application/json (9499)',
	'feishu.size': 'The request body has at most 20 KB (9499)',
	'feishu.json': 'The request body is a JSON object (9499)',
	'feishu.msgTypePresent': 'msg_type is given (19002)',
	'feishu.msgTypeSupported': 'msg_type is text, post, image, share_chat or interactive (19002)',
	'feishu.timestamp': 'With signing on: timestamp is within one hour (19021)',
	'feishu.signature': 'With signing on: sign matches (19021)',
	'feishu.content': 'The content of a text, post, image or share_chat has the documented shape (9499)',
	'feishu.card': 'The card has the documented structure (11246)',
	'feishu.cardMention': 'A card mentions people by open_id only (11246)',
	'feishu.keyword': 'The visible content contains a keyword, when there are any (19024)',
	'feishu.atAll': '@all only in a group that allows it (11235)',
	'feishu.ratePerSecond': 'At most 5 messages in a second per bot (11232)',
	'feishu.ratePerMinute': 'At most 100 messages in a minute per bot (11232)',
	'dingtalk.method': 'The webhook takes POST only (43002)',
	'dingtalk.contentType': 'Content-Type is application/json (43004)',
	'dingtalk.tokenPresent': 'The URL has an access_token (40035)',
	'dingtalk.token': 'The access_token belongs to a robot (300005)',
	'dingtalk.enabled': 'The robot is enabled (400102)',
	'dingtalk.ip': "The caller's address is on the IP allow list, when there is one (310000)",
	'dingtalk.timestamp': 'With signing on: timestamp (ms) is within one hour (310000)',
	'dingtalk.signature': 'With signing on: sign matches (310000)',
	'dingtalk.size': 'The request body has at most 20,000 bytes (460101)',
	'dingtalk.json': 'The request body is a JSON object (40035)',
	'dingtalk.msgtype': 'msgtype is text, markdown, link, actionCard or feedCard (400105)',
	'dingtalk.content': 'The message object has the documented fields (40035)',
	'dingtalk.at': '`at` has the documented shape and at most 50 people (40035)',
	'dingtalk.msgUuidFormat': 'msgUuid is a string (40035)',
	'dingtalk.keyword': 'The visible content contains a keyword, when there are any (310000)',
	'dingtalk.rateBlock': 'A robot that went over its limit is blocked for 10 minutes (130101)',
	'dingtalk.ratePerMinute': 'At most 20 messages in a minute per robot (130101)',
	'dingtalk.mentionInText': 'A mention counts only when @x also stands in the text',
	'dingtalk.mentionMember': 'Only members of the group can be mentioned',
	'dingtalk.msgUuid': 'A repeated msgUuid makes no second message',
} as const;

export type CheckName = keyof typeof DESCRIPTIONS;

export interface CheckInfo {
	name: CheckName;
	description: string;
}

/** All checks with what each one demands. */
export const CHECKS: readonly CheckInfo[] = (Object.keys(DESCRIPTIONS) as CheckName[]).map((name) => ({
	name,
	description: DESCRIPTIONS[name],
}));

export const isCheckName = (name: unknown): name is CheckName =>
	typeof name === 'string' && Object.hasOwn(DESCRIPTIONS, name);

/** The switches of one sandbox. */
export class Switches {
	private readonly off = new Set<CheckName>();

	constructor(disabled: readonly string[] = []) {
		for (const name of disabled) this.disable(name);
	}

	isOn(name: CheckName): boolean {
		return !this.off.has(name);
	}

	disable(name: string): void {
		this.off.add(known(name));
	}

	enable(name: string): void {
		this.off.delete(known(name));
	}

	disabled(): CheckName[] {
		return [...this.off];
	}
}

function known(name: string): CheckName {
	if (!isCheckName(name)) throw new Error(`No such check: ${name}`);
	return name;
}
