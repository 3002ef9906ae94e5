// Drives the packed extension in a real VS Code. Usage: vscode.mjs VSIX [--screenshots DIR]
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { copyOf, read, Session, Workbench } from "./workbench.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [vsix, , screenshots] = process.argv.slice(2);
const session = new Session("vscode", path.join(root, "artifacts", "editors"));
const shop = copyOf(path.join(root, "examples", "shop"));
const workbench = await Workbench.open({ vsix, folder: shop });
const { page } = workbench;
const step = (title, run) => session.step(title, run, workbench);
const shoot = (name, clip) => (screenshots ? workbench.screenshot(path.join(screenshots, `${name}.png`), clip ? { clip } : {}) : undefined);
const lineOf = (file, text) => read(shop, file).split("\n").findIndex((l) => l.includes(text)) + 1;
const errors = () => workbench.count(".monaco-editor .squiggly-error");

await step("the shop opens highlighted", async () => {
  await workbench.open("wert.seg", lineOf("wert.seg", "segment Stammkunden"));
  const colours = await workbench.until("colours", async () => {
    const found = await page.evaluate(() => {
      const line = [...document.querySelectorAll(".monaco-editor .view-line")].find((e) => e.textContent.includes("segment\u00a0Stammkunden"));
      return [...(line?.querySelectorAll("span span") ?? [])].map((e) => [e.textContent.trim().replaceAll("\u00a0", " "), getComputedStyle(e).color]);
    });
    const colour = Object.fromEntries(found.filter(([text]) => text !== ""));
    return colour["segment"] && colour["365"] ? colour : undefined;
  });
  const kinds = [colours["segment"], colours['"Stammkunden"'] ?? colours["Stammkunden"], colours["distinct"], colours["365"]];
  assert.equal(new Set(kinds).size, 4, JSON.stringify(colours));
});

await step("the server runs, and says so in the status bar", async () => {
  await workbench.until("the status", async () => /SegLang/.test(await workbench.statusBar()));
  assert.equal(await errors(), 0);
});

await step("an error appears while typing, and goes", async () => {
  const line = lineOf("wert.seg", "segment Käufer");
  await workbench.goTo(line);
  await workbench.press("End", "ArrowLeft", "ArrowLeft");
  await workbench.type(" and umsatzz > 1 EUR");
  await workbench.until("the error", async () => (await errors()) === 1, 15_000);
  await shoot("error");
  await workbench.revert();
  await workbench.until("the error goes", async () => (await errors()) === 0, 15_000);
});

await workbench.close();
session.finish();
