import { asArray, asObject, isObject } from '../../json';
import type { JsonObject } from '../../types';
import { firstOf, isEmpty, personOf, type Context } from './context';

/** "key：参数名（最长不超过100B）", "value: 参数值（最长不超过1KB）" */
const MAX_KEY_BYTES = 100;
const MAX_VALUE_BYTES = 1_024;

/** "卡片数据总大小", "outTrackId", both by the guide on creating cards: 100 KB and 100 characters. */
const MAX_DATA_BYTES = 100 * 1_024;
const MAX_TRACK_ID = 100;

export const paramMap = (data: unknown): JsonObject => asObject(asObject(data).cardParamMap);

/** The texts only. */
export const textMap = (map: JsonObject): Record<string, string> =>
	Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const allMaps = ({ cardData, privateData }: JsonObject): JsonObject[] => [
	paramMap(cardData),
	...Object.values(asObject(privateData)).map(paramMap),
];

/** "属性字段只支持 String 类型"; unconfirmed: the code. */
export const typeProblem = (body: JsonObject): string | undefined =>
	allMaps(body).some((map) => Object.values(map).some((value) => typeof value !== 'string')) ? 'param.invalid' : undefined;

/** Unconfirmed: the code. */
export function sizeProblem(body: JsonObject): string | undefined {
	const maps = allMaps(body);
	const isLarge = ([key, value]: [string, unknown]): boolean =>
		Buffer.byteLength(key) > MAX_KEY_BYTES || Buffer.byteLength(String(value)) > MAX_VALUE_BYTES;
	const isTooLarge =
		String(body.outTrackId).length > MAX_TRACK_ID ||
		maps.some((map) => Object.entries(map).some(isLarge)) ||
		Buffer.byteLength(JSON.stringify(maps)) > MAX_DATA_BYTES;
	return isTooLarge ? 'param.invalid' : undefined;
}

/** `userIdType` 1 (default): userId, 2: unionId. */
export const isPerson = (context: Context, id: string): boolean => {
	const { world, body } = context;
	if (body.userIdType !== 2) return personOf(context, id) !== undefined;
	return world.organization.person('dingtalk', ({ unionId, resigned }) => unionId === id && !resigned) !== undefined;
};

/** The code for somebody who does not exist among those with own variables, or the creator. */
export function privateProblem(context: Context, userId: unknown): string | undefined {
	const ids = [...Object.keys(asObject(context.body.privateData)), ...(isEmpty(userId) ? [] : [String(userId)])];
	return firstOf(
		[ids.includes(''), 'param.userIdEmpty'],
		[ids.some((id) => !isPerson(context, id)), 'param.userIdNotExist'],
	);
}

const STRATEGIES = ['NONE', 'INTERVAL', 'ONCE'];
const UNITS = ['SECONDS', 'MINUTES', 'HOURS', 'DAYS'];
/** "最小拉取间隔时间3s" */
const MIN_SECONDS = 3;

/** The code for what is wrong with the dynamic data sources, or nothing. */
export function dynamicProblem(config: unknown): string | undefined {
	for (const source of asArray(asObject(config).dynamicDataSourceConfigs).map(asObject)) {
		const { dynamicDataSourceId, pullConfig } = source;
		const { pullStrategy, interval, timeUnit } = asObject(pullConfig);
		const isInterval = pullStrategy === 'INTERVAL';
		const problem = firstOf(
			[isEmpty(dynamicDataSourceId), 'param.dynamicSourceIdEmpty'],
			[!isObject(pullConfig), 'param.dynamicDataPullConfigEmpty'],
			[!STRATEGIES.includes(String(pullStrategy)), 'param.dynamicDataSourcePullStrategyEmpty'],
			[isInterval && !UNITS.includes(String(timeUnit)), 'param.dynamicDataPullIntervalTimeUnitInvalid'],
			[isInterval && !(Number(interval) >= (timeUnit === 'SECONDS' ? MIN_SECONDS : 1)), 'param.dynamicDataPullIntervalInvalid'],
		);
		if (problem !== undefined) return problem;
	}
	return undefined;
}
