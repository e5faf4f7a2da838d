import { asObject, isFilled, isObject } from '../../json';
import type { Group, JsonObject, Message } from '../../types';
import { shownIn, type Card } from './cardRecord';
import { firstOf, isAvailable, isEmpty, personOf, refuseWith, type Context } from './context';
import { keepSending } from './robotSend';

/** Where a card can stand. */
export type SpaceType = 'IM_GROUP' | 'IM_ROBOT' | 'IM_SINGLE' | 'ONE_BOX';

interface Space {
	/** What declares that a card can stand there, and what is wrong with that. */
	declare: string;
	declaredWrong(model: JsonObject): boolean;
	/** What it needs to be delivered there, and what is wrong with that. */
	deliver: string;
	deliverWrong(model: JsonObject): boolean;
}

const forwardMissing = ({ supportForward }: JsonObject): boolean => typeof supportForward !== 'boolean';

const SPACES: Record<SpaceType, Space> = {
	IM_GROUP: {
		declare: 'imGroupOpenSpaceModel',
		declaredWrong: forwardMissing,
		deliver: 'imGroupOpenDeliverModel',
		deliverWrong: ({ robotCode }) => !isFilled(robotCode),
	},
	IM_ROBOT: {
		declare: 'imRobotOpenSpaceModel',
		declaredWrong: forwardMissing,
		deliver: 'imRobotOpenDeliverModel',
		// "IM机器人单聊若未设置其他投放属性，需设置spaeType为IM_ROBOT"
		deliverWrong: ({ spaceType, robotCode, extension }) => spaceType !== 'IM_ROBOT' && !isFilled(robotCode) && !isObject(extension),
	},
	IM_SINGLE: {
		declare: 'imSingleOpenSpaceModel',
		declaredWrong: () => false,
		deliver: 'imSingleOpenDeliverModel',
		deliverWrong: () => false,
	},
	ONE_BOX: {
		declare: 'topOpenSpaceModel',
		declaredWrong: ({ spaceType }) => spaceType !== 'ONE_BOX',
		deliver: 'topOpenDeliverModel',
		deliverWrong: ({ expiredTimeMillis }) => !(Number(expiredTimeMillis) > 0),
	},
};

const TYPES = Object.keys(SPACES) as SpaceType[];

const isType = (value: string): value is SpaceType => (TYPES as string[]).includes(value);

export const declaredSpaces = (body: JsonObject): Set<SpaceType> => new Set(TYPES.filter((type) => isObject(body[SPACES[type].declare])));

/** "若使用imGroupOpenSpaceModel对象，则该字段必填" */
export const spaceModelRefusal = refuseWith(({ body }) =>
	TYPES.some((type) => {
		const model = body[SPACES[type].declare];
		return isObject(model) && SPACES[type].declaredWrong(model);
	})
		? 'param.openSpaceModelInvalid'
		: undefined,
);

const PREFIX = 'dtv1.card//';
/** "openSpaceId" by the guide on delivering cards. */
const MAX_SPACE_ID = 1_000;

export interface Place {
	type: SpaceType;
	id: string;
}

/**
 * `dtv1.card//spaceType1.spaceId1;spaceType2.spaceId2`, the types in either case; undefined when it is something else.
 * The spaces of old (`CO_FEED`, documents) are none here.
 */
export function places(openSpaceId: unknown): Place[] | undefined {
	const text = String(openSpaceId);
	if (!text.startsWith(PREFIX) || text.length > MAX_SPACE_ID) return undefined;
	const found = text.slice(PREFIX.length).split(';').filter(Boolean).map(place);
	return found.length > 0 && found.every((one) => one !== undefined) ? found : undefined;
}

function place(part: string): Place | undefined {
	const dot = part.indexOf('.');
	const type = part.slice(0, dot).toUpperCase();
	const id = part.slice(dot + 1);
	return dot > 0 && id !== '' && isType(type) ? { type, id } : undefined;
}

