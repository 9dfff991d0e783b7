// Builds the console into target/console, doing only what is out of date.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const SCRIPT_LIMIT_BYTES = 60_000;
const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../../target');
const output = join(target, 'console');
const page = join(output, 'index.html');
const lock = join(here, 'package-lock.json');

const [major, minor] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  fail(`Node 20.19 or newer (of 22 from 22.12 on) is needed to build the console, and this is ${process.versions.node}`);
}
// npm writes this file last, so an interrupted installation counts as none.
if (modified(join(here, 'node_modules/.package-lock.json')) < modified(lock)) {
  run('npm', ['ci', '--include=dev', '--ignore-scripts']);
}
if (modified(page) < newestSource()) {
  // The resources of an earlier build would stay in the jar beside the new ones.
  rmSync(join(target, 'classes/console'), { recursive: true, force: true });
  run(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '--noEmit']);
  run(process.execPath, [join(here, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
  weigh();
}

function newestSource() {
  const single = ['index.html', 'vite.config.ts', 'tsconfig.json', 'build.mjs'].map((name) => join(here, name));
  const folders = ['src', 'public'].flatMap((name) => [
    join(here, name),
    ...readdirSync(join(here, name), { recursive: true }).map((entry) => join(here, name, entry)),
  ]);
  return Math.max(...[lock, ...single, ...folders].map(modified));
}

function weigh() {
  const scripts = readdirSync(output, { recursive: true }).filter((name) => name.endsWith('.js'));
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(output, name))).length, 0);
  const size = `${(bytes / 1000).toFixed(1)} kB of script gzipped (limit ${SCRIPT_LIMIT_BYTES / 1000} kB)`;
  if (bytes > SCRIPT_LIMIT_BYTES) {
    rmSync(page, { force: true });
    fail(`The console is too large: ${size}`);
  }
  console.log(`Console built: ${size}`);
}

function modified(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: here, stdio: 'inherit' });
  } catch (error) {
    fail(`The console was not built: ${error.message}`);
  }
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
