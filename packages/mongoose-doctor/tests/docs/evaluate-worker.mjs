/** Runs examples with one version of Mongoose, as Node runs them; a fabricated collection answers in place of a database. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

const require = createRequire(import.meta.url)
const mongoose = require(workerData.mongoose)
mongoose.set({ autoCreate: false, autoIndex: false })
const { prototype } = mongoose.Collection
const { find, findOne } = prototype
let isConnected = false

// Nobody waits ten seconds for an error that says so.
const { setTimeout: later } = globalThis
globalThis.setTimeout = (callback, delay, ...rest) => later(callback, delay >= 10_000 ? 0 : delay, ...rest)

mongoose.connect = async () => {
  isConnected = true
}
prototype.find = function (filter, ...rest) {
  if (!isConnected) return find.call(this, filter, ...rest)
  const ids = filter._id?.$in ?? [undefined]
  return { toArray: async () => ids.map((id) => documentOf(this.collectionName, id)) }
}
prototype.findOne = function (...args) {
  return isConnected ? Promise.resolve(documentOf(this.collectionName)) : findOne.call(this, ...args)
}

/** A document in which each path of the collection's model has a value. */
function documentOf(collection, _id = new mongoose.Types.ObjectId()) {
  const model = Object.values(mongoose.models).find((one) => one.collection.collectionName === collection)
  const values = { ObjectId: new mongoose.Types.ObjectId(), ObjectID: new mongoose.Types.ObjectId(), String: 'admin', Array: [new mongoose.Types.ObjectId()] }
  const paths = Object.entries(model?.schema.paths ?? {}).filter(([path]) => path !== '_id' && path !== '__v')
  return { ...Object.fromEntries(paths.map(([path, { instance }]) => [path, values[instance]])), _id }
}

/** What the entry's function throws, as a log shows it; null if nothing. `copies` of the application are loaded one after another, as by a hot reload. */
async function outcomeOf({ copies, entry, connected }) {
  isConnected = connected
  mongoose.deleteModel(/./)
  try {
    for (const dir of copies) {
      const url = pathToFileURL(`${dir}/${entry}`)
      const module = await import(url.href)
      await (module.GET ?? module.main)()
    }
    return null
  } catch (error) {
    return `${error.name}: ${error.message}`
  }
}

parentPort.on('message', async (message) => parentPort.postMessage(await outcomeOf(message)))