export const spacesRefusal = refuseWith(({ body }) =>
	firstOf(
		[isEmpty(body.openSpaceId), 'param.openSpaceIdEmpty'],
		[places(body.openSpaceId) === undefined, 'param.openSpaceIdInvalid'],
	),
);

/** Every space that it goes to has its parameters; `wrong` is the code when they are absent or incomplete. */
export const deliverModelRefusal = (wrong: string) =>
	refuseWith(({ body }) => {
		if (!TYPES.some((type) => isObject(body[SPACES[type].deliver]))) return 'param.openDeliverModelEmpty';
		const isWrong = ({ type }: Place): boolean => {
			const model = body[SPACES[type].deliver];
			return !isObject(model) || SPACES[type].deliverWrong(model);
		};
		return places(body.openSpaceId)?.some(isWrong) ? wrong : undefined;
	});

interface DeliverResult {
	spaceType: string;
	spaceId: string;
	success: boolean;
	carrierId?: string;
	errorMsg?: string;
}

/**
 * One result for each place; what fails there fails inside a success.
 * Unconfirmed: the texts, for which the documents have "SYSTEM_ERROR" only.
 */
export function deliver(context: Context, card: Card): { results: DeliverResult[]; message?: Message } {
	let first: Message | undefined;
	const results = (places(context.body.openSpaceId) ?? []).map(({ type, id }): DeliverResult => {
		const chat = chatOf(context, type, id);
		const problem = context.world.switches.isOn('dingtalkApp.cardSpace') && !card.spaces.has(type) ? 'spaceNotSupported' : undefined;
		const failure = problem ?? (typeof chat === 'string' ? chat : undefined);
		if (failure !== undefined || typeof chat === 'string') return { spaceType: type, spaceId: id, success: false, errorMsg: failure ?? '' };
		const message = put(context, card, chat, type);
		first ??= message;
		// "IM场域返processQueryKey，...，其他场域暂不返回"
		const carrierId = type === 'ONE_BOX' ? '' : keepSending(context, [message], chat.direct ? undefined : chat.id);
		return { spaceType: type, spaceId: id, success: true, ...(carrierId && { carrierId }) };
	});
	return { results, message: first };
}

function put({ world, app, body }: Context, card: Card, chat: Group, type: SpaceType): Message {
	const msgType = type === 'ONE_BOX' ? 'topCard' : 'card';
	const atUserIds = asObject(asObject(body.imGroupOpenDeliverModel).atUserIds);
	const mentions = Object.entries(atUserIds).map(([id, name]) => ({
		type: id === '@ALL' ? ('all' as const) : ('user' as const),
		id: id === '@ALL' ? 'all' : id,
		name: String(name),
	}));
	const message = world.deliverFrom(app, chat, { msgType, body, mentions, ...shownIn(world, card, chat) });
	card.messageIds.push(message.id);
	return message;
}

/** The chat that a place stands for, or why a card cannot be delivered there. */
function chatOf(context: Context, type: SpaceType, id: string): Group | string {
	const { world, app, body } = context;
	if (type === 'IM_ROBOT') {
		const isUnion = body.userIdType === 2;
		const person = isUnion
			? world.organization.person('dingtalk', ({ unionId, resigned }) => unionId === id && !resigned)
			: personOf(context, id);
		if (!person) return 'userIdNotExist';
		const isReachable = isAvailable(context, person.userId) || !world.switches.isOn('dingtalkApp.availability');
		return isReachable ? world.directChat(app, person) : 'userIdNotExist';
	}
	const group = world.group(id);
	if (group?.platform !== 'dingtalk' || group.direct) return 'openConversationIdInvalid';
	if (group.dissolved) return 'groupDisbanded';
	const isInside = group.apps?.includes(app.id) === true || !world.switches.isOn('dingtalkApp.group');
	return isInside ? group : 'robotNotInGroup';
}
