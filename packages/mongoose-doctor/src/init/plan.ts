/** What setting up a project would write, and what is left to its people. */
import { isRecord, parseJson } from '../project/json.ts'
import { child } from '../project/paths.ts'
import { agentsPiece } from './agents.ts'
import { configPiece } from './config.ts'
import { eslintPiece } from './eslint.ts'
import type { Piece } from './piece.ts'
import { nearest, placeOf, textAt, type Place } from './place.ts'
import { scriptPiece } from './script.ts'
import { workflowPiece } from './workflow.ts'

export interface SetUp {
  /** What the files of the pieces are named from. */
  readonly root: string
  readonly pieces: readonly Piece[]
  /** What is to be run next; null: all is installed. */
  readonly install: (packages: readonly string[]) => string | null
}

/** @throws UsageError when package.json can't be understood */
export function setUp(directory: string): SetUp {
  const place = placeOf(directory)
  return {
    root: place.root,
    pieces: [scriptPiece(place), configPiece(place), workflowPiece(place), eslintPiece(place), agentsPiece(place)],
    install(packages) {
      const missing = packages.filter((name) => !dependsOn(place, name))
      return missing.length === 0 ? null : `${installer(place)} ${missing.join(' ')}`
    },
  }
}

function dependsOn(place: Place, name: string): boolean {
  return [child(place.folder, 'package.json'), 'package.json'].some((file) => {
    const text = textAt(place, file)
    const parsed = text === null || text === 'other' ? null : parseJson(text)
    const manifest = parsed !== null && 'value' in parsed && isRecord(parsed.value) ? parsed.value : {}
    return ['dependencies', 'devDependencies'].some((field) => isRecord(manifest[field]) && Object.hasOwn(manifest[field], name))
  })
}

const INSTALLERS: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm add --save-dev', 'yarn.lock': 'yarn add --dev', 'bun.lock': 'bun add --dev', 'bun.lockb': 'bun add --dev',
}

function installer(place: Place): string {
  const lock = nearest(place, [...Object.keys(INSTALLERS), 'package-lock.json'])
  return INSTALLERS[lock?.slice(lock.lastIndexOf('/') + 1) ?? ''] ?? 'npm install --save-dev'
}
