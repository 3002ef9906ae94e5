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
const editor = { x: 348, y: 35, width: 932, height: 590 };

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

  await step("the number of members changes with an edit", async () => {
    const line = lineOf("wert.seg", "segment Stammkunden");
    await workbench.goTo(line);
    const members = async () => /(\d[\d.,\u202f ]*) (?:members|of)/.exec(await workbench.beside(line))?.[1];
    const before = await workbench.until("members", members, 60_000);
    await workbench.press("End", "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft");
    await workbench.type("1");
    const after = await workbench.until("other members", async () => {
      const now = await members();
      return now !== undefined && now !== before ? now : undefined;
    }, 60_000);
    assert.ok(Number(after.replace(/\D/g, "")) > Number(before.replace(/\D/g, "")), `${before} → ${after}`);
    await workbench.until("what the edit changed", async () => /\(\+\d/.test(await workbench.beside(line)), 15_000);
    await workbench.press("Home");
    await shoot("members", editor);
    await workbench.revert();
    await workbench.until("the members of before", async () => (await members()) === before, 60_000);
  });

  await step("an error appears while typing, and goes", async () => {
    await workbench.goTo(buyers);
    await workbench.press("End", "ArrowLeft", "ArrowLeft");
    await workbench.type(" and umsatzz > 1 EUR");
    await workbench.until("the error", async () => (await errors()) === 1, 15_000);
    await workbench.hover("umsatzz", /has no field `?umsatzz/);
    await shoot("error", editor);
    await workbench.revert();
    await workbench.until("the error goes", async () => (await errors()) === 0, 15_000);
  });

  await step("a field of the event completes inside where", async () => {
    await workbench.goTo(buyers);
    await workbench.press("End", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    await workbench.type(" where pre");
    const proposal = page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "preis" }).first();
    // What was asked for while typing may have been given up; then it is asked for as a user would.
    await proposal.waitFor({ timeout: 5_000 }).catch(() => workbench.press("Escape", "Control+Space"));
    await proposal.waitFor({ timeout: 10_000 });
    await shoot("completion", editor);
    assert.match(await proposal.getAttribute("aria-label"), /^preis/);
    await workbench.press("Enter");
    await workbench.until("the field", async () => (await workbench.line(buyers))?.includes("any(Kauf where preis"));
    await workbench.type(" > 10 EUR");
    await workbench.until("a right rule", async () => (await errors()) === 0, 15_000);
    await workbench.revert();
  });

  await step("a quick fix mends a name", async () => {
    await workbench.goTo(buyers);
    await workbench.press("End", "ArrowLeft", "ArrowLeft");
    await workbench.type(" and Bestelungen > 2");
    await workbench.until("the error", async () => (await errors()) === 1, 15_000);
    await workbench.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    await workbench.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row").filter({ hasText: "Bestellungen" }).first();
    await fix.waitFor({ timeout: 10_000 });
    await shoot("fix", editor);
    await workbench.press("Enter");
    await workbench.until("the name", async () => (await workbench.line(buyers))?.includes("and Bestellungen > 2"));
    await workbench.until("the error goes", async () => (await errors()) === 0, 15_000);
    await workbench.revert();
  });

  await step("hover tells what a segment is", async () => {
    await workbench.goTo(lineOf("wert.seg", "segment Stammkunden"));
    await workbench.hover("Stammkunden", /Bestellungen im letzten Jahr/);
    await shoot("hover", editor);
  });

  await step("a test runs from the Test Explorer, on what is not saved too", async () => {
    await workbench.command("Testing: Focus on Test Explorer View");
    await row("treue.seg").waitFor({ timeout: 30_000 });
    await row("treue.seg").click();
    await workbench.press("ArrowRight");
    const name = "eine angenommene Empfehlung";
    await row(name).click();
    await row(name).locator(".codicon-testing-run-icon").click();
    await row(name).locator(".codicon-testing-passed-icon").waitFor({ timeout: 60_000 });
    await workbench.open("treue.seg", lineOf("treue.seg", "any(Empfehlung where angenommen)"));
    await workbench.press("Home");
    await workbench.type("none(Kauf) or ");
    await row(name).click();
    await row(name).locator(".codicon-testing-run-icon").click();
    await row(name).locator(".codicon-testing-failed-icon").waitFor({ timeout: 60_000 });
    await shoot("tests", { x: 0, y: 35, width: 1170, height: 560 });
    await workbench.open("treue.seg", lineOf("treue.seg", "any(Empfehlung where angenommen)"));
    await workbench.revert();
    await workbench.until("the text of before", async () => !(await workbench.text()).includes("none(Kauf) or"));
  });

  await step("tests run again by themselves in a continuous run", async () => {
    const name = "eine angenommene Empfehlung";
    await workbench.command("Test: Start Continuous Run");
    await row(name).locator(".codicon-testing-passed-icon").waitFor({ timeout: 60_000 });
    await workbench.open("treue.seg", lineOf("treue.seg", "any(Empfehlung where angenommen)"));
    await workbench.press("Home");
    await workbench.type("none(Kauf) or ");
    await row(name).locator(".codicon-testing-failed-icon").waitFor({ timeout: 60_000 });
    await workbench.command("Test: Stop Continuous Run");
    await workbench.revert();
    await workbench.command("View: Show Explorer");
  });

  await step("a segment is renamed in every file", async () => {
    await workbench.open("wert.seg", lineOf("wert.seg", "segment Stammkunden"), 12);
    // The box is in the page before it is shown; shown it has the keyboard.
    await workbench.until("the box for the new name", async () => {
      await workbench.press("F2");
      return page.locator(".rename-box .rename-input:focus").waitFor({ timeout: 5_000 }).then(() => true, () => false);
    });
    await workbench.press("Control+a");
    await workbench.type("Treue_Kunden");
    await shoot("rename", editor);
    await workbench.press("Enter");
    await workbench.until("the new name", async () => (await workbench.text()).includes("segment Treue_Kunden"));
    await workbench.command("File: Save All");
    for (const file of ["wert.seg", "treue.seg", "persona.seg", "besucher.seg"]) {
      await workbench.until(`${file} is saved`, () => read(folder, file).includes("Treue_Kunden"));
      assert.doesNotMatch(read(folder, file), /(?<![\p{L}\d_"])Stammkunden(?![\p{L}\d_"])/u, file);
    }
    await workbench.until("no error", async () => (await errors()) === 0, 15_000);
  });

  await step("a segment is renamed so that what is stored follows", async () => {
    await workbench.open("wert.seg", lineOf("wert.seg", "segment Treue_Kunden"), 12);
    const input = await workbench.choose("SegLang: Rename and keep what is stored…");
    await workbench.press("Enter");
    await workbench.until("the box with the old name", async () => (await input.inputValue()) === "Treue_Kunden");
    await input.fill("Feste_Kunden");
    await workbench.press("Enter");
    await workbench.until("the new name with the old one", async () => (await workbench.text()).includes('@was("Treue_Kunden") segment Feste_Kunden'));
    const others = ["treue.seg", "persona.seg", "besucher.seg"];
    for (const file of others) {
      // What was changed aside is opened a moment later, and only then saved with the others.
      await page.locator(`.tab.dirty[data-resource-name="${file}"]`).waitFor({ timeout: 15_000 });
    }
    await workbench.command("File: Save All");
    for (const file of others) {
      await workbench.until(`${file} is saved`, () => read(folder, file).includes("Feste_Kunden"));
      assert.ok(!read(folder, file).includes("Treue_Kunden"), file);
    }
    await workbench.until("no error", async () => (await errors()) === 0, 15_000);
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

async function journeySession() {
  const folder = example("kundenreise");
  const workbench = await Workbench.open({ vsix, folder });
  const { step, shoot, lineOf } = steps(workbench, folder);
  const diagram = () => workbench.frameWith("main svg");

  await step("the journey preview opens, a click goes to the source", async () => {
    await workbench.open("reise.seg", lineOf("reise.seg", "journey "));
    await workbench.command("SegLang: Show journey");
    const frame = await diagram();
    const stage = frame.locator("svg .stage[data-link]").filter({ hasText: "Bindung" }).first();
    await stage.waitFor({ timeout: 30_000 });
    await shoot("journey");
    await stage.click();
    await workbench.until("the stage's line", async () => (await workbench.position()).line === lineOf("reise.seg", "stage Bindung"));
    await workbench.until("the stage is marked", async () => (await frame.locator("svg .marked").count()) === 1);
  });

  await step("the diagram follows an edit", async () => {
    const frame = await diagram();
    await workbench.goTo(lineOf("reise.seg", "stage Bindung"));
    await workbench.press("End", "Enter");
    await workbench.type("after 77 days -> Kauf");
    await frame.locator("svg").filter({ hasText: "77 days" }).waitFor({ timeout: 30_000 });
  });

  await workbench.close();
}

async function restrictedSession() {
  const folder = example("shop");
  const workbench = await Workbench.open({ vsix, folder, trusted: false });
  const { page, step, lineOf, errors } = steps(workbench, folder);

  await step("a workspace that is not trusted is checked, never evaluated", async () => {
    await page.getByText("No, I don't trust the authors").click();
    const line = lineOf("wert.seg", "segment Stammkunden");
    await workbench.open("wert.seg", line);
    await workbench.until("the status", async () => /SegLang: restricted/.test(await workbench.statusBar()));
    await workbench.press("End", "ArrowLeft", "ArrowLeft");
    await workbench.type(" and umsatzz > 1");
    await workbench.until("an error", async () => (await errors()) === 1, 15_000);
    await workbench.revert();
    assert.doesNotMatch(await workbench.beside(line), /members/);
  });

  await step("trust lets it count", async () => {
    await workbench.command("Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor .monaco-button").filter({ hasText: /^Trust$/ }).click();
    const line = lineOf("wert.seg", "segment Stammkunden");
    await workbench.open("wert.seg", line);
    await workbench.until("members", async () => /\d+ (members|of)/.test(await workbench.beside(line)), 60_000);
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

async function germanSession() {
  const folder = example("shop");
  const workbench = await Workbench.open({ vsix, folder, language: "de" });
  const { page, step, lineOf } = steps(workbench, folder);

  await step("a German VS Code has the extension in German", async () => {
    await page.locator(".pane-header").filter({ hasText: "Gliederung" }).first().waitFor({ timeout: 30_000 });
    await workbench.open("wert.seg", lineOf("wert.seg", "segment Stammkunden"), 12);
    await workbench.until("the status", async () => /SegLang: [\d.]+ Profile(?!s)/.test(await workbench.statusBar()), 60_000);
  });

  await step("its commands and questions are German too", async () => {
    const input = await workbench.choose("SegLang: Umbenennen und Gespeichertes behalten…");
    await workbench.press("Enter");
    await page.getByText("Der neue Name; was unter dem alten gespeichert ist, zieht mit").first().waitFor({ timeout: 15_000 });
    await workbench.until("the box with the name", async () => (await input.inputValue()) === "Stammkunden");
    await workbench.press("Escape");
  });

  await workbench.close();
}

const only = process.env.SEGLANG_SESSION;
for (const run of [shopSession, journeySession, restrictedSession, withoutDotnetSession, germanSession]) {
  if (only === undefined || run.name.startsWith(only)) {
    await run();
  }
}
session.finish();
