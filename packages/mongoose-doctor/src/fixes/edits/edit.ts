/** One file with all that is wished of it. */
import { MagicString } from 'magic-string'
import type { ImportFact } from '../../facts/facts.ts'
import type { Target } from '../../graph/graph.ts'
import type { Span } from '../../kernel/place.ts'
import { bindingOf, isCommonJs, modelExports, requiredAs } from '../../rules/advice.ts'
import type { Binding } from '../../rules/advice.ts'
import type { RuleContext } from '../../rules/context.ts'
import { pathFor } from '../../rules/importable.ts'
import { modelNamed } from '../../rules/names.ts'
import { convert } from './dynamic-import.ts'
import type { Conversion } from './dynamic-import.ts'
import { forItsEffect } from './inert-import.ts'
import { clause } from './imports.ts'
import type { NewImport, NewName } from './imports.ts'
import { loadEdits } from './loaders.ts'
import { newLines } from './new-lines.ts'
import type { Use } from './new-lines.ts'
import { unusedName } from '../code/scope.ts'
import { quoted, styleOf } from '../code/style.ts'
import type { Style } from '../code/style.ts'
import { readTree } from '../code/syntax.ts'
import type { Source } from '../code/syntax.ts'
import type { ImportWish, LoadWish, Refusal, TextWish, Wish } from '../types.ts'

/** The whole text afterwards; or why it can't be done. Deterministic: the wishes' order is the order of the imports. */
export function editFile(context: RuleContext, file: string, wishes: readonly Wish[]): string | Refusal {
  const text = context.graph.text(file)
  const source = readTree(file, text)
  if (source === null) return { reason: `${file} does not parse` }
  return new Edit(context, source).apply(wishes)
}

class Edit {
  readonly #context: RuleContext
  readonly #source: Source
  readonly #style: Style
  readonly #commonjs: boolean
  readonly #text: MagicString
  readonly #imports: NewImport[] = []
  readonly #declarations: string[] = []
  /** Bindings that have to be used for their import to be kept. */
  readonly #uses = new Map<string, Use>()
  readonly #names = new Set<string>()
  /** Files that this edit has evaluated. */
  readonly #done = new Set<string>()
  readonly #covered: Span[] = []

  constructor(context: RuleContext, source: Source) {
    this.#context = context
    this.#source = source
    this.#style = styleOf(source)
    this.#commonjs = isCommonJs(context, source.file)
    this.#text = new MagicString(source.text)
  }

