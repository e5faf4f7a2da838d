/** Prints rows below a title, the columns aligned; the first row is their heading. */
export function printTable(title: string, rows: string[][], summary: string): void {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
	process.stdout.write(`\n${title}\n${lines.join('\n')}\n${summary}\n\n`);
}
