import { BATCH_OPERATIONS } from './batch';
import { BOT_OPERATIONS } from './bot';
import { CARD_ENTITY_OPERATIONS } from './cardEntities';
import { CARD_OPERATIONS } from './cards';
import { CHAT_OPERATIONS } from './chats';
import { FILE_OPERATIONS } from './files';
import { MEMBER_OPERATIONS } from './members';
import { MESSAGE_OPERATIONS } from './messages';
import { CONNECTION_OPERATIONS } from './connections';
import type { Operation } from './operation';
import { PEOPLE_OPERATIONS } from './people';
import { PIN_OPERATIONS } from './pins';
import { REACTION_OPERATIONS } from './reactions';
import { READING_OPERATIONS } from './reading';
import { TOKEN_OPERATIONS } from './tokens';
import { URGENT_OPERATIONS } from './urgent';

/** Every operation of the open platform that the sandbox answers. Of two paths that fit the first one counts. */
export const OPERATIONS: readonly Operation[] = [
	...TOKEN_OPERATIONS,
	...BOT_OPERATIONS,
	...MESSAGE_OPERATIONS,
	...READING_OPERATIONS,
	...URGENT_OPERATIONS,
	...PIN_OPERATIONS,
	...REACTION_OPERATIONS,
	...BATCH_OPERATIONS,
	...FILE_OPERATIONS,
	...CHAT_OPERATIONS,
	...MEMBER_OPERATIONS,
	...PEOPLE_OPERATIONS,
	...CARD_OPERATIONS,
	...CARD_ENTITY_OPERATIONS,
	...CONNECTION_OPERATIONS,
];
