/** The same text in memory of its own: one cut out of another text keeps all of the other. Half characters stay what they are. */
export const detached = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
