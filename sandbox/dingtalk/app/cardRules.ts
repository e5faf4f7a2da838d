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

const isWrong = ([key, value]: [string, unknown]): boolean =>
	typeof value !== 'string' || Buffer.byteLength(key) > MAX_KEY_BYTES || Buffer.byteLength(value) > MAX_VALUE_BYTES;

/**
 * The code for variables that are no texts or too large.
 * "属性字段只支持 String 类型"; unconfirmed: which code these have.
 */
export function dataProblem({ outTrackId, cardData, privateData }: JsonObject): string | undefined {
	const maps = [paramMap(cardData), ...Object.values(asObject(privateData)).map(paramMap)];
	const bytes = Buffer.byteLength(JSON.stringify(maps));
	return firstOf(
		[String(outTrackId).length > MAX_TRACK_ID, 'param.invalid'],
		[maps.some((map) => Object.entries(map).some(isWrong)), 'param.invalid'],
		[bytes > MAX_DATA_BYTES, 'param.invalid'],
	);
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
