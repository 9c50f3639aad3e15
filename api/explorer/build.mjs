// Builds the explorer into dist, compressed. Run by go generate.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const inputs = ['build.mjs', 'package-lock.json', 'package.json', 'tsconfig.json',
  ...readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => `${e.parentPath}/${e.name}`)].sort();

const digest = createHash('sha256');
for (const name of inputs) {
  const data = readFileSync(name);
  digest.update(`${name} ${data.length}\n`).update(data);
}
const sources = digest.digest('hex');

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
await build({
  entryPoints: { explorer: 'src/main.tsx', layout: 'src/layout.worker.ts', style: 'src/style.css' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
});
// Addresses carry the digest, so that a browser never mixes two versions.
const page = readFileSync('src/index.html', 'utf8').replaceAll('VERSION', sources.slice(0, 12));
writeFileSync('dist/index.html', page);
writeFileSync('dist/icon.svg', readFileSync('src/icon.svg'));
for (const name of readdirSync('dist')) {
  writeFileSync(`dist/${name}.gz`, gzipSync(readFileSync(`dist/${name}`), { level: 9 }));
  rmSync(`dist/${name}`);
}
writeFileSync('dist/SOURCES', `${sources}\n`);
