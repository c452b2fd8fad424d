import { current, modelIn, type AnyModel, type ModelIn } from './model.ts'
import { once } from './once.ts'

/**
 * A model that is loaded on first use.
 *
 * The load runs once, however many ask at the same time; one that failed is tried again by the next call. After a hot reload the call gives the
 * model that is registered now.
 *
 * @param load usually `() => import('./models/Role')`: gives the model, a module whose default export it is, or one that exports just one model
 * @param pick the name of the export, where the module has several models
 * @returns `await role()` is the model
 * @throws (the returned function rejects) what `load` threw, or a TypeError that says what was there in place of a model
 */
export function lazyModel<Loaded>(load: () => Loaded | PromiseLike<Loaded>): () => Promise<ModelIn<Loaded>>
export function lazyModel<Loaded, Name extends keyof Loaded>(load: () => Loaded | PromiseLike<Loaded>, pick: Name): () => Promise<Loaded[Name]>
export function lazyModel(load: () => unknown, pick?: PropertyKey): () => Promise<AnyModel> {
  const find = once(async () => {
    const found = modelIn(await load(), pick)
    if (typeof found === 'string') throw new TypeError(`lazyModel: the loader gave no model: ${found}.`)
    return found
  })
  return async () => current(await find())
}
