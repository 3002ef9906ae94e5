// What the package says of itself: every key translated, every command there, every snippet and file real.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const extension = fileURLToPath(new URL("..", import.meta.url));
const read = (name) => readFileSync(path.join(extension, name), "utf8");
const json = (name) => JSON.parse(read(name));
const manifest = json("package.json");
const sources = readdirSync(path.join(extension, "src")).map((f) => read(`src/${f}`)).join("\n");

test("every key of the manifest has an English and a German text, and none is left over", () => {
  const keys = [...new Set([...read("package.json").matchAll(/"%([^%"]+)%"/g)].map((m) => m[1]))].sort();
  assert.deepEqual(Object.keys(json("package.nls.json")).sort(), keys);
  assert.deepEqual(Object.keys(json("package.nls.de.json")).sort(), keys);
});

test("every text of the sources has a German one with the same places, and none is left over", () => {
  const texts = [...sources.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]);
  assert.ok(texts.length > 20);
  assert.equal(texts.length, [...sources.matchAll(/l10n\.t\(/g)].length, "a text is not a literal");
  const german = json("l10n/bundle.l10n.de.json");
  assert.deepEqual(Object.keys(german).sort(), [...new Set(texts)].sort());
  const places = (text) => [...text.matchAll(/\{\d\}/g)].map((m) => m[0]).sort();
  Object.entries(german).forEach(([english, text]) => assert.deepEqual(places(text), places(english), english));
});

test("every command of the manifest is registered, and commands that only lenses name are not in the palette", () => {
  const registered = [...sources.matchAll(/"(seglang\.\w+)": \(/g)].map((m) => m[1]);
  const declared = manifest.contributes.commands.map((c) => c.command);
  assert.deepEqual(declared.filter((c) => !registered.includes(c)), []);
  assert.deepEqual(registered.filter((c) => !declared.includes(c)).sort(), ["seglang.runTest", "seglang.showReferences"]);
  JSON.stringify(manifest.contributes.menus, (key, value) => {
    if (key === "command") assert.ok(declared.includes(value), value);
    return value;
  });
});

test("every setting that the sources read is declared", () => {
  const declared = Object.keys(manifest.contributes.configuration.properties);
  const used = [...sources.matchAll(/get<\w+>\("([\w.]+)"/g)].map((m) => `seglang.${m[1]}`);
  assert.deepEqual(used.filter((s) => !declared.includes(s)), []);
  manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.forEach((s) => assert.ok(declared.includes(s), s));
});

test("there is a snippet for every declaration of the language", () => {
  const words = readFileSync(path.join(extension, "../src/SegLang/Syntax/Words.cs"), "utf8");
  const declarations = [...words.match(/Declarations \{ get; \} =\s*\[([^\]]*)\]/)[1].matchAll(/"(\w+)"/g)].map((m) => m[1]);
  const snippets = Object.values(json("snippets/seglang.json"));
  assert.ok(declarations.length >= 15);
  for (const word of declarations) {
    const own = snippets.find((s) => s.prefix === word);
    assert.ok(own, word);
    assert.ok(own.body.some((line) => line.startsWith(`${word} `)), word);
    assert.match(own.body.join("\n"), /\$\{?\d/, word);
  }
});

test("every file that the manifest names is there once built", () => {
  const files = [];
  JSON.stringify(manifest, (key, value) => {
    if (typeof value === "string" && /^(\.\/|images\/|walkthrough\/).*\.\w+$/.test(value)) files.push(value);
    return value;
  });
  assert.ok(files.length > 8);
  assert.deepEqual(files.filter((f) => !existsSync(path.join(extension, f))), []);
  const shown = [...read("README.md").matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((m) => m[1]);
  assert.deepEqual(shown.filter((f) => !existsSync(path.join(extension, f))), []);
});

test("every setting stands in the README, with its default", () => {
  for (const [name, { default: value }] of Object.entries(manifest.contributes.configuration.properties)) {
    assert.match(read("README.md"), new RegExp(`\\| \`${name}\` \\| ${value === "" ? "" : `\`${value}\` `}\\|`), name);
  }
});

test("the problem matcher reads what check writes", () => {
  const { regexp } = manifest.contributes.problemMatchers[0].pattern;
  const match = new RegExp(regexp).exec("treue.seg:3:5: error SEG2001: `Kauf` has no field `preiss`");
  assert.deepEqual(match?.slice(1), ["treue.seg", "3", "5", "error", "SEG2001", "`Kauf` has no field `preiss`"]);
});

test("brackets, comments and Enter", () => {
  const configuration = json("language-configuration.json");
  assert.equal(configuration.comments.lineComment, "//");
  const rule = configuration.onEnterRules.find((r) => r.action.appendText === "/// ");
  assert.ok(new RegExp(rule.beforeText).test("  /// Who they are."));
  assert.ok(!new RegExp(rule.beforeText).test("  //// a line"));
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
  assert.ok(new RegExp(increaseIndentPattern).test("segment A {"));
  assert.ok(!new RegExp(increaseIndentPattern).test("segment A { x }"));
  assert.ok(new RegExp(decreaseIndentPattern).test("}"));
  const word = new RegExp(configuration.wordPattern.pattern, configuration.wordPattern.flags);
  assert.equal(word.exec("Käufer and x")?.[0], "Käufer");
  assert.equal(word.exec("2026-03-09T15:00 x")?.[0], "2026-03-09T15:00");
});
