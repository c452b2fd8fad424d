/** Modules of a bundle, as ES modules: what of the bundler's runtime is understood. Excerpts of Next.js 15.5.29 and 16.4.6. */
import { describe, expect, test } from 'vitest'
import type { Factory } from '../../src/built/factory.ts'
import { turbopackFactories } from '../../src/built/turbopack.ts'
import { webpackFile } from '../../src/built/webpack.ts'
import { readBody } from '../../src/facts/body.ts'

function bodyOf(text: string): NonNullable<ReturnType<typeof readBody>> {
  const body = readBody('chunk.cjs', text)
  if (body === null) throw new Error(`does not parse: ${text}`)
  return body
}
const inTurbopack = (modules: string): readonly Factory[] => { const text = `module.exports=[${modules}];`; return turbopackFactories(text, bodyOf(text)) }
const inWebpack = (modules: string): readonly Factory[] => { const text = `exports.modules={${modules}};`; return webpackFile(text, bodyOf(text)).factories }
const filesOf = (factories: readonly Factory[]): Readonly<Record<string, string>> => Object.fromEntries(factories.flatMap(({ files }) => files.map(({ file, text }) => [file, text])))

describe('Turbopack', () => {
  test('an import is one, and what is exported too', () => {
    expect(filesOf(inTurbopack('1,e=>{"use strict";var r=e.i(2);let t=r.a;e.s(["User",0,t,"late",()=>t])}'))['m1.mjs']).toBe(
      'import * as $m2 from "./m2.mjs"\n"use strict";var r=$m2;let t=r.a;void 0\nexport { t as User }\nexport { t as late }\nexport const __esModule = true\n')
  })

  test('what another module exports is passed on, also where it is not there yet', () => {
    const [factory] = inTurbopack('1,e=>{"use strict";var r=e.i(2);e.s(["Role",()=>r.f],1)}')
    expect(factory?.files[0]?.text).toContain('export { f as Role } from "./m2.mjs"')
    expect(filesOf(inTurbopack("1,e=>{e.S([2,'Role,f,User,g',0,3,'Log','l'])}"))['m1.mjs']).toMatch(/export \{ f as Role \} from ".\/m2.mjs"\nexport \{ g as User \} from ".\/m2.mjs"\nexport \{ l as Log \} from ".\/m3.mjs"/)
    expect(filesOf(inTurbopack('1,function(a){a.n(a.i(2))}'))['m1.mjs']).toContain('export * from "./m2.mjs"')
    expect(filesOf(inTurbopack('1,e=>{"use strict";var b=e.i(2);e.n(b)}'))['m1.mjs']).toContain('export * from "./m2.mjs"')
  })

  test('merged modules are evaluated together, and export each their own', () => {
    const files = filesOf(inTurbopack('1,2,e=>{"use strict";let f=1;e.s(["f",0,f],2);let g=2;e.s(["default",0,g],1)}'))
    expect(files['fm1.mjs']).toContain('export { f as $_0 }')
    expect(files['m2.mjs']).toContain('import "./fm1.mjs"\nexport { $_0 as f } from "./fm1.mjs"')
    expect(files['m1.mjs']).toContain('export { $_1 as default } from "./fm1.mjs"')
  })

  test('a name that is declared again means something else', () => {
    const [factory] = inTurbopack('1,e=>{e.i(2);let f=e=>e.i(3);e.s(["f",0,f])}')
    expect(factory?.refs).toEqual(['2'])
  })

  test('what a function or a branch loads is loaded there', () => {
    const [factory] = inTurbopack('1,e=>{let f=()=>e.r(2);process.env.X&&e.i(3);e.s(["f",0,f])}')
    expect(factory?.files[0]?.text).toContain('()=>require("./m2.mjs");process.env.X&&require("./m3.mjs")')
  })

  test('an import() loads by a module of its own, which says which chunks', () => {
    const factories = inTurbopack('1,e=>{"use strict";async function s(){return await e.A(4)}e.s(["s",0,s])},4,e=>{e.v(s=>Promise.all(["server/chunks/a.js"].map(s=>e.l(s))).then(()=>s(5)))}')
    expect(factories[0]?.files[0]?.text).toContain('await (require("./m4.mjs"))()')
    expect(factories[1]).toMatchObject({ refs: ['5'], chunks: ['server/chunks/a.js'], files: [{ file: 'm4.mjs', text: 'module.exports = () => import("./m5.mjs")\n' }] })
  })

  test('a module that awaits is its body', () => {
    const text = filesOf(inTurbopack('1,e=>e.a(async(t,r)=>{try{var a=e.i(2),i=t([a]);async function o(){return a.f}[a]=i.then?(await i)():i,e.s(["GET",0,o]),r()}catch(e){r(e)}},!1)'))['m1.mjs']
    expect(text).toContain('var a=$m2,i=[a];async function o(){return a.f}[a]=i,void 0')
    expect(text).toContain('export { o as GET }')
  })

  test('CommonJS stays what it is', () => {
    const text = filesOf(inTurbopack('1,(e,t,r)=>{let a=e.r(2);t.exports=a.models.Old||a.model("Old",{})}'))['m1.mjs']
    expect(text).toContain('var t = module;\nvar r = exports;\nlet a=$m2;t.exports=a.models.Old')
    expect(text).toContain('module.exports.default = module.exports;')
  })

  test('Mongoose has its own name again', () => {
    const [factory] = inTurbopack('1,(e,r,t)=>{r.exports=e.x("mongoose-8b99e611e7552af3",()=>require("mongoose-8b99e611e7552af3"))}')
    expect(factory).toMatchObject({ isMongoose: true, bundlesMongoose: false })
    expect(factory?.files[0]?.text).toContain('r.exports=require("mongoose")')
  })

  test('exports as an object, and ids that are paths', () => {
    const factories = inTurbopack('"[project]/a.ts [app-rsc]",e=>{var t=e.i("[project]/b.ts [app-rsc]");e.s({default:()=>t.x,own:()=>1})}')
    expect(factories[0]).toMatchObject({ ids: ['[project]/a.ts [app-rsc]'], refs: ['[project]/b.ts [app-rsc]'] })
    expect(factories[0]?.files[0]?.text).toMatch(/const \$\$1 = 1;\nexport \{ x as default \} from "\.\/x[0-9a-f]+\.mjs"\nexport \{ \$\$1 as own \}/)
  })
})

