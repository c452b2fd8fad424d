/** Files whose change may change what is said: sources, what says how they are compiled, resolved and installed, and what the project has decided. */
export const WATCHED = [
  '**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}',
  '**/{package,tsconfig*,jsconfig*}.json',
  '**/mongoose-doctor*.{json,jsonc}',
  '**/{.gitignore,pnpm-workspace.yaml}',
  '**/{package-lock.json,pnpm-lock.yaml,yarn.lock,bun.lock,bun.lockb}',
] as const
