import type { IDataObject } from 'n8n-workflow';
import { groupRobots, robotsOf, simpleRobot } from '../../../../lib/dingtalk/api/groups';
import { isSimplified } from '../../../shared/app';
import { collect, listFields, readLimit } from '../../../shared/lists';
import { groupField, readGroup } from '../../fields';
import type { DingTalkRequest } from '../../platform';

export const getRobots: DingTalkRequest = {
	option: { name: 'Get Robots', value: 'getRobots', action: 'Get the robots of a group', description: 'List the robots that are in a group' },

	form: [groupField, ...listFields],

	run: async (tools) => {
		const robots = await collect(readLimit(tools), readGroup(tools), async (id) => ({ entries: robotsOf(await tools.request(groupRobots(id))) }));
		return robots.map((robot) => (isSimplified(tools) ? simpleRobot(robot) : robot) as IDataObject);
	},
};
