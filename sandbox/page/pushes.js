/** What apps have been told: every attempt of late, and by message. */
export class Pushes {
	constructor(most) {
		this.most = most;
		this.all = [];
		this.byMessage = new Map();
		this.known = new Set();
	}

	/** How many of them were not acknowledged. */
	get failed() {
		return this.all.filter(({ outcome }) => !['acknowledged', 'pending'].includes(outcome)).length;
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
