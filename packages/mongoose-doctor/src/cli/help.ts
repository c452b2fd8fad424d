import type { CommandName } from './option-specs.ts'

const common = `      --color, --no-color  Colours, whatever the terminal says
  -h, --help               This text; after a command, about that command
  -v, --version            The version`

const memory = `      --no-cache           As if there had been no run before, and leave nothing
                           for the next (in CI the default)
      --cache-location <dir>
                           Where what spares the next run its work is kept; by
                           default node_modules/.cache/mongoose-doctor
      --from-facts         Use what \`mongoose-doctor facts\` wrote for the
                           packages of a workspace`
const timings = '      --timings            Where the time of the run went'
const json = '      --format <format>    pretty (default) or json'
const formats = `      --format <format>    How it is printed:
                             pretty    for people (default)
                             agent     one line a finding, for coding agents;
                                       the default where one reads (see below)
                             json      the whole report
                             sarif     SARIF 2.1.0, for code scanning
                             github    annotations of GitHub Actions
                             gitlab    a Code Quality report
                             junit     a test case for each entry
                             markdown  a comment on a pull request
                             html      a page: matrix, paths, models
      --output <format>=<file>
                           Write it to a file as well; repeatable`
const dir = '      --dir <dir>          The application; by default the current directory'

const general = `Proves, for every entry of an application, that each Mongoose model is
registered before something needs it. Runs none of its code.

Usage
  mongoose-doctor [dir]            Examine an application (the same as check)
  mongoose-doctor why <Model> [entry]
                                   How a model gets registered there, or why not
  mongoose-doctor entries [dir]    What one cold process can start with
  mongoose-doctor models [dir]     The models, and what they refer to
  mongoose-doctor explain <rule | error text | log file>
                                   A rule, or what the errors of a text or log
                                   mean in this application; reads standard
                                   input too: explain < server.log
  mongoose-doctor generate registry|manifest [dir]
                                   A file that lists all models
  mongoose-doctor graph [models|findings] [dir]
                                   The models and their refs, or where chains
                                   break, as Mermaid, DOT, SVG or JSON
  mongoose-doctor facts [dir]      What the files of one package say, for
                                   check --from-facts of a whole workspace
  mongoose-doctor init [dir]       Set a project up: script, configuration, CI,
                                   ESLint, rules for coding agents
  mongoose-doctor verify [dir]     Whether a build has what was predicted: which
                                   models its code registers in each entry
  mongoose-doctor lsp              The same for an editor: a language server

`

const check = `Options of check
      --fix                Mend what can be mended
      --dry-run            Print what --fix would do, as a diff
      --force              Mend files too that git could not bring back
      --strategy <name>    How to mend: import    import the model (default)
                                        registry  import a file of all models
                                        lazy      load it before the query
                                        ensure    the same, and check it
      --entry <glob>       Only findings that break these entries; repeatable
      --model <name>       Only findings about this model; repeatable
      --rule <name>        Only findings of this rule; repeatable
      --changed [ref]      Only findings that a change can have to do with:
                           since this branch left the remote's default
                           branch, or another one
      --staged             The same of what is staged, which is examined in
                           place of what lies there
      --strict             Likely findings fail the run too; --no-strict: not
      --update-baseline    Write all findings into the baseline: they are known
                           then, and fail no run
      --baseline <file>    Where it is; by default mongoose-doctor-baseline.json
      --no-baseline        As if there were none
      --print-config       Print each setting, its value and where it comes from
      --watch              Go on, and tell what each change has changed
${timings}
${memory}
${formats}
${dir}
${common}

Configuration
  mongoose-doctor.jsonc, or the key "mongoose-doctor" of package.json. Options
  win over it.

Exit codes
  0 nothing proved wrong; 1 findings that fail the run, or a baseline that has
  what is no longer found; 2 wrong use, or nothing to examine;
  3 an internal fault

Coding agents are known by AI_AGENT, CLAUDECODE, CODEX_SANDBOX, CODEX_CI,
CODEX_THREAD_ID, COPILOT_CLI, CURSOR_AGENT, GEMINI_CLI, OPENCODE, AUGMENT_AGENT
or ANTIGRAVITY_AGENT in the environment, where the output is no terminal.
`

