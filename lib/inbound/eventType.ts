/** A kind of event that an app can be told of, besides messages and clicks on cards. */
export interface EventType {
	/** The platform's own name. */
	type: string;
	/** What a picker shows. */
	name: string;
	description: string;
}

/** @param needs what it takes besides the switch in the console */
export const eventType = (type: string, name: string, description: string, needs?: string): EventType => ({
	type,
	name,
	description: needs ? `${description}. ${needs}` : description,
});
