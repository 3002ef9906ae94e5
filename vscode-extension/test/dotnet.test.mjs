// Which .NET is taken: the setting's, else DOTNET_ROOT's, else the first on PATH that is new enough.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(path.join(tmpdir(), "seglang-dotnet-"));
after(() => rmSync(folder, { recursive: true }));
const bundle = path.join(folder, "dotnet.mjs");
await build({ entryPoints: [fileURLToPath(new URL("../src/dotnet.ts", import.meta.url))], outfile: bundle, bundle: true, platform: "node", format: "esm", logLevel: "error" });
const { findDotnet } = await import(pathToFileURL(bundle));

function fake(name, ...versions) {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  const lines = versions.map((v) => `echo 'Microsoft.NETCore.App ${v} [/x]'`).join("\n");
  writeFileSync(path.join(place, "dotnet"), `#!/bin/sh\necho 'Microsoft.AspNetCore.App 99.0.0 [/x]'\n${lines}\n`);
  chmodSync(path.join(place, "dotnet"), 0o755);
  return place;
}

const old = fake("old", "8.0.1", "9.0.0");
const ten = fake("ten", "9.0.0", "10.0.2");
const eleven = fake("eleven", "11.0.0", "8.0.0");
const find = (setting, environment, log) => findDotnet({ setting, environment: { PATH: "", ...environment }, log });
const system = "/usr/bin:/bin";

test("the first on the path that is new enough", async () => {
  const found = await find("", { PATH: [old, ten, eleven, system].join(":") });
  assert.deepEqual(found, { command: path.join(ten, "dotnet"), runtime: "10.0.2" });
});

test("DOTNET_ROOT comes before the path", async () => {
  const found = await find("", { DOTNET_ROOT: eleven, PATH: [ten, system].join(":") });
  assert.equal(found?.command, path.join(eleven, "dotnet"));
  assert.equal(found?.runtime, "11.0.0");
});

test("the setting comes first, and one that does not work is not passed over", async () => {
  assert.equal((await find(path.join(ten, "dotnet"), { DOTNET_ROOT: eleven, PATH: system }))?.runtime, "10.0.2");
  assert.equal(await find(path.join(old, "dotnet"), { DOTNET_ROOT: eleven, PATH: system }), undefined);
  assert.equal(await find(path.join(folder, "none"), { DOTNET_ROOT: eleven, PATH: system }), undefined);
});

test("none that is new enough, and what was tried is told", async () => {
  const lines = [];
  assert.equal(await find("", { PATH: [old].join(":") }, (l) => lines.push(l)), undefined);
  assert.deepEqual(lines, [`${path.join(old, "dotnet")}: its newest runtime is 9.0.0`]);
  assert.equal(await find("", {}), undefined);
});