const topics: Readonly<Record<CommandName, string>> = {
  check: `Usage
  mongoose-doctor check [dir]      Examine an application

${check}`,
  why: `Usage
  mongoose-doctor why <Model> [entry]

  How a model gets registered in an entry (a file, folder or glob; by default
  every entry), or each place where the chain breaks and why.

Options
${memory}
${json}
${dir}
${common}
`,
  entries: `Usage
  mongoose-doctor entries [dir]

  The entries, how many models each registers, and which it misses.

Options
      --entry <glob>       Only these; repeatable
${timings}
${memory}
${json}
${dir}
${common}
`,
  models: `Usage
  mongoose-doctor models [dir]

  The models, where they are defined, and what they refer to.

Options
      --model <name>       Only this one; repeatable
${timings}
${memory}
${json}
${dir}
${common}
`,
  explain: `Usage
  mongoose-doctor explain <rule>
  mongoose-doctor explain "<error message or stack trace>"
  mongoose-doctor explain <file>
  mongoose-doctor explain < server.log
  kubectl logs deploy/web | mongoose-doctor explain

  What a rule is about; or what a MissingSchemaError means in this application:
  which entries miss the model, why, and what mends it.

  Of a log, however long, it counts these errors by model and entry, and says of
  each what causes it or why the source does not tell. A log is text or lines of
  JSON (pino, winston, bunyan, Vercel, AWS), with what docker, pm2, kubectl or
  journald put before each line. One error on standard input is told in full.

Options
      --log <file>         The log to read; a file as the only argument will do
      --format <format>    pretty (default), or json: an array of the groups
${memory}
${dir}
${common}

Exit codes
  0 answered; 2 wrong use, no such error in it, or nothing to examine;
  3 an internal fault
`,
  generate: `Usage
  mongoose-doctor generate registry [dir]
  mongoose-doctor generate manifest [dir]

  registry   imports every model and exports them as one object: what imports
             it has them all
  manifest   an import() for each model, for loadMissingModels() of
             @mongoose-doctor/runtime: each is loaded when a populate needs it

Options
      --output <file>      Where to write it; by default where it is, or beside
                           the models
      --check              Change nothing; fail if the file is not up to date
${memory}
${dir}
${common}

Exit codes
  0 written, or up to date; 1 stale; 2 wrong use, or nothing to examine;
  3 an internal fault
`,
  graph: `Usage
  mongoose-doctor graph [models] [dir]
  mongoose-doctor graph findings [dir]

  models     the models and their refs (without a word, too)
  findings   how an entry comes to where its chain breaks, for each finding

Options
      --format <format>    mermaid (default), dot, svg or json
      --output <file>      Write it there instead of printing it
      --model <name>       Only this model and its neighbours, or only findings
                           about it; repeatable
      --entry <glob>       Only findings that break these entries; repeatable
      --rule <name>        Only findings of this rule; repeatable
      --finding <id>       Only the findings whose id begins so
${memory}
${dir}
${common}
`,
  init: `Usage
  mongoose-doctor init [dir]

  Adds what a project needs to go on with mongoose-doctor: a script "doctor" in
  package.json, mongoose-doctor.jsonc with its JSON Schema, a workflow for GitHub
  Actions (for GitLab it prints what to add), the entry in ESLint's flat
  configuration, and a section for coding agents in AGENTS.md.

  Shows each change as a diff first. On a terminal it asks; elsewhere it writes
  nothing without --yes. What is there already is left as it is.

Options
  -y, --yes                Write all of it without asking
      --force              Change files too that git could not bring back
${dir}
${common}

Exit codes
  0 set up, or nothing to do, or nothing wanted; 2 wrong use, or nothing written
  because something is in the way; 3 an internal fault
`,
  facts: `Usage
  mongoose-doctor facts [dir]

  Writes what the source files of one package say to mongoose-doctor.facts, a
  build output that a task runner can keep and share. At the root of the
  workspace, \`mongoose-doctor check --from-facts\` links them; of files that have
  changed since it reads the source.

Options
      --output <file>      Where to write it; check looks beside package.json
${dir}
${common}
`,
  verify: `Usage
  mongoose-doctor verify [dir]

  Compares what a build has produced with the prediction: for each entry, which
  models are registered by the code that it evaluates there. Builds of Next.js,
  Nuxt, Nitro, SvelteKit, Astro, React Router and Remix are read, none of their
  code runs.

Options
      --run                Run the build's code too: each entry is evaluated in
                           a process of its own that may read the build and
                           node_modules and has no network, none of your
                           environment and no database. This runs the project's code
      --entry <glob>       Only these; repeatable
${memory}
${json}
${dir}
${common}

Exit codes
  0 as predicted, or more than that; 1 a model that was predicted is not there;
  2 wrong use, no build, or nothing to examine; 3 an internal fault
`,
  lsp: `Usage
  mongoose-doctor lsp [--stdio]

  A language server: findings while you type, what mends or silences them, and
  where each model is registered. It is started by an editor, and speaks the
  Language Server Protocol with it on standard input and output. How to set one
  up: https://github.com/mongoose-doctor/mongoose-doctor/blob/main/docs/editor.md

Options
      --stdio              Accepted, for clients that pass it: there is no other
                           way
${common}

Exit codes
  0 the editor has ended it; 1 the editor was gone
`,
}

/** The text of --help: of everything, or of one command. */
export function helpText(topic: CommandName | null): string {
  return topic === null ? general + check : topics[topic]
}
