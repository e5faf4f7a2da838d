import type { JsonObject } from '../../http';
import { isObject } from '../../http';
import type { DingTalkCall } from '../appClient';

/** "Query users by mobile number": current staff only. */
export const userByMobile = (mobile: string): DingTalkCall => ({
	generation: 'old',
	method: 'POST',
	path: '/topapi/v2/user/getbymobile',
	body: { mobile },
	repeatable: true,
});

/** `result` of an answer of the old API. */
export const resultOf = ({ result }: JsonObject): JsonObject => (isObject(result) ? result : {});
