/**
 * A moment in ms since the epoch, from an ISO 8601 time; one that names no zone is meant in `timeZone`. NaN for what is
 * no time.
 */
export function momentOf(iso: string, timeZone: string): number {
	if (!/^\d{4}-\d{2}-\d{2}/.test(iso)) return NaN;
	const isLocal = /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(iso) || !iso.includes('T');
	if (!isLocal) return Date.parse(iso);
	const asUtc = Date.parse(iso.includes('T') ? `${iso}Z` : iso);
	if (Number.isNaN(asUtc)) return NaN;
	// Where the clocks are changed, the offset is another one before: the second look is from the right side.
	return asUtc - offset(asUtc - offset(asUtc, timeZone), timeZone);
}

/** How far the clocks of a zone are ahead of UTC, in ms. */
function offset(time: number, timeZone: string): number {
	const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(time);
	return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(time / 1_000) * 1_000;
}
