import type { Failure } from '../delivery/types';

/** One step of a test message. */
export interface Check {
	check: string;
	/** Null if it could not be tried. */
	ok: boolean | null;
	/** What was found, and what to do if it isn't well. */
	detail: string;
}

/** What the steps came to. */
export interface Steps {
	/** As the user named the person. */
	name: string;
	/** Undefined when the person did not have to be looked up. */
	lookUp?: { userId: string } | { failure: Failure };
	/** Undefined when it was not tried. */
	sent?: { messageId: string } | { failure: Failure };
}

/** There was no token, or the platform takes none of this app or this machine. */
const isDown = ({ class: failureClass, code, tokenAtFault }: Failure): boolean =>
	tokenAtFault === true || failureClass === 'tokenInvalid' || /^50003$|IpNotInWhiteList$|^60020$/.test(code);

const isUnknown = ({ code }: Failure): boolean => ['60121', '33012', '40104', '50002', 'INPUT', 'invalidStaffIdList', 'staffId.notExisted'].includes(code);

const isRobot = ({ code }: Failure): boolean => /robotCode|^robot\.|^bot\.|^chatbotId\.|^template\.|^resource\.|^send\.forbidden$/.test(code);

/** The platform has judged the call; otherwise the transport has failed it. */
const isAnswer = ({ code }: Failure): boolean => !/^E[A-Z_]+$|^HTTP \d+$/.test(code);

const NOT_TRIED = 'Not known yet: first mend the step that failed';

/** What works and what doesn't, step by step, from the access token to the message in the chat. */
export function testChecks({ name, lookUp, sent }: Steps): Check[] {
	const failure = [lookUp, sent].flatMap((step) => (step && 'failure' in step ? [step.failure] : []))[0];
	const isSent = sent !== undefined && 'messageId' in sent;
	const fault = !failure ? 'none' : isDown(failure) ? 'token' : failure.permissionAtFault ? 'permission' : isUnknown(failure) ? 'person' : isRobot(failure) ? 'robot' : sent ? 'sent' : 'person';
	const wasFound = isSent || (lookUp !== undefined && 'userId' in lookUp);
	const step = (check: string, own: typeof fault, wasTried: boolean, fine: string): Check => {
		if (failure && own === fault) return { check, ok: false, detail: `${failure.message}. ${failure.fix}` };
		return wasTried ? { check, ok: true, detail: fine } : { check, ok: null, detail: NOT_TRIED };
	};
	const isPast = (...faults: Array<typeof fault>) => isSent || (!!failure && isAnswer(failure) && faults.includes(fault));
	return [
		step('Access Token', 'token', true, 'Client ID and Client Secret are right, and the platform answers'),
		step('Permissions', 'permission', isPast('person', 'robot', 'sent') && sent !== undefined, 'The app has the permissions that finding people and sending need'),
		step('Person Found', 'person', wasFound || isPast('sent'), `${name} was found`),
		step('Robot', 'robot', isPast('sent', 'person') && sent !== undefined, 'The robot code is right, and the robot is published and switched on'),
		step('Sent', 'sent', isSent, "The platform took the message; it stands in the person's chat with the robot now"),
	];
}
