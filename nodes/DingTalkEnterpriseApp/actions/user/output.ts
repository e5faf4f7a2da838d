import type { IDataObject } from 'n8n-workflow';
import { resultOf, simpleUser } from '../../../../lib/dingtalk/api/users';
import type { JsonObject } from '../../../../lib/http';
import { isSimplified } from '../../../shared/app';
import type { Tools } from '../../platform';

/** What the platform knows of one person. */
export const userOutput = (tools: Tools, answer: JsonObject): IDataObject =>
	(isSimplified(tools) ? simpleUser(resultOf(answer)) : answer) as IDataObject;