  apply(wishes: readonly Wish[]): string | Refusal {
    const imports = wishes.filter((wish) => wish.kind === 'import')
    // What is turned from dynamic to static needs no second import for its effect.
    for (const wish of imports) if (wish.late !== null) this.#convert(wish, wish.late)
    for (const wish of imports) {
      const idle = wish.inert ?? this.#idle(wish.target)
      const refused = this.#done.has(wish.target) ? null : idle === null ? this.#add(wish) : this.#revive(wish, idle)
      if (refused !== null) return refused
      this.#done.add(wish.target)
    }
    const texts = uniqueTexts(wishes)
    if (texts.some(({ start }, i) => i > 0 && start < (texts[i - 1]?.end ?? 0))) return { reason: `two edits of ${this.#source.file} are about the same code` }
    for (const { start, end: stop, text } of texts) {
      if (start === stop) this.#text.appendLeft(start, text)
      else this.#text.update(start, stop, text)
    }
    const refused = this.#load(wishes.filter((wish) => wish.kind === 'load'))
    if (refused !== null) return refused
    const top = newLines(this.#source, this.#style, this.#commonjs, { imports: this.#imports, uses: this.#uses, declarations: this.#declarations })
    if (top !== null && 'reason' in top) return top
    if (top !== null) this.#text.appendLeft(top.at, top.text)
    return this.#text.toString()
  }

  #load(wishes: readonly LoadWish[]): Refusal | null {
    if (wishes.length === 0) return null
    const { file } = this.#source
    const edits = loadEdits({
      source: this.#source, style: this.#style, commonjs: this.#commonjs,
      specifier: (wish) => this.#specifier(wish),
      leads: (specifier, wish) => { const to = this.#context.graph.resolve(file, specifier); return to.kind === 'file' && to.file === wish.target },
      imported: (wish) => this.#importedModel(wish),
      freshName: (wanted) => this.#fresh(wanted),
      isPlain: (wish) => wish.exported === 'default' || modelExports(this.#context, wish.target).length === 1,
    }, wishes)
    if ('reason' in edits) return edits
    this.#imports.push(...edits.imports)
    this.#declarations.push(...edits.declarations)
    for (const { at, text } of edits.insertions) this.#text.appendLeft(at, text)
    for (const { start, end: stop, text } of edits.replacements) this.#text.overwrite(start, stop, text)
    return null
  }

  /** What an import of this file calls the model; null where a function means something else by that name. */
  #importedModel({ target, exported }: LoadWish): string | null {
    const names = this.#importsOf(target).filter((fact) => !fact.typeOnly).flatMap((fact) => fact.names)
    const local = names.find((name) => !name.typeOnly && name.imported === exported)?.local ?? null
    const declared = this.#context.graph.body(this.#source.file)?.bindings.filter((binding) => binding.name === local) ?? []
    return declared.length === 1 ? local : null
  }

  #convert(wish: ImportWish, at: number): void {
    if (this.#commonjs || this.#isCovered(at)) return
    const { graph } = this.#context
    const targetOf = (specifier: string): string | null => {
      const target = graph.resolve(this.#source.file, specifier)
      return target.kind === 'file' && graph.modules.get(target.file)?.reachesMongoose === true ? target.file : null
    }
    const around = {
      wanted: (specifier: string) => targetOf(specifier) !== null,
      freshName: (specifier: string, imported: string) => this.#localFor(wish, specifier, imported),
      importOf: (specifier: string, name: NewName) => this.#importOf(specifier, name),
    }
    const conversion = convert(this.#source, at, around)
    if (conversion === null) return
    this.#take(conversion)
    for (const one of conversion.imports) {
      const target = targetOf(one.specifier)
      if (target !== null && (wish.form === 'effect' || one.names.length > 0)) this.#done.add(target)
    }
    // The same line in the file's other functions would only hide the new import.
    for (const other of graph.modules.get(this.#source.file)?.facts.dynamic ?? []) {
      if (other.via !== 'import' || this.#isCovered(other.start)) continue
      if (conversion.imports.every((one) => one.specifier !== other.specifier)) continue
      const same = convert(this.#source, other.start, { ...around, freshName: () => null })
      if (same !== null && same.imports.every((one) => isAmong(one, conversion.imports))) this.#take(same)
    }
  }

  /** An import of it that is written for values: were it kept, nothing would be wished. */
  #idle(target: string): number | null {
    return this.#importsOf(target).find((fact) => fact.names.some((name) => !name.typeOnly))?.start ?? null
  }

  /** The statements of this file that import that one. */
  #importsOf(target: string): readonly ImportFact[] {
    const module = this.#context.graph.modules.get(this.#source.file)
    return module?.facts.imports.filter((_, i) => { const to = module.importTargets[i]; return to?.kind === 'file' && to.file === target }) ?? []
  }

  /** The statement that already imports this name. */
  #importOf(specifier: string, { imported, local }: NewName): Span | null {
    const facts = this.#context.graph.modules.get(this.#source.file)?.facts.imports ?? []
    const has = (fact: ImportFact): boolean => fact.names.some((n) => !n.typeOnly && n.imported === imported && n.local === local)
    return facts.find((fact) => fact.specifier === specifier && has(fact)) ?? null
  }

  #isCovered(at: number): boolean {
    return this.#covered.some((span) => span.start <= at && at < span.end)
  }

  #take(conversion: Conversion): void {
    this.#covered.push(conversion.covers)
    for (const { start, end: stop } of conversion.removals) this.#text.remove(start, stop)
    for (const { start, end: stop, text } of conversion.replacements) this.#text.overwrite(start, stop, text)
    for (const one of conversion.imports) {
      const names = one.names.filter((name) => this.#importOf(one.specifier, name) === null)
      // An import that is there is in use from now on.
      if (names.length > 0 || one.names.length === 0) this.#imports.push({ ...one, names })
      for (const { local } of one.names) this.#names.add(local)
    }
  }

  /** The import that is there, made to do what it was meant for. */
  #revive(wish: ImportWish, at: number): Refusal | null {
    const { graph } = this.#context
    const fact = graph.modules.get(this.#source.file)?.facts.imports.find((each) => each.start === at)
    if (fact === undefined) return this.#add(wish)
    if (wish.form === 'value') {
      const binding = bindingOf(this.#context, wish.target, wish.model)
      const name = fact.names.find((each) => !each.typeOnly && each.imported === binding?.exported)
      if (name !== undefined && binding !== null) {
        this.#use(name.local, binding, wish)
        return null
      }
      if (!fact.sideEffectOnly || binding === null) return this.#add(wish)
      const { exported } = binding
      const local = this.#localFor(wish, fact.specifier, exported)
      this.#text.appendLeft(fact.specifierSpan.start, `${clause([{ imported: exported, local }])} from `)
      this.#use(local, binding, wish)
      return null
    }
    const literal = quoted(this.#style, fact.specifier)
    if (literal === null) return { reason: `the path ${fact.specifier} can't be written as a plain string` }
    for (const { start, end: stop, text } of forItsEffect(this.#source, fact, literal, this.#style)) {
      if (start === stop) this.#text.appendLeft(start, text)
      else this.#text.update(start, stop, text)
    }
    return null
  }

  #add(wish: ImportWish): Refusal | null {
    const specifier = this.#specifier(wish)
    if (wish.form === 'effect') {
      this.#imports.push({ specifier, names: [] })
      return null
    }
    const binding = bindingOf(this.#context, wish.target, wish.model)
    if (binding === null) {
      return { reason: `${wish.app.compiler.leavesOutUnused === true ? 'Nitro' : '"sideEffects"'} drops an import of ${wish.target} unless a binding of it is used, and it exports no model` }
    }
    const local = this.#localFor(wish, specifier, binding.exported)
    const imported = this.#commonjs ? requiredAs(this.#context, wish.target, binding.exported) : binding.exported
    this.#imports.push({ specifier, names: [{ imported, local }] })
    this.#use(local, binding, wish)
    return null
  }

  #use(local: string, { member }: Binding, { app, model }: ImportWish): void {
    this.#uses.set(local, { member, model, dropsAll: app.compiler.leavesOutUnused === true })
  }

  /** As this file already writes it, or as the project would. */
  #specifier({ app, target }: ImportWish | LoadWish): string {
    const { graph } = this.#context
    const module = graph.modules.get(this.#source.file)
    const is = (one: Target): boolean => one.kind === 'file' && one.file === target
    const written = module?.facts.imports[module.importTargets.findIndex(is)] ?? module?.facts.dynamic[module.dynamicTargets.findIndex(is)]
    return written?.specifier ?? pathFor(this.#context, app, this.#source.file, target)
  }

  /** What an export is called in this file: as it is exported, a default one as the model, or a name beside that if it is taken. */
  #localFor(wish: ImportWish, specifier: string, imported: string): string {
    return this.#fresh(imported === 'default' ? modelNamed(wish.model, specifier) : imported)
  }

  #fresh(wanted: string): string {
    const name = unusedName(this.#source, wanted, this.#names)
    this.#names.add(name)
    return name
  }
}

/** In their order. Two findings may want the same line, which is written once. */
function uniqueTexts(wishes: readonly Wish[]): readonly TextWish[] {
  const texts = wishes.filter((wish) => wish.kind === 'text')
  return [...new Map(texts.map((wish) => [`${wish.start}-${wish.end}:${wish.text}`, wish])).values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

function isAmong({ specifier, names }: NewImport, imports: readonly NewImport[]): boolean {
  const known = imports.filter((one) => one.specifier === specifier).flatMap((one) => one.names)
  return names.every((name) => known.some((one) => one.imported === name.imported && one.local === name.local))
}
