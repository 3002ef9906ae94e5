// The TextMate grammar: what each token of real rule files is coloured as, and that its words are the language's.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");
const root = fileURLToPath(new URL("../..", import.meta.url));
const file = path.join(root, "grammar/seglang.tmLanguage.json");

await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, "utf8"), file),
});
const grammar = await registry.loadGrammar("source.seglang");

/** Every coloured stretch of a text: its line, start, text and innermost scopes. */
function stretches(text) {
  let state = textmate.INITIAL;
  return text.split(/\r?\n/).flatMap((line, number) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map((t) => ({ line: number, start: t.startIndex, text: line.slice(t.startIndex, t.endIndex), scopes: t.scopes.slice(1).join(" ") }));
  });
}

/** The scopes of a word in one line of source; the n-th occurrence, from 0. */
function scopesOf(line, word, occurrence = 0) {
  const found = stretches(line).filter((s) => s.text.trim() === word)[occurrence];
  assert.ok(found, `${word} is no stretch of its own in ${line}: ${JSON.stringify(stretches(line).map((s) => s.text))}`);
  return found.scopes;
}

// What a token must be coloured as, by its kind; the first pattern that matches at a place is the token.
const kinds = [
  ["doc comment", /\/\/\/(?!\/).*/y, /comment\.line\.documentation/],
  ["comment", /\/\/.*/y, /comment\.line\.double-slash/],
  ["block comment", /\/\*[^]*?\*\//y, /comment\.block/],
  ["text", /"(?:\\.|[^"\\\n])*"/y, /string\./],
  ["quoted name", /`[^`\n]+`/y, /variable|entity/],
  ["datetime", /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?/y, /constant\.numeric\.datetime/],
  ["date", /\d{4}-\d\d-\d\d/y, /constant\.numeric\.date/],
  ["time of day", /\d\d:\d\d/y, /constant\.numeric\.time/],
  ["percent", /\d[\d_]*(?:\.\d+)?%/y, /constant\.numeric\.percent/],
  ["number", /\d[\d_]*(?:\.\d[\d_]*)?/y, /constant\.numeric/],
  ["word", /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy, /keyword|storage|entity|variable|support|constant/],
  ["comparison", /==|!=|<=|>=|<|>/y, /keyword\.operator/],
  ["arrow", /->/y, /keyword\.operator\.arrow/],
  ["operator", /[=+\-*/?]/y, /keyword\.operator/],
  ["bracket", /[{}()[\]]/y, /punctuation\.section/],
  ["separator", /[,:.@]/y, /punctuation\.(separator|accessor|definition)/],
];

function* tokens(text) {
  let position = 0;
  while (position < text.length) {
    if (/\s/.test(text[position])) {
      position++;
      continue;
    }
    const kind = kinds.find(([, pattern]) => ((pattern.lastIndex = position), pattern.test(text)));
    assert.ok(kind, `no token at ${JSON.stringify(text.slice(position, position + 20))}`);
    const end = kind[1].lastIndex;
    yield { kind: kind[0], scope: kind[2], position, text: text.slice(position, end) };
    position = end;
  }
}

function ruleFiles(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((f) => f.endsWith(".seg") && !f.includes("errors")).map((f) => path.join(folder, f)) : [];
}

test("every token of every rule file has the scope of its kind", () => {
  const folders = ["examples", "tests/conformance", "../shared/conformance"].map((f) => path.join(root, f));
  const seen = new Map(kinds.map(([kind]) => [kind, 0]));
  const files = folders.flatMap(ruleFiles);
  assert.ok(files.length > 20);
  for (const [name, source] of [["a block comment", "segment S { /* not\n x */ a }"], ...files.map((f) => [f, readFileSync(f, "utf8")])]) {
    const text = source.replaceAll("\r\n", "\n");
    const scopes = [];
    let offset = 0;
    const lines = text.split("\n");
    const found = stretches(text);
    let next = 0;
    lines.forEach((line, number) => {
      for (; next < found.length && found[next].line === number; next++) {
        scopes.push({ from: offset + found[next].start, scopes: found[next].scopes });
      }
      offset += line.length + 1;
    });
    let at = 0;
    for (const token of tokens(text)) {
      while (at + 1 < scopes.length && scopes[at + 1].from <= token.position) {
        at++;
      }
      seen.set(token.kind, seen.get(token.kind) + 1);
      assert.match(scopes[at].scopes, token.scope, `${name}: the ${token.kind} \`${token.text}\` at ${token.position}`);
      assert.doesNotMatch(scopes[at].scopes, /invalid/, `${name}: ${token.text} at ${token.position}`);
    }
  }
  seen.forEach((count, kind) => assert.ok(count > 0, `no file shows a ${kind}`));
});

