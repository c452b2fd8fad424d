import { current, describe, isModel, type AnyModel } from './model.ts'
import { nearest } from './nearest.ts'

/** What others ask any object for, to learn its kind: await, JSON, interop of modules, React, test runners, inspectors. */
const PROBES = new Set(['then', 'toJSON', 'default', '__esModule', '$$typeof', 'nodeType', 'tagName', 'asymmetricMatch', 'inspect'])

/**
 * One typed object of all models of an application.
 *
 * Naming the models here uses them as values, so the imports that bring them survive compilers and bundlers.
 *
 * @param models the models by the name to use: `createRegistry({ User, Role })`
 * @returns a frozen object of the same keys; after a hot reload each is the model that is registered now
 * @throws TypeError if something that is not a model is given. Reading a name that is not there throws an Error that lists those that are.
 */
export function createRegistry<const Models extends Record<string, AnyModel>>(models: Models): Readonly<Models> {
  const registry: Record<string, AnyModel> = {}
  for (const [name, model] of Object.entries<unknown>(models)) {
    if (!isModel(model)) throw new TypeError(`createRegistry: "${name}" is not a Mongoose model but ${describe(model)}.`)
    Object.defineProperty(registry, name, { enumerable: true, get: () => current(model) })
  }
  return new Proxy(Object.freeze(registry), {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || PROBES.has(key) || key.startsWith('@@')) return Reflect.get(target, key, receiver)
      const names = Object.keys(target)
      const near = nearest(key, names)
      throw new Error(
        `The registry has no model "${key}".${near ? ` Did you mean "${near}"?` : ''} It has: ${names.join(', ') || 'none'}. Add it where createRegistry() is called.`,
      )
    },
  }) as Readonly<Models>
}
