import { darkColours, lightColours, pictureRules } from '../picture/svg-style.ts'

/** The page's style. Every text has a contrast of 4.5:1 or more; a colour never stands alone, a word or a sign is beside it; nothing moves. */
export const style = `
:root{color-scheme:light dark;${lightColours};--control:#6e7781;--tint:#fff1f0}
@media (prefers-color-scheme:dark){:root{${darkColours};--control:#8b949e;--tint:#2a1517}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:90rem;padding:0 1rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.1rem;margin:1.2rem 0 .4rem;color:var(--soft);font-weight:600}
h2{font-size:1.4rem;margin:2.5rem 0 .8rem;line-height:1.25}
h3{font-size:1.1rem;margin:0 0 .3rem;font-weight:500}
h4{font-size:.8rem;margin:1rem 0 .4rem;color:var(--soft);text-transform:uppercase;letter-spacing:.04em}
h4 small{text-transform:none;letter-spacing:0;font-weight:400;font-size:.85rem}
p{margin:.4rem 0}
a{color:var(--info)}
code,pre{font:.85em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;unicode-bidi:isolate}
code{background:var(--raised);border-radius:4px;padding:.1em .3em}
:focus-visible{outline:2px solid var(--info);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:9}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.verdict{font-size:1.5rem;line-height:1.3;font-weight:600;margin:.2rem 0 1rem}
.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}
.undecided{border:2px solid var(--warn);border-radius:8px;padding:.2rem 1rem .8rem;margin:1rem 0}
.undecided h2{margin:.6rem 0 .3rem;font-size:1.1rem;color:var(--warn)}
.figures{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0}
.figures div{display:flex;flex-direction:column-reverse;border:1px solid var(--edge);border-radius:8px;padding:.5rem .9rem;min-width:6.5rem}
.figures dt{color:var(--soft);font-size:.85rem}
.figures dd{margin:0;font-size:1.4rem;font-weight:600;line-height:1.2}
ul,ol{padding-left:1.4rem;margin:.4rem 0}
nav ul,.apps,.path{list-style:none;padding:0}
header nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem}
.apps{color:var(--soft)}
details{margin:.6rem 0}
summary{cursor:pointer}
.contents ol{columns:26rem auto;font-size:.9rem}
.contents a{text-decoration:none}
.contents a:hover{text-decoration:underline}
.finding{border:1px solid var(--edge);border-left:5px solid var(--edge);border-radius:8px;padding:1rem;margin:1rem 0;content-visibility:auto;contain-intrinsic-size:auto 40rem}
.finding.error{border-left-color:var(--bad)}.finding.warning{border-left-color:var(--warn)}.finding.info{border-left-color:var(--info)}
.severity{font-weight:700;margin-right:.3rem}
.error .severity{color:var(--bad)}.warning .severity{color:var(--warn)}.info .severity{color:var(--info)}
.where{color:var(--soft);font-size:.95rem}
.columns{display:grid;gap:0 2rem}
.columns>*{min-width:0}
@media (min-width:64rem){.columns{grid-template-columns:minmax(18rem,26rem) minmax(0,1fr)}body{padding:0 2rem 3rem}}
pre{overflow:auto;background:var(--raised);border-radius:6px;padding:.7rem;margin:0;white-space:pre;overflow-wrap:normal}
.why li{margin:.25rem 0}
.kind{color:var(--soft);font-size:.85rem;white-space:nowrap}
.path .box{border:1px solid var(--edge);border-radius:6px;background:var(--raised);padding:.4rem .7rem;max-width:30rem}
.path .box b{display:block;font-weight:600}
.path .box code{padding:0;background:none}
.path .entry .box{border:2px solid var(--info)}
.path .bad .box{border:2px solid var(--bad)}
.path .bad .box b{color:var(--ink)}
.path .link{position:relative;margin:0 0 0 1.2rem;padding:.35rem 0 .6rem 1rem;border-left:2px solid var(--soft);color:var(--soft);font-size:.9rem}
.path .link::after{content:"";position:absolute;left:-6px;bottom:-1px;border:5px solid transparent;border-top:7px solid var(--soft);border-bottom:0}
.path .broken{border-left:2px dashed var(--bad);color:var(--bad);font-weight:600}
.path .broken::after{border-top-color:var(--bad)}
.path .unsure{border-left-style:dotted}
@media (forced-colors:active){.path .link::after{border-color:Canvas;border-top-color:CanvasText}}
.rules dt{font-weight:600;margin-top:.6rem}
.rules dd{margin:0}
.drawing{max-height:85vh}
@media (min-width:48rem){.narrow{display:none}}
.scroll{overflow:auto;border:1px solid var(--edge);border-radius:8px}
table{border-collapse:collapse;font-size:.9rem;text-align:left}
caption{text-align:left;color:var(--soft);padding:.4rem 0}
th,td{border-bottom:1px solid var(--edge);padding:.35rem .6rem;vertical-align:top;font-weight:400}
thead th{overflow-wrap:normal;font-weight:600;background:var(--raised);vertical-align:bottom}
th code{padding:0;background:none}
td ul{list-style:none;padding:0;margin:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
.ok{color:var(--good)}.no{color:var(--bad);font-weight:600}.maybe{color:var(--warn);font-weight:600}
.cell{white-space:nowrap}
.no a{color:inherit}
.plain .scroll{margin-bottom:1rem}
.plain caption{padding:.4rem .6rem}
.plain table{table-layout:fixed;width:100%;min-width:38rem}
.plain th:first-child{width:40%}
.js .plain,.scripted{display:none}
.js .scripted{display:block}
.tools{display:flex;flex-wrap:wrap;gap:.6rem 1rem;margin:.6rem 0;align-items:end}
.tools label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft);max-width:100%}
.tools .check{flex-direction:row;align-items:center;gap:.4rem;min-height:2.2rem}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--control);border-radius:6px;padding:.3rem .6rem;min-height:2.2rem;max-width:100%}
button{cursor:pointer}
button[aria-disabled=true]{color:var(--soft);border-style:dashed;cursor:default}
input[type=checkbox]{min-height:0;width:1.1rem;height:1.1rem}
.pager{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.6rem 0}
#matrix .scroll{max-height:85vh;width:fit-content;max-width:100%}
#matrix table{border-collapse:separate;border-spacing:0}
#matrix thead th{position:sticky;top:0;z-index:2;padding:.35rem .4rem}
#matrix th:first-child{position:sticky;left:0;z-index:1;background:var(--paper);border-right:1px solid var(--edge);width:34rem;min-width:min(34rem,42vw);max-width:min(34rem,42vw)}
#matrix thead th:first-child{z-index:3;background:var(--raised)}
#matrix thead button{white-space:nowrap;border:0;background:none;padding:.1rem .2rem;font-weight:600;text-align:left}
#matrix .model{padding:.4rem .2rem;text-align:left}
#matrix .model span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:13rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}
#matrix td{text-align:center}
#matrix .none{color:var(--soft)}
#matrix td.no,#matrix td.maybe{min-width:2.2rem}
#matrix tbody tr:hover>*{background:var(--raised)}
#matrix td.no{background:var(--tint)}
footer{color:var(--soft);margin-top:3rem;font-size:.9rem}
${pictureRules}
@media print{.skip,nav{display:none}.scroll,.drawing{overflow:visible;max-height:none;border:0}.finding{content-visibility:visible;break-inside:avoid}pre{font-size:.65rem;overflow:hidden}.js .plain{display:block}.js .scripted{display:none}:root{color-scheme:light;${lightColours};--tint:#fff1f0}}
`
