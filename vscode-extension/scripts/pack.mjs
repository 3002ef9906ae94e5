// Packs the extension: `node scripts/pack.mjs [--target T]... [--server DIR] [--out DIR]`.
// A target is one of vsce's platforms, whose server is compiled ahead for it, or `portable`, whose server runs wherever
// .NET does; without targets all are packed. --server takes a published `seg` instead of publishing one.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const runtimes = {
  "linux-x64": "linux-x64", "linux-arm64": "linux-arm64", "alpine-x64": "linux-musl-x64", "alpine-arm64": "linux-musl-arm64",
  "darwin-x64": "osx-x64", "darwin-arm64": "osx-arm64", "win32-x64": "win-x64", "win32-arm64": "win-arm64", portable: undefined,
};
const extension = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    target: { type: "string", multiple: true, default: Object.keys(runtimes) },
    server: { type: "string" },
    out: { type: "string", default: path.join(extension, "..", "artifacts", "vsix") },
  },
});
const { version } = JSON.parse(readFileSync(path.join(extension, "package.json"), "utf8"));

mkdirSync(values.out, { recursive: true });
for (const target of values.target) {
  if (!(target in runtimes)) {
    throw new Error(`no target ${target}; there are ${Object.keys(runtimes).join(", ")}`);
  }
  bringServer(target);
  pack(target);
}

function bringServer(target) {
  const server = path.join(extension, "server");
  rmSync(server, { recursive: true, force: true });
  if (values.server) {
    cpSync(values.server, server, { recursive: true });
  } else {
    const runtime = runtimes[target];
    const project = path.join(extension, "..", "src", "SegLang.Cli");
    // The lock files name the platform that the tests publish for; each other has one of its own while it is packed.
    const work = path.join(extension, "..", "artifacts", "platforms", target);
    const platform = ["-r", runtime, "--self-contained", "false", `-p:RuntimeIdentifiers=${runtime}`, "-p:RestoreLockedMode=false", `-p:NuGetLockFilePath=${path.join(work, "$(MSBuildProjectName).lock.json")}`];
    const common = ["publish", project, "-c", "Release", "-p:UseAppHost=false", "--artifacts-path", work, "-o", server, "-v", "quiet", "-clp:NoSummary"];
    mkdirSync(work, { recursive: true });
    execFileSync("dotnet", [...common, ...(runtime ? platform : [])], { stdio: "inherit" });
  }
  // The extension starts `seg.dll`; programs of one platform and symbols only make the package larger.
  for (const file of readdirSync(server)) {
    if (/^seg(\.exe)?$|\.pdb$|\.xml$|\.mibc$/.test(file)) {
      rmSync(path.join(server, file));
    }
  }
}

function pack(target) {
  const name = path.join(values.out, target === "portable" ? `seglang-${version}.vsix` : `seglang-${target}-${version}.vsix`);
  const platform = target === "portable" ? [] : ["--target", target];
  const images = ["--baseContentUrl", "https://seglang.dev/vscode-extension", "--baseImagesUrl", "https://seglang.dev/vscode-extension"];
  const vsce = path.join(extension, "node_modules", "@vscode", "vsce", "vsce");
  const { status, stdout, stderr } = spawnSync("node", [vsce, "package", "--no-dependencies", ...platform, ...images, "--out", name], { cwd: extension, encoding: "utf8" });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (status !== 0 || /\bWARNING\b|\bwarning\b/.test(stdout + stderr)) {
    throw new Error(`packing ${target} failed or warned`);
  }
  console.log(`${name}: ${(statSync(name).size / 1e6).toFixed(1)} MB`);
}
