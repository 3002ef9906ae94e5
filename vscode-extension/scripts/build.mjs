// Bundles the extension into dist/, and brings the grammar, the schema and the licence, which are kept at one place
// of the repository, into the package.
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const copies = [
  ["../grammar/seglang.tmLanguage.json", "syntaxes/seglang.tmLanguage.json"],
  ["scripts/codeblock.json", "syntaxes/codeblock.json"],
  ["../grammar/seglang.schema.json", "schemas/seglang.schema.json"],
  ["../LICENSE", "LICENSE"],
];
for (const [from, to] of copies) {
  mkdirSync(here(to.replace(/[^/]*$/, "")), { recursive: true });
  copyFileSync(here(from), here(to));
}

await build({
  entryPoints: [here("src/extension.ts")],
  outfile: here("dist/extension.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: process.argv.includes("--minify"),
  sourcemap: false,
  legalComments: "linked",
  logLevel: "warning",
});
