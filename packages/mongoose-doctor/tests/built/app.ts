/**
 * A small shop, and what Next.js 16.4.6 makes of it: its real output, without the parts of Next.js itself. The build agrees with the sources; each
 * test changes what it is about.
 */

export const sources = {
  'package.json': { name: 'shop', dependencies: { next: '16.4.6', mongoose: '9.12.1' } },
  'models/Role.ts': "import { Schema, model, models } from 'mongoose'\nexport const Role = models.Role || model('Role', new Schema({ name: String }))\n",
  'models/User.ts': "import { Schema, model, models } from 'mongoose'\nexport const User = models.User || model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))\n",
  'app/layout.tsx': "import { Role } from '../models/Role'\nexport default function Layout({ children }: { children: unknown }) { return [Role.modelName, children] }\n",
  'app/page.tsx': "import { User } from '../models/User'\nexport default function Home() { return User.modelName }\n",
  'app/actions.ts': "'use server'\nimport { User } from '../models/User'\nexport async function count() { return User.countDocuments() }\n",
  'app/form.tsx': "'use client'\nimport { count } from './actions'\nexport const Form = () => count\n",
  'app/api/users/route.ts': "import { User } from '../../../models/User'\nimport { Role } from '../../../models/Role'\nexport const GET = async () => Response.json([await User.find().populate('role'), Role.modelName])\n",
} as const

const role = (runtime: string): string => `new ${runtime}.Schema({name:String}),s=${runtime}.models.Role||(0,${runtime}.model)("Role",t)`
const user = (runtime: string): string => `new ${runtime}.Schema({role:{type:${runtime}.Schema.Types.ObjectId,ref:"Role"}}),s=${runtime}.models.User||(0,${runtime}.model)("User",t)`

const chunk = (modules: readonly string[]): string => `module.exports=[${modules.join(',')}];\n\n//# sourceMappingURL=chunk.js.map\n`
const external = '64328,(e,r,t)=>{r.exports=e.x("mongoose-8b99e611e7552af3",()=>require("mongoose-8b99e611e7552af3"))}'

export const manifests = {
  '.next/BUILD_ID': 'EY7D0bXFh8IKs16Ci6oBR',
  '.next/server/app-paths-manifest.json': { '/api/users/route': 'app/api/users/route.js', '/page': 'app/page.js' },
  '.next/server/pages-manifest.json': { '/404': 'pages/404.html' },
} as const

/** With Turbopack. */
export const turbopack = {
  ...manifests,
  '.next/server/chunks/[turbopack]_runtime.js': 'module.exports=(file)=>({c(){},m(){}})\n',
  '.next/server/app/api/users/route.js': 'var R=require("../../../chunks/[turbopack]_runtime.js")("server/app/api/users/route.js")\nR.c("server/chunks/users.js")\nR.m(72797)\nmodule.exports=R.m(72797).exports\n',
  '.next/server/chunks/users.js': chunk([
    external,
    `96099,e=>{"use strict";var r=e.i(64328);let t=${user('r')};e.s(["User",0,s])}`,
    `31638,e=>{"use strict";var r=e.i(64328);let t=${role('r')};e.s(["Role",0,s])}`,
    '92464,e=>{"use strict";var t=e.i(96099),r=e.i(31638);e.s(["GET",0,async()=>Response.json([await t.User.find().populate("role"),r.Role.modelName])])}',
    '72797,e=>{"use strict";var t=e.i(47909);let x=new t.AppRouteRouteModule({definition:{page:"/api/users/route"},distDir:".next",userland:()=>e.i(92464)});e.s(["routeModule",0,x],72797)}',
  ]),
  '.next/server/app/page.js': 'var R=require("../chunks/ssr/[turbopack]_runtime.js")("server/app/page.js")\nR.c("server/chunks/ssr/page.js")\nR.c("server/chunks/ssr/actions.js")\nR.m(22847)\nmodule.exports=R.m(22847).exports\n',
  '.next/server/chunks/ssr/page.js': chunk([
    external,
    `96099,a=>{"use strict";var r=a.i(64328);let t=${user('r')};a.s(["f",0,s])}`,
    `70864,31638,a=>{"use strict";var r=a.i(64328);let t=${role('r')};a.s(["f",0,s],31638);a.s(["default",0,function({children:b}){return[s.modelName,b]}],70864)}`,
    '58809,a=>{"use strict";var b=a.i(96099);a.s(["default",0,function(){return b.f.modelName}])}',
    '99754,function(a){a.n(a.i(58809))}',
    '22847,a=>{"use strict";var b=a.i(12948);let e=(0,b.instrumentModuleGetter)(()=>a.r(70864)),j=["",{children:["__PAGE__",{},{metadata:{},page:[(0,b.instrumentModuleGetter)(()=>a.r(99754)),"[project]/app/page.tsx"]},[]]},{metadata:{},layout:[e,"[project]/app/layout.tsx"]},[]];a.s(["tree",0,j],22847)}',
  ]),
  '.next/server/chunks/ssr/actions.js': chunk([
    '95155,a=>{"use strict";var b=a.i(96099);async function c(){return b.f.countDocuments()}a.s(["00aa",0,c],95155)}',
  ]),
  '.next/server/server-reference-manifest.json': { node: { '00aa': { workers: { 'app/page': { moduleId: 95155, async: false } }, filename: 'app/actions.ts', exportedName: 'count' } }, edge: {} },
} as const

