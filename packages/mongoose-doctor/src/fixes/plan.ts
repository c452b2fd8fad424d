/** From findings to whole texts: chosen, edited, and examined again before anybody writes them. */
import type { Finding } from '../kernel/report.ts'
import type { Strategy } from '../kernel/strategies.ts'
import type { Diagnosis, EditRemedy, ModelRemedy } from '../rules/diagnosis.ts'
import { editFile } from './edits/edit.ts'
import { loadOptions } from './choose/load-options.ts'
import { optionsFor } from './choose/options.ts'
import type { Options } from './choose/options.ts'
import { withRegistries } from './edits/registry.ts'
import type { ExamineTree, Examined, FileChange, FixPlan, NotFixed, Wish } from './types.ts'
import { verify } from './verify.ts'
import type { Breakage, Verified } from './verify.ts'

/** One finding on its way: which of its ways is being tried. */
interface Candidate {
  readonly diagnosis: Diagnosis
  readonly ways: (readonly Wish[])[]
  at: number
  /** Why the ways so far were given up. */
  reason: string
}

/**
 * Plans the edits that mend `findings`. Deterministic; every finding is either mended by the plan or in `notFixed`.
 * @param examineTree examines the same tree with some texts replaced
 */
export function planFixes(examined: Examined, findings: readonly Finding[], examineTree: ExamineTree, strategy: Strategy = 'import'): FixPlan {
  const known = new Set(examined.diagnoses.map(({ finding }) => finding.id))
  const strange = findings.filter(({ id }) => !known.has(id)).map((finding) => ({ finding, reason: 'it is not a finding of this examination' }))
  if (strategy !== 'registry') {
    const { files, notFixed } = mend(examined, findings, examineTree, waysOf(examined, strategy))
    return { files, notFixed: [...notFixed, ...strange] }
  }
  const registries = withRegistries(examined, findings, examineTree)
  const { broken } = verify(examined, registries.examined, new Map())
  const plan = mend(registries.examined, findings, registries.examineTree, (remedy) => {
    if (broken !== null) return { ways: [], refusals: [{ reason: broken.reason }] }
    const registry = registries.files.get(remedy.app.app.root)
    if (registry === undefined || 'reason' in registry) return { ways: [], refusals: registry === undefined ? [] : [registry] }
    if (!registry.models.includes(remedy.model.name)) return { ways: [], refusals: [{ reason: `${registry.file} does not have ${remedy.model.name}` }] }
    return optionsFor(registries.examined.context, { ...remedy, definedIn: [registry.file], late: null, inert: null })
  })
  const open = new Set(plan.notFixed.map(({ finding }) => finding.id))
  const wantsModel = new Set(examined.diagnoses.flatMap(({ finding, remedy }) => (remedy?.kind === 'model' ? [finding.id] : [])))
  const isMended = findings.some(({ id }) => wantsModel.has(id) && !open.has(id))
  // A registry that nothing imports in the end would only lie about.
  return { files: isMended ? [...registries.changes, ...plan.files] : plan.files, notFixed: [...plan.notFixed, ...strange] }
}

/** A finding, and what mends it when nothing else is mended. */
export interface FindingFix {
  readonly finding: Finding
  readonly files: readonly FileChange[]
}

export interface FindingFixes {
  /** What each finding takes by itself. What two of them have in common is in both. */
  readonly each: readonly FindingFix[]
  /** What several of them take: as `planFixes` would write it. */
  together(findings: readonly Finding[]): readonly FileChange[]
}

/** As `planFixes` does, all findings together, but to be had one by one: for an editor, where one is mended at a time. */
export function planEach(examined: Examined, findings: readonly Finding[], examineTree: ExamineTree, strategy: Exclude<Strategy, 'registry'> = 'import'): FindingFixes {
  const { mended } = mend(examined, findings, examineTree, waysOf(examined, strategy))
  return {
    each: mended.flatMap((one) => {
      const files = edit(examined, [one])
      return files === null ? [] : [{ finding: one.diagnosis.finding, files }]
    }),
    together(some) {
      const wanted = new Set(some.map(({ id }) => id))
      return edit(examined, mended.filter(({ diagnosis }) => wanted.has(diagnosis.finding.id))) ?? []
    },
  }
}

const waysOf = ({ context }: Examined, strategy: Exclude<Strategy, 'registry'>) => (remedy: ModelRemedy): Options =>
  strategy === 'import' ? optionsFor(context, remedy) : loadOptions(context, remedy, strategy)

function mend(examined: Examined, findings: readonly Finding[], examineTree: ExamineTree, waysFor: (remedy: ModelRemedy) => Options): FixPlan & { readonly mended: readonly Candidate[] } {
  const wanted = new Set(findings.map((finding) => finding.id))
  const candidates: Candidate[] = []
  const byHand: NotFixed[] = []
  for (const diagnosis of examined.diagnoses) {
    const { finding, remedy } = diagnosis
    if (!wanted.has(finding.id)) continue
    if (remedy === null || !finding.fixable) { byHand.push({ finding, reason: 'only a person can mend this' }); continue }
    const { ways, refusals } = remedy.kind === 'edit' ? { ways: [textWishes(remedy)], refusals: [] } : waysFor(remedy)
    const reason = refusals[0]?.reason ?? `nothing that can be imported registers ${finding.model}`
    candidates.push({ diagnosis, ways: [...ways], at: 0, reason })
  }
  let files = settle(examined, candidates, examineTree)
  const followed = candidates.filter((one) => addConsequences(examined, candidates, one, examineTree, waysFor))
  if (followed.length > 0) files = settle(examined, candidates, examineTree)
  const stay = candidates.filter((one) => one.ways[one.at] === undefined).map(({ diagnosis, reason }) => ({ finding: diagnosis.finding, reason }))
  return { files, notFixed: [...stay, ...byHand], mended: candidates.filter((one) => one.ways[one.at] !== undefined) }
}

