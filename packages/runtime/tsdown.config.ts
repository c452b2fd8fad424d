import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: true,
  // Small for whoever bundles it; the source map is for whoever debugs it.
  minify: true,
  sourcemap: true,
})