// The words of the language, from the lexer's own table.
function languageWords() {
  const source = readFileSync(path.join(root, "src/SegLang/Syntax/Words.cs"), "utf8");
  const units = [...source.match(/Units \{ get; \} =\s*\[([^\]]*)\]/)[1].matchAll(/"(\w+)"/g)].map((m) => m[1]);
  const all = [...source.matchAll(/"([a-z]{2,})"/g)].map((m) => m[1]);
  return { units: units.flatMap((u) => [u, `${u}s`]), all: new Set([...all, ...units.map((u) => `${u}s`)]) };
}

// One place for each word in which the grammar of the language takes it for one.
const places = `
ruleset Shop { timezone "Europe/Berlin" week starts monday edition 2026 }
ruleset Shop { week starts sunday }
enum Channel { online }
record Item { name: text }
profile Customer { id: text key default "x" from "Id" }
event Purchase { once by order for 30 days }
param n: int = 3
trait Spent = true else false
segment S { not a and b or now in [today] }
segment S { x is known or x is unknown and a between 1 and 2 }
segment S { a contains any ["x"] or a contains all ["x"] or a contains none ["x"] }
segment S { a starts with "x" ignoring case or a ends with "y" or a matches "z" }
segment S { any(A as a then B where c within 2 days of a then no C within 1 hour) }
segment S { none(A) and count(A) > sum(A.b) and avg(A.b) > min(A.b) and max(A.b) > median(A.b) }
segment S { distinct(A.b) > 1 and mode(A.b) == first(A.b) and last(A.b) == 1 and all(i in items where x) }
segment S { any(A in last 3 days) and any(A in this month) and any(A in previous 2 weeks) and x in next 3 days }
segment S { any(A since 3 days ago) and any(A before today) and any(A from 3 days ago until 2 days ago) }
segment S { x in top 10% and x in bottom 10% }
classify C { A when x B otherwise below 10 }
classify C { A by x }
score S { add 10 when x subtract 5 when y add 5 per A halving every 7 days max 50 range 0 to 100 }
action Email(t: text) { requires c at most 2 per 7 days hours 08:00 to 20:00 }
limit L { at most 3 per 7 days Email }
list L of text from "x.csv"
journey J { start A on V reenter never anywhere { on V -> A }
journey J { start A when V reenter always
journey J { reenter after 3 days
stage A { enter do Email(t: "x") after 3 days without V at 09:00 -> B split { 50% -> B } }
final stage B
test "x" { given { a: set of text } at 2026-01-01 expect no Email set { a: 1 } }
`;

