/** What apps have been told: every attempt of late, and by message. */
export class Pushes {
	constructor(most) {
		this.most = most;
		this.all = [];
		this.byMessage = new Map();
		this.known = new Set();
	}

	/** How many events an app has not heard: an attempt has failed, and none by either way has been acknowledged. */
	get unheard() {
		const events = [...Map.groupBy(this.all, ({ appId, eventId }) => `${appId} ${eventId}`).values()].map((attempts) => new Set(attempts.map(({ outcome }) => outcome)));
		return events.filter((outcomes) => !outcomes.has('acknowledged') && [...outcomes].some((outcome) => outcome !== 'pending')).length;
	}

	/** How many attempts there are, as far as they are looked at. */
	get count() {
		return this.all.length < this.most ? String(this.all.length) : `${this.most}+`;
	}

	/**
	 * The attempts to tell of this message; none = no app was told of it. Undefined while that is not known: of a message that
	 * came after the last look, or is so old that its attempts may be among those that are not looked at any more.
	 */
	of(messageId) {
		return this.byMessage.get(messageId) ?? (this.known.has(messageId) ? [] : undefined);
	}

	/** Takes the result of a look, before which these messages were there. Returns the IDs of those that it changes something for. */
	take(pushes, messages) {
		const beginning = pushes.length < this.most ? 0 : pushes[0].at;
		const written = messages.filter(({ from, sentAt, id }) => from && sentAt >= beginning && !this.known.has(id)).map(({ id }) => id);
		this.all = pushes;
		const now = [...Map.groupBy(pushes.filter(({ messageId }) => messageId !== undefined), ({ messageId }) => messageId)];
		const changed = now.filter(([id, attempts]) => told(attempts) !== told(this.byMessage.get(id) ?? []));
		for (const id of written) this.known.add(id);
		for (const [id, attempts] of changed) this.byMessage.set(id, attempts);
		return [...new Set([...written, ...changed.map(([id]) => id)])];
	}
}

const told = (pushes) => JSON.stringify(pushes.map(({ id, outcome }) => [id, outcome]));
