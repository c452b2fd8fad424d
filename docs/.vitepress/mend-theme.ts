/**
 * What axe finds in the theme of VitePress 1.6 and neither configuration nor CSS reaches. This changes its templates while the site is built; the build
 * ends if a template is another than this was written for.
 */

interface Plugin {
  readonly name: string
  readonly enforce: 'pre'
  readonly transform: (code: string, id: string) => string | null
}

type Change = readonly [before: string, after: string]

const templates: Readonly<Record<string, readonly Change[]>> = {
  'VPLocalSearchBox.vue': [
    // It is a dialog, not a button that holds other buttons; in it is a field that controls a list.
    ['role="button"\n      :aria-owns="results?.length ? \'localsearch-list\' : undefined"\n      aria-expanded="true"\n      aria-haspopup="listbox"', 'role="dialog"\n      aria-modal="true"'],
    ['aria-autocomplete="both"', 'role="combobox"\n            :aria-expanded="results?.length ? \'true\' : \'false\'"\n            aria-autocomplete="list"'],
    // The link is the option, in place of standing in one; its own words are its name.
    ['\n            :id="\'localsearch-item-\' + index"\n            :aria-selected="selectedIndex === index ? \'true\' : \'false\'"\n            role="option"', '\n            role="presentation"'],
    ['<a\n              :href="p.id"', '<a\n              :id="\'localsearch-item-\' + index"\n              :aria-selected="selectedIndex === index ? \'true\' : \'false\'"\n              role="option"\n              :href="p.id"'],
    ['\n              :aria-label="[...p.titles, p.title].join(\' > \')"', ''],
    // Pictures of keys have a name.
    ['<kbd :aria-label', '<kbd role="img" :aria-label'],
  ],
  // What "On this page" opens is a list of links outside of every landmark.
  'VPLocalNavOutlineDropdown.vue': [['class="items" @click', 'class="items" role="navigation" aria-label="On this page" @click']],
}

export const mendTheme: Plugin = {
  name: 'mend-theme',
  enforce: 'pre',
  transform(code, id) {
    const name = id.slice(id.lastIndexOf('/') + 1)
    return templates[name]?.reduce((text, change) => changed(text, change, name), code) ?? null
  },
}

function changed(text: string, [before, after]: Change, name: string): string {
  if (!text.includes(before)) throw new Error(`${name} does not say ${JSON.stringify(before)}: docs/.vitepress/mend-theme.ts is for VitePress 1.6.4.`)
  return text.replaceAll(before, () => after)
}