test("each word of the language is coloured as one where it is one, and the grammar knows no others", () => {
  const { units, all } = languageWords();
  const found = stretches(`${places}\n${units.map((u) => `segment S { 1 ${u} ago }`).join("\n")}`);
  const word = /keyword|storage|support\.function|constant\.language|variable\.other\.property\.seglang$/;
  const coloured = new Set(found.filter((s) => word.test(s.scopes) && /^[a-z]+$/.test(s.text.trim())).map((s) => s.text.trim()));
  // Two words may stand in one stretch: `at most`.
  found.filter((s) => /keyword/.test(s.scopes) && s.text.includes(" ")).forEach((s) => s.text.trim().split(/\s+/).forEach((w) => coloured.add(w)));
  const missing = [...all].filter((w) => !coloured.has(w));
  assert.deepEqual(missing, []);

  const functions = [...readFileSync(path.join(root, "src/SegLang/Binding/Functions.cs"), "utf8").matchAll(/new\(FunctionKind\.\w+, "(\w+)"/g)].map((m) => m[1]);
  const types = ["bool", "date", "datetime", "duration", "text", "int", "decimal", "money", "number", "ntile", "order", "time", "ends"];
  const json = JSON.parse(readFileSync(file, "utf8"));
  const known = new Set([...all, ...functions, ...types, "seg", "ignore"]);
  const used = new Set();
  JSON.stringify(json.repository, (key, value) => {
    if ((key === "match" || key === "begin") && typeof value === "string") {
      for (const [w] of value.replace(/\\p\{\w+\}|\\[a-zA-Z]/g, " ").replace(/([a-z])s\?/g, "$1s").matchAll(/(?<![A-Za-z])[a-z]{2,}/g)) {
        used.add(w);
      }
    }
    return value;
  });
  assert.deepEqual([...used].filter((w) => !known.has(w)), []);
  assert.ok(functions.length > 10);
  functions.forEach((f) => assert.match(scopesOf(`trait T = ${f}(x)`, f), /support\.function/, f));
});

test("declarations name what they declare", () => {
  const cases = [
    ["segment Stammkunden \"Regular\" {", "Stammkunden", /entity\.name\.type/],
    ["trait LifetimeValue = 1", "LifetimeValue", /entity\.name\.variable/],
    ["action Email(template: text)", "Email", /entity\.name\.function/],
    ["stage Awareness {", "Awareness", /entity\.name\.label\.stage/],
    ["final stage Gone", "Gone", /entity\.name\.label\.stage/],
    ["on Purchase -> Bought", "Bought", /entity\.name\.label\.stage/],
    ["ruleset Shop { timezone \"UTC\" }", "Shop", /entity\.name\.namespace/],
    ["param days: int = 3", "days", /variable\.other\.constant|variable\.other\.property/],
    ["@deprecated(\"use X\")", "deprecated", /entity\.name\.function\.annotation/],
  ];
  cases.forEach(([line, word, scope]) => assert.match(scopesOf(line, word), scope, line));
});

test("words are names where they are fields", () => {
  const cases = [
    ["  count: int", "count"], ["  last: date?", "last"], ["  segment: text", "segment"], ["  test: bool", "test"],
    ["  order: text", "order"], ["  key: text key", "key"], ["  total = quantity * price", "total"],
    ["  any(Purchase.count)", "count"], ["  x.first", "first"], ["  in: int", "in"],
  ];
  cases.forEach(([line, word]) => assert.match(scopesOf(line, word), /variable\.other\.property/, line));
  assert.match(scopesOf("  key: text key", "key", 1), /storage\.modifier/);
});

test("a text ends at the end of its line, and a wrong escape shows", () => {
  const lines = stretches("segment S { name == \"open\nand x }");
  assert.match(lines.find((s) => s.text === "and").scopes, /keyword\.operator\.expression\.logical/);
  assert.match(scopesOf("trait T = \"a\\qb\"", "\\q"), /invalid\.illegal/);
  assert.match(scopesOf("trait T = \"a\\u{1F600}b\"", "\\u{1F600}"), /constant\.character\.escape/);
  assert.match(scopesOf("segment S { a matches \"^x+$\" }", "+"), /string\.regexp.*quantifier/);
});

test("money, spans and windows show their units", () => {
  assert.match(scopesOf("x >= 500 EUR", "EUR"), /keyword\.other\.unit\.currency/);
  assert.match(scopesOf("x in last 30 days", "days"), /keyword\.other\.unit/);
  assert.match(scopesOf("x in last n days", "days"), /keyword\.other\.unit/);
  assert.match(scopesOf("any(A in this month)", "month"), /keyword\.other\.unit/);
  assert.match(scopesOf("years since birthDate", "years"), /keyword\.other\.unit/);
});

test("what is not of the language shows as wrong", () => {
  ["&&", "||", ";"].forEach((sign) => assert.match(scopesOf(`a ${sign} b`, sign), /invalid\.illegal/, sign));
});