const entry = (modules: readonly string[], start: string): string => `(()=>{var a={};a.id=318,a.ids=[318],a.modules={${modules.join(',')}};${start};module.exports=c})();`

/** With webpack. */
export const webpack = {
  ...manifests,
  '.next/server/webpack-runtime.js': 'module.exports={}\n',
  '.next/server/chunks/260.js': `"use strict";exports.id=260,exports.ids=[260],exports.modules={96099:(a,b,r)=>{r.d(b,{User:()=>s});var c=r(56037);let t=${user('c')}},56037:a=>{"use strict";a.exports=require("mongoose")}};`,
  '.next/server/app/api/users/route.js': entry([
    `31638:(a,b,r)=>{"use strict";r.d(b,{Role:()=>s});var c=r(56037);let t=${role('c')}}`,
    '56533:(a,b,c)=>{"use strict";c.r(b),c.d(b,{GET:()=>f});var d=c(96099),e=c(31638);async function f(){return Response.json([await d.User.find().populate("role"),e.Role.modelName])}}',
    '15284:(a,b,c)=>{"use strict";c.r(b),c.d(b,{routeModule:()=>v});var d=c(19225);let v=new d.AppRouteRouteModule({definition:{page:"/api/users/route"},distDir:".next",userland:()=>c(56533)})}',
  ], 'var b=require("../../../webpack-runtime.js");b.C(a);var c=b.X(0,[260],()=>b(b.s=15284))'),
  '.next/server/app/page.js': entry([
    `31638:(a,b,r)=>{"use strict";r.d(b,{X:()=>s});var c=r(56037),g=r.n(c);let t=${role('g()')}}`,
    '32056:(a,b,c)=>{"use strict";c.r(b),c.d(b,{default:()=>f});var e=c(31638);function f({children:a}){return[e.X.modelName,a]}}',
    '74538:(a,b,c)=>{"use strict";c.r(b),c.d(b,{default:()=>f});var d=c(96099);function f(){return d.User.modelName}}',
    '36124:(a,b,c)=>{"use strict";c.r(b),c.d(b,{"00aa":()=>m});var d=c(96099);async function m(){return d.User.countDocuments()}}',
    '58644:(a,b,c)=>{"use strict";c.r(b),c.d(b,{tree:()=>o});var d=c(21635);let i=(0,d.p)(()=>Promise.resolve().then(c.bind(c,32056))),o={children:["",{children:["__PAGE__",{},{page:[(0,d.p)(()=>Promise.resolve().then(c.bind(c,74538))),"/shop/app/page.tsx"]}]},{layout:[i,"/shop/app/layout.tsx"]},[]]}.children}',
  ], 'var b=require("../webpack-runtime.js");b.C(a);var c=b.X(0,[260],()=>b(b.s=58644))'),
  '.next/server/server-reference-manifest.json': { node: { '00aa': { workers: { 'app/page': { moduleId: '36124', async: false } }, filename: 'app/actions.ts', exportedName: 'count' } }, edge: {} },
} as const
