/**
 * What runs in the page: JavaScript as text, for it is hashed and written as it is. It puts names in as text, and only makes the table of
 * entries and models: filter, sort, one page of rows at a time, so that thousands are as quick as ten.
 */

/** Before the body is read: the plain tables are not laid out where this script works. */
export const mark = `document.documentElement.className='js'`

export const script = `(() => {
'use strict'
const PAGE = 50
const states = { missing: ['✗', 'no', 'missing'], unknown: ['?', 'maybe', 'unknown'], registered: ['✓', 'ok', 'registered'] }
try { start() } catch (error) { document.documentElement.className = ''; throw error }

function start() {
  const source = document.getElementById('matrix-data')
  if (source === null) return
  const { models, needed, kinds, apps, rows: packed } = JSON.parse(source.textContent)
  const rows = packed.map(([file, kind, app, missing, unknown, registered], order) => ({
    file, kind: kinds[kind], app, order, missing: missing.map(([model]) => model), unknown, registered,
    findings: new Map(missing), text: (file + ' ' + kinds[kind]).toLowerCase(),
  }))
  const columns = [
    { key: 'file', label: 'Entry', of: (row) => row.file, down: false },
    { key: 'missing', label: 'Missing', of: (row) => row.missing.length, down: true },
    { key: 'unknown', label: 'Unknown', of: (row) => row.unknown.length, down: true },
    { key: 'registered', label: 'Registered', of: (row) => row.registered.length, down: true },
  ]
  let sorted = { key: 'missing', down: true }
  let page = 0

  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' })
  const model = choice([['', 'All'], ...models.map((name, index) => [String(index), name])])
  const state = choice([['', 'Any'], ['missing', 'Missing'], ['unknown', 'Unknown'], ['registered', 'Registered']])
  const app = choice([['', 'All'], ...apps.map((name, index) => [String(index), name])])
  const all = make('input', { type: 'checkbox' })
  const status = make('p', { role: 'status' })
  const table = make('table', {})
  const region = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of entries and models' }, [table])
  const back = make('button', { type: 'button' }, ['Previous'])
  const next = make('button', { type: 'button' }, ['Next'])
  const place = make('span', {})
  const tools = make('div', { class: 'tools', role: 'search', 'aria-label': 'Filter the entries' }, [
    make('label', {}, ['Entry or kind contains', search]), make('label', {}, ['Model', model]), make('label', {}, ['State', state]),
  ])
  if (apps.length > 1) tools.append(make('label', {}, ['Application', app]))
  if (needed > 0 && needed < models.length) tools.append(make('label', { class: 'check' }, [all, 'Also models that no entry needs']))
  const pager = make('div', { class: 'pager', role: 'group', 'aria-label': 'Pages' }, [back, next, place])
  document.getElementById('matrix').append(tools, status, region, pager)

  const anew = () => { page = 0; show() }
  for (const control of [search, model, state, app, all]) control.addEventListener('input', anew)
  back.addEventListener('click', () => turn(-1))
  next.addEventListener('click', () => turn(1))
  show()

  function turn(by) {
    const button = by < 0 ? back : next
    if (button.getAttribute('aria-disabled') === 'true') return
    page += by
    show()
    region.scrollTop = 0
  }

  function chosen() {
    const words = search.value.toLowerCase().split(' ').filter((word) => word !== '')
    const one = model.value === '' ? null : Number(model.value)
    const lists = state.value === '' ? ['missing', 'unknown', 'registered'] : [state.value]
    const fits = (row) => (state.value === '' && one === null) || lists.some((list) => one === null ? row[list].length > 0 : row[list].includes(one))
    return rows.filter((row) => (app.value === '' || row.app === Number(app.value)) && words.every((word) => row.text.includes(word)) && fits(row))
  }

  function ordered(list) {
    const { of } = columns.find(({ key }) => key === sorted.key)
    const side = sorted.down ? -1 : 1
    const by = (a, b) => { const x = of(a), y = of(b); return x < y ? -side : x > y ? side : 0 }
    return list.sort((a, b) => by(a, b) || a.order - b.order)
  }

  function show() {
    const list = ordered(chosen())
    const pages = Math.max(1, Math.ceil(list.length / PAGE))
    const from = page * PAGE
    const part = list.slice(from, from + PAGE)
    const shown = model.value !== '' ? [Number(model.value)] : models.map((_, index) => index).slice(0, all.checked || needed === 0 ? models.length : needed)
    table.replaceChildren(head(shown), body(part, shown))
    const range = part.length === 0 ? 'No entry' : part.length === list.length ? (list.length === 1 ? '1 entry' : list.length + ' entries') : 'Entries ' + (from + 1) + ' to ' + (from + part.length) + ' of ' + list.length
    status.textContent = range + (list.length === rows.length ? '.' : '; ' + rows.length + ' in all.')
    place.textContent = 'Page ' + (page + 1) + ' of ' + pages
    back.setAttribute('aria-disabled', String(page === 0))
    next.setAttribute('aria-disabled', String(page + 1 >= pages))
    pager.hidden = pages === 1
  }

  function head(shown) {
    const cells = columns.map(({ key, label, down }) => {
      const isSorted = key === sorted.key
      const button = make('button', { type: 'button' }, [label, make('span', { 'aria-hidden': 'true' }, [isSorted ? (sorted.down ? ' ▼' : ' ▲') : ''])])
      button.addEventListener('click', () => {
        sorted = { key, down: isSorted ? !sorted.down : down }
        anew()
        table.querySelectorAll('thead button')[columns.findIndex((column) => column.key === key)].focus()
      })
      return make('th', { scope: 'col', 'aria-sort': isSorted ? (sorted.down ? 'descending' : 'ascending') : 'none' }, [button])
    })
    const names = shown.map((index) => make('th', { scope: 'col', class: 'model', title: models[index] }, [make('span', {}, [models[index]])]))
    return make('thead', {}, [make('tr', {}, [...cells, ...names])])
  }

  function body(part, shown) {
    return make('tbody', {}, part.map((row) => {
      const of = new Map()
      for (const name of ['registered', 'unknown', 'missing']) for (const index of row[name]) of.set(index, name)
      const numbers = ['missing', 'unknown', 'registered'].map((name) => make('td', { class: row[name].length > 0 ? states[name][1] : 'none' }, [String(row[name].length)]))
      return make('tr', {}, [make('th', { scope: 'row' }, [make('code', {}, [row.file]), ' ', make('span', { class: 'kind' }, [row.kind])]), ...numbers, ...shown.map((index) => cell(row, index, of.get(index)))])
    }))
  }

  function cell(row, index, name) {
    if (name === undefined) return document.createElement('td')
    const [sign, tone, word] = states[name]
    const finding = name === 'missing' ? row.findings.get(index) : -1
    const inside = finding >= 0
      ? make('a', { href: '#finding-' + (finding + 1), 'aria-label': word + ', see the finding' }, [sign])
      : make('span', { role: 'img', 'aria-label': word }, [sign])
    return make('td', { class: tone, title: models[index] + ': ' + word }, [inside])
  }
}

function choice(options) {
  return make('select', {}, options.map(([value, label]) => make('option', { value }, [label])))
}

function make(name, attributes, children) {
  const element = document.createElement(name)
  for (const key in attributes) element.setAttribute(key, attributes[key])
  if (children !== undefined) element.append(...children)
  return element
}
})()
`
