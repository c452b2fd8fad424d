/** How pictures look: the same words in a file of their own and in the page. */

/** Of everything in a picture, by the colours that `:root` or `svg` defines. */
export const pictureRules = `.picture text{font:12px/1 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--soft)}
.picture .name,.picture .title{font:600 13px/1 system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
.picture .note{font:12px/1 system-ui,-apple-system,"Segoe UI",sans-serif}
.picture .row{fill:var(--ink)}
.picture .box rect{fill:var(--raised);stroke:var(--edge)}
.picture .entry rect{stroke:var(--info);stroke-width:2}
.picture .undefined-model rect{stroke-dasharray:5 4}
.picture .bad rect{stroke:var(--bad);stroke-width:2}
.picture .wrong{fill:var(--bad);font-weight:600}
.picture .rule{stroke:var(--edge);fill:none}
.picture .line{fill:none;stroke:var(--soft);stroke-width:1.3}
.picture .head{fill:var(--soft)}
.picture .arrow text{font:12px/1 system-ui,-apple-system,"Segoe UI",sans-serif}
.picture .broken .line{stroke:var(--bad);stroke-width:2;stroke-dasharray:5 4}
.picture .broken .head,.picture .broken text{fill:var(--bad)}
.picture .broken text{font-weight:600}
.picture .unsure .line{stroke-dasharray:2 3}`

export const lightColours = '--paper:#fff;--raised:#f6f8fa;--ink:#1f2328;--soft:#59636e;--edge:#c8d1da;--bad:#cf222e;--warn:#7d4e00;--good:#116329;--info:#0757ba'
export const darkColours = '--paper:#0d1117;--raised:#161b22;--ink:#e6edf3;--soft:#9ea7b3;--edge:#3d444d;--bad:#ff7b72;--warn:#e3b341;--good:#56d364;--info:#79c0ff'

/** For a picture that is a file of its own. */
export const svgStyle = `
svg{${lightColours}}
@media (prefers-color-scheme:dark){svg{${darkColours}}}
.paper{fill:var(--paper)}
${pictureRules}
`
