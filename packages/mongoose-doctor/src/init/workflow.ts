/** The CI: a workflow of GitHub Actions; for GitLab, what is to be added by hand. */
import { remoteUrls, targetOf } from '../git/revisions.ts'
import { nothing, type Piece } from './piece.ts'
import { namesIn, textAt, type Place } from './place.ts'

const WHAT = 'a CI workflow'
const FILE = '.github/workflows/mongoose-doctor.yml'

export function workflowPiece(place: Place): Piece {
  const there = new Set(namesIn(place, ''))
  const urls = place.repository === null ? [] : remoteUrls(place.repository)
  if (there.has('.github') || urls.some((url) => /\bgithub\.com\b/.test(url))) return forGitHub(place)
  if (there.has('.gitlab-ci.yml') || urls.some((url) => /\bgitlab\b/.test(url))) return forGitLab(place)
  return nothing(WHAT, 'For your CI: npx --yes mongoose-doctor, before or after the install step. It ends with 1 where a finding fails the run.')
}

function forGitHub(place: Place): Piece {
  const existing = namesIn(place, '.github/workflows').filter((name) => /\.ya?ml$/.test(name)).map((name) => textAt(place, `.github/workflows/${name}`))
  if (existing.some((text) => text?.includes('mongoose-doctor') === true)) return nothing(WHAT)
  const { folder } = place
  // A name with `${{` in it would be evaluated.
  if (folder !== '' && !isPlain(folder)) return nothing(WHAT, `The name of this folder means something to GitHub Actions: write the workflow by hand.`)
  const branch = branchOf(place)
  const after = [
    'name: mongoose-doctor', 'on:', '  push:', ...(isPlain(branch) ? [`    branches: [${branch}]`] : []), '  pull_request:', '',
    'permissions:', '  contents: read', '',
    'jobs:', '  mongoose-doctor:', '    runs-on: ubuntu-latest', '    steps:', '      - uses: actions/checkout@v4', '      - uses: mongoose-doctor/mongoose-doctor@main',
    ...(folder === '' ? [] : ['        with:', `          directory: ${folder}`]), '',
  ].join('\n')
  return { what: WHAT, changes: [{ file: FILE, before: null, after }], notes: [] }
}

function forGitLab(place: Place): Piece {
  const text = textAt(place, '.gitlab-ci.yml')
  if (text?.includes('mongoose-doctor') === true) return nothing(WHAT)
  return nothing(
    WHAT, 'For GitLab, add to .gitlab-ci.yml:', '  mongoose-doctor:', '    image: node:22', '    script:',
    `      - npx --yes mongoose-doctor ${place.folder === '' ? '' : `${JSON.stringify(place.folder)} `}--output gitlab=code-quality.json --output junit=junit.xml`,
    '    artifacts:', '      when: always', '      reports:', '        codequality: code-quality.json', '        junit: junit.xml',
  )
}

/** The branch that others leave and come back to, as far as it is known here. */
function branchOf({ repository }: Place): string {
  if (repository === null) return 'main'
  const remote = targetOf(repository, 'refs/remotes/origin/HEAD')?.slice('refs/remotes/origin/'.length)
  return remote ?? targetOf(repository, 'HEAD')?.slice('refs/heads/'.length) ?? 'main'
}

/** Nothing in it means anything to YAML, or to GitHub Actions. */
const isPlain = (text: string): boolean => /^[A-Za-z_][\w./-]*$/.test(text)
