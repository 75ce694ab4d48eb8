// Builds what a browser gets: KERN without the rules that no template uses, our style sheets in
// layers, and fonts cut by script. `npm run build` writes static/…/built/, which is not committed.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { transform } from 'lightningcss'
import postcss from 'postcss'
import rtlcss from 'postcss-rtlcss'
import { PurgeCSS } from 'purgecss'

const MODULE = 'aktionsplan_pages/static/aktionsplan_pages/built'
const SITE = 'cms/static/cms/built'
const LAYERS = '@layer kern, theme, base, layout, components, site, print;'
const FONTS = [
  ['@fontsource/fira-sans', ['400', '500', '600'], /-(latin|latin-ext|cyrillic|cyrillic-ext)-/],
  ['@fontsource-variable/noto-sans-arabic', ['index'], /-arabic-wght-/],
  ['@fontsource-variable/noto-sans-ethiopic', ['index'], /-ethiopic-wght-/],
]
const read = (path) => readFileSync(path, 'utf8')
const minify = (code) =>
  transform({ filename: 'built.css', code: Buffer.from(code), minify: true, targets }).code
// Nesting and logical properties as they are written; light-dark() is left to the browser.
const targets = { chrome: 123 << 16, firefox: 120 << 16, safari: (17 << 16) | (5 << 8) }

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** The @font-face rules of the scripts that we need; their files go to built/fonts. */
function faces() {
  const found = []
  for (const [name, weights, wanted] of FONTS) {
    for (const weight of weights) {
      const folder = `node_modules/${name}`
      for (const [face] of read(`${folder}/${weight}.css`).matchAll(/@font-face\s*{[^}]*}/g)) {
        const file = face.match(/url\(\.\/files\/([^)]+\.woff2)\)/)?.[1]
        if (!file || !wanted.test(file)) continue
        mkdirSync(`${MODULE}/fonts`, { recursive: true })
        cpSync(`${folder}/files/${file}`, `${MODULE}/fonts/${file}`)
        found.push(face.replace(/src:[^;]+;/, `src: url(fonts/${file}) format('woff2');`))
      }
    }
  }
  return found.join('\n')
}

/** KERN's rules that a template or one of our sheets names, with their mirrored twins. */
async function kern(templates, texts) {
  const [{ css }] = await new PurgeCSS().purge({
    content: templates,
    css: [{ raw: read('node_modules/@kern-ux/native/dist/kern.css').replace(/@charset[^;]+;/, '') }],
    variables: false,
    safelist: { standard: ['body', ...texts.flatMap((text) => text.match(/kern-[\w-]+/g) ?? [])] },
  })
  return postcss([rtlcss({ mode: 'override' })]).process(css, { from: undefined }).css
}

/** A sheet of the module holds within `.ap`, so that it leaves the rest of a host's page alone. */
const scoped = (layer, text) => `@layer ${layer} { .ap { ${text} } }`

rmSync(MODULE, { recursive: true, force: true })
rmSync(SITE, { recursive: true, force: true })
const css = (name) => read(`aktionsplan_pages/css/${name}.css`)
const sheets = (folder) => readdirSync(folder).sort().map((name) => read(`${folder}/${name}`))
const components = sheets('aktionsplan_pages/css/components')
const site = sheets('cms/css')
const templates = ['templates/**/*.html']

write(`${MODULE}/aktionsplan.css`, minify([
  LAYERS,
  faces(),
  `@layer kern { ${await kern(templates, [...components, ...site])} }`,
  `@layer theme { ${css('theme')} }`,
  scoped('base', css('base')),
  scoped('layout', css('layout')),
  ...components.map((text) => scoped('components', text)),
  scoped('print', css('print')),
].join('\n')))
write(`${SITE}/site.css`, minify(`${LAYERS}\n@layer site { ${site.join('\n')} }`))
