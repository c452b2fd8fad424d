/** See terminal-svg.mjs. */
export function terminalSvg(text: string, words: { readonly title: string; readonly description: string; readonly columns: number }): string