describe('webpack', () => {
  test('an import is one, and what is exported too', () => {
    expect(filesOf(inWebpack('1:(a,b,c)=>{"use strict";c.r(b),c.d(b,{X:()=>g});var d=c(2),e=c.n(d);let g=e().model("Role")}'))['m1.mjs']).toBe(
      'import * as $m2 from "./m2.mjs"\n"use strict";void 0,void 0;var d=$m2,e=(() => d.__esModule ? d.default : d);let g=e().model("Role")\nexport { g as X }\nexport const __esModule = true\n')
  })

  test('an import() is one, with its chunks or without', () => {
    const text = filesOf(inWebpack('1:(a,b,c)=>{async function d(){await c.e(628).then(c.bind(c,3));await Promise.all([c.e(1),c.e(2)]).then(c.bind(c,4));await Promise.resolve().then(c.t.bind(c,5,23))}c.d(b,{d:()=>d})}'))['m1.mjs']
    expect(text).toContain('await import("./m3.mjs");await import("./m4.mjs");await import("./m5.mjs")')
  })

  test('a module that awaits is its body', () => {
    const text = filesOf(inWebpack('1:(a,b,c)=>{"use strict";c.a(a,async(a,d)=>{try{c.r(b),c.d(b,{GET:()=>g});var e=c(2),f=a([e]);async function g(){return e.f}e=(f.then?(await f)():f)[0],d()}catch(a){d(a)}})}'))['m1.mjs']
    expect(text).toContain('var e=$m2,f=[e];async function g(){return e.f}e=(f)[0],d()')
    expect(text).toContain('export { g as GET }')
  })

  test('the modules that a file starts with', () => {
    const text = '(()=>{var a={};a.modules={1:a=>{a.exports=require("mongoose")}};var b=require("./webpack-runtime.js");b.C(a);var c=a=>b(b.s=a),d=b.X(0,[2],()=>(c(1),c(3)));module.exports=d})();'
    expect(webpackFile(text, bodyOf(text))).toMatchObject({ starts: ['1', '3'], factories: [{ ids: ['1'], isMongoose: true }] })
  })
})
