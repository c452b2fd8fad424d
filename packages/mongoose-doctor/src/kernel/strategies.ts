/** How a model is to be made registered: docs/remedies.md. */
export const strategies = ['import', 'registry', 'lazy', 'ensure'] as const
export type Strategy = (typeof strategies)[number]
