/** Whether a text has no half character: what has one changes on the way through UTF-8. */
export const isWellFormed = (text: string): boolean => Buffer.from(text).toString() === text;
