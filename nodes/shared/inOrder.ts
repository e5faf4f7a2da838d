/**
 * Each entry of several lists once, in the order that every list has its own in; entries that no list orders come as
 * the lists do.
 */
export function inOrder<Entry>(lists: Entry[][]): Entry[] {
	const left = new Set(lists.flat());
	const ordered: Entry[] = [];
	while (left.size > 0) {
		const heads = lists.flatMap((list) => list.find((entry) => left.has(entry)) ?? []);
		const isFree = (entry: Entry) => lists.every((list) => !list.includes(entry) || list.find((other) => left.has(other)) === entry);
		const next = heads.find(isFree) ?? heads[0]!;
		left.delete(next);
		ordered.push(next);
	}
	return ordered;
}
