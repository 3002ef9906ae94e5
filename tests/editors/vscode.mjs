// Drives the packed extension in a real VS Code. Usage: vscode.mjs VSIX [--screenshots DIR]
import assert from "node:assert/strict";
import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { copyOf, read, Session, Workbench } from "./workbench.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [vsix, , screenshots] = process.argv.slice(2);
const session = new Session("vscode", path.join(root, "artifacts", "editors"));
const example = (name) => copyOf(path.join(root, "examples", name));
const editor = { x: 348, y: 35, width: 820, height: 420 };

/** The steps of one workbench, with what they ask of it. */
function steps(workbench, folder) {
  const { page } = workbench;
  return {
    page,
    step: (title, run) => session.step(title, run, workbench),
    shoot: (name, clip) => screenshots && workbench.screenshot(path.join(screenshots, `${name}.png`), clip ? { clip } : {}),
    lineOf: (file, text) => read(folder, file).split("\n").findIndex((l) => l.includes(text)) + 1,
    errors: () => workbench.count(".monaco-editor .squiggly-error"),
    row: (text) => page.locator(".test-explorer .monaco-list-row").filter({ hasText: text }).first(),
  };
}

/** The colours of the words of the line that holds a text. */
function colours(page, text) {
  return page.evaluate((wanted) => {
    const line = [...document.querySelectorAll(".monaco-editor .view-line")].find((e) => e.textContent.replaceAll("\u00a0", " ").includes(wanted));
    const words = [...(line?.querySelectorAll("span span") ?? [])].map((e) => [e.textContent.replaceAll("\u00a0", " ").trim(), getComputedStyle(e).color]);
    return Object.fromEntries(words.filter(([word]) => word !== ""));
  }, text);
}

async function shopSession() {
  const folder = example("shop");
  const workbench = await Workbench.open({ vsix, folder });
  const { page, step, shoot, lineOf, errors, row } = steps(workbench, folder);
  const buyers = lineOf("wert.seg", "segment Käufer");

  await step("the shop opens highlighted", async () => {
    await workbench.open("wert.seg", lineOf("wert.seg", "segment Stammkunden"));
    const found = await workbench.until("colours", async () => {
      const words = await colours(page, "segment Stammkunden");
      return words["segment"] && words["365"] ? words : undefined;
    });
    const kinds = [found["segment"], found["Stammkunden"], found["distinct"], found["365"]];
    assert.equal(new Set(kinds).size, 4, JSON.stringify(found));
  });

  await step("the server runs, and says so in the status bar", async () => {
    await workbench.until("the status", async () => /SegLang/.test(await workbench.statusBar()));
    assert.equal(await errors(), 0);
  });

  await step("an error appears while typing, and goes", async () => {
    await workbench.goTo(buyers);
    await workbench.press("End", "ArrowLeft", "ArrowLeft");
    await workbench.type(" and umsatzz > 1 EUR");
    await workbench.until("the error", async () => (await errors()) === 1, 15_000);
    await workbench.hover("umsatzz");
    await workbench.until("what is wrong", async () => /umsatzz/.test(await workbench.hoverText()));
    await shoot("error", editor);
    await workbench.revert();
    await workbench.until("the error goes", async () => (await errors()) === 0, 15_000);
  });
  await step("the task checks the rules and lists what it finds", async () => {
    await workbench.open("wert.seg", buyers);
    await workbench.press("End", "ArrowLeft", "ArrowLeft");
    await workbench.type(" and umsatzz > 1 EUR");
    await workbench.command("SegLang: Check rules");
    const output = page.locator(".terminal-wrapper .xterm-rows").first();
    await workbench.until("the finding in the terminal", async () => /wert\.seg:\d+:\d+: error SEG2\d{3}/.test(await output.innerText()), 60_000);
    await workbench.command("Problems: Focus on Problems View");
    const problems = page.locator(".markers-panel .monaco-list-row").filter({ hasText: "umsatzz" });
    await workbench.until("the finding in the list", async () => (await problems.count()) > 0);
  });

  await workbench.close();
}

async function withoutDotnetSession() {
  const folder = example("shop");
  const programs = mkdtempSync(path.join(tmpdir(), "seglang-path-"));
  symlinkSync("/bin/sh", path.join(programs, "sh"));
  const { DOTNET_ROOT, ...environment } = process.env;
  const workbench = await Workbench.open({ vsix, folder, environment: { ...environment, PATH: programs, VSCODE_CLI: "1" } });
  const { page, step } = steps(workbench, folder);

  await step("without .NET one message says so, with a button", async () => {
    await workbench.open("wert.seg", 1);
    const message = page.locator(".notification-toast").filter({ hasText: ".NET 10" });
    await message.first().waitFor({ timeout: 30_000 });
    await workbench.until("the status", async () => /SegLang: no .NET/.test(await workbench.statusBar()));
    assert.equal(await message.locator(".monaco-button").filter({ hasText: "Choose dotnet" }).count(), 1);
    await workbench.command("SegLang: Restart server");
    await workbench.open("treue.seg", 1);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(await message.count(), 1);
  });

  await step("highlighting and snippets work without .NET", async () => {
    const found = await workbench.until("colours", async () => {
      const words = await colours(page, "trait Kaufrhythmus");
      return words["trait"] ? words : undefined;
    });
    assert.notEqual(found["trait"], found["Kaufrhythmus"], JSON.stringify(found));
    await workbench.press("Control+End");
    await workbench.type("segm");
    await page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "segment" }).first().waitFor({ timeout: 10_000 });
    await workbench.press("Enter");
    await workbench.until("the snippet", async () => /segment Name "Title" \{/.test(await workbench.text()));
  });

  await workbench.close();
}

const only = process.env.SEGLANG_SESSION;
for (const run of [shopSession, withoutDotnetSession]) {
  if (only === undefined || run.name.startsWith(only)) {
    await run();
  }
}
session.finish();
