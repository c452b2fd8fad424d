/** Files whose change may change what is said: sources, and what says how they are compiled, resolved and installed. */
export const WATCHED = [
  '**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}',
  '**/{package,tsconfig*,jsconfig*}.json',
  '**/{.gitignore,pnpm-workspace.yaml}',
  '**/{package-lock.json,pnpm-lock.yaml,yarn.lock,bun.lock,bun.lockb}',
] as const
