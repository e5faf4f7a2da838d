import { CARD_ROUTES } from './cards';
import type { Route } from './context';
import { DEPARTMENT_ROUTES } from './departments';
import { DING_ROUTES } from './ding';
import { DOWNLOAD_ROUTES } from './downloads';
import { FAILED_EVENT_ROUTES } from './failedEvents';
import { GROUP_ROUTES } from './groups';
import { MEDIA_ROUTES } from './media';
import { MICRO_APP_ROUTES } from './microApps';
import { PEOPLE_ROUTES } from './people';
import { ROBOT_FOLLOW_ROUTES } from './robotFollow';
import { ROBOT_SEND_ROUTES } from './robotSend';
import { WORK_ROUTES } from './work';

/** Every API that an app can call with its token. */
export const ROUTES: readonly Route[] = [
	...ROBOT_SEND_ROUTES,
	...ROBOT_FOLLOW_ROUTES,
	...DING_ROUTES,
	...DOWNLOAD_ROUTES,
	...WORK_ROUTES,
	...CARD_ROUTES,
	...GROUP_ROUTES,
	...PEOPLE_ROUTES,
	...DEPARTMENT_ROUTES,
	...MEDIA_ROUTES,
	...MICRO_APP_ROUTES,
	...FAILED_EVENT_ROUTES,
];