/**
 * `populate('product')` becomes `populate('products')`, and that needs a model which nothing has asked for so far: then both together are a way.
 * @returns whether there is one
 */
function addConsequences(examined: Examined, all: readonly Candidate[], one: Candidate, examineTree: ExamineTree, waysFor: (remedy: ModelRemedy) => Options): boolean {
  const [only] = one.ways
  if (one.diagnosis.remedy?.kind !== 'edit' || one.at !== 1 || only === undefined) return false
  const changes = edit(examined, [...all.filter((each) => each.ways[each.at] !== undefined), { ...one, at: 0 }])
  if (changes === null) return false
  const known = new Set(examined.diagnoses.map(({ finding }) => finding.id))
  const after = examineTree(new Map(changes.map((change) => [change.file, change.after])))
  const more = after.diagnoses.flatMap(({ finding, remedy }) => (known.has(finding.id) || remedy?.kind !== 'model' ? [] : [waysFor(remedy).ways[0]]))
  const wishes = more.flatMap((way) => way ?? [])
  // Offsets would be those of the changed texts.
  if (wishes.length === 0 || wishes.some((wish) => wish.kind !== 'import' || wish.late !== null || wish.inert !== null)) return false
  one.ways.push([...only, ...wishes])
  return true
}

const textWishes = ({ edits }: EditRemedy): readonly Wish[] => edits.map((one) => ({ kind: 'text', ...one }))

/** Tries all together; whatever fails goes on to its next way, until what is left holds. */
function settle(examined: Examined, candidates: readonly Candidate[], examineTree: ExamineTree): readonly FileChange[] {
  for (;;) {
    const active = candidates.filter((one) => one.ways[one.at] !== undefined)
    if (active.length === 0) return []
    const changes = edit(examined, active)
    if (changes === null) continue
    const { failed, broken } = check(examined, active, changes, examineTree)
    if (failed.size === 0 && broken === null) return changes
    for (const one of active) {
      const reason = failed.get(one.diagnosis)
      if (reason !== undefined) giveUp(one, reason)
    }
    if (failed.size === 0 && broken !== null) culprit(examined, active, broken, examineTree)
  }
}

function giveUp(candidate: Candidate, reason: string): void {
  candidate.at++
  candidate.reason = reason
}

const wishesOf = (candidate: Candidate): readonly Wish[] => candidate.ways[candidate.at] ?? []

/** null when a file can't be edited as wished: those who wished it have gone on to their next way. */
function edit(examined: Examined, active: readonly Candidate[]): readonly FileChange[] | null {
  const byFile = new Map<string, Wish[]>()
  for (const wish of active.flatMap(wishesOf)) byFile.set(wish.file, [...(byFile.get(wish.file) ?? []), wish])
  const changes: FileChange[] = []
  for (const [file, wishes] of [...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const after = editFile(examined.context, file, wishes)
    if (typeof after === 'string') {
      const before = examined.context.graph.text(file)
      if (after !== before) changes.push({ file, before, after })
      continue
    }
    // One wish at a time says whose fault it is.
    const concerned = active.filter((one) => wishesOf(one).some((w) => w.file === file))
    const isGuilty = (wish: Wish): boolean => wish.file === file && typeof editFile(examined.context, file, [wish]) !== 'string'
    const guilty = concerned.filter((one) => wishesOf(one).some(isGuilty))
    for (const one of guilty.length > 0 ? guilty : concerned) giveUp(one, after.reason)
    return null
  }
  return changes
}

function check(examined: Examined, active: readonly Candidate[], changes: readonly FileChange[], examineTree: ExamineTree): Verified {
  const after = examineTree(new Map(changes.map((change) => [change.file, change.after])))
  return verify(examined, after, new Map(active.map((one) => [one.diagnosis, wishesOf(one)])))
}

/** Something broke that no finding answers for by itself: the first one without which all before it is well. */
function culprit(examined: Examined, active: readonly Candidate[], broken: Breakage, examineTree: ExamineTree): void {
  // Mostly it shows in a file that was not evaluated before: then it needs no search.
  const importer = active.find((one) => wishesOf(one).some((w) => w.kind !== 'text' && w.target === broken.file))
  if (importer !== undefined) {
    giveUp(importer, broken.reason)
    return
  }
  let good = 0
  let bad = active.length
  let { reason } = broken
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const some = active.slice(0, middle)
    const changes = edit(examined, some)
    if (changes === null) return
    const result = check(examined, some, changes, examineTree)
    if (result.broken === null) good = middle
    else {
      bad = middle
      reason = result.broken.reason
    }
  }
  const found = active[bad - 1]
  if (found !== undefined) giveUp(found, reason)
}
