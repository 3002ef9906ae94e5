// A real VS Code in Debian's Chromium, driven by keys and clicks: what a person sees is what is asked.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

export const cache = process.env.SEGLANG_EDITORS ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "seglang-editors");
const { chromium } = createRequire(path.join(cache, "package.json"))("playwright-core");
const entry = path.join(cache, "node_modules/code-server/out/node/entry.js");

const settings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "editor.cursorBlinking": "solid",
  "editor.hover.delay": 100,
  "chat.commandCenter.enabled": false,
  "chat.setupFromDialog": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "terminal.integrated.gpuAcceleration": "off",
  "files.autoSave": "off",
  "testing.automaticallyOpenPeekView": "never",
  "testing.openTesting": "neverOpen",
  "testing.saveBeforeTest": false,
  "security.workspace.trust.untrustedFiles": "open",
};

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function until(what, ask, timeout = 30_000) {
  const end = Date.now() + timeout;
  for (let last; ; ) {
    try {
      last = await ask();
      if (last) {
        return last;
      }
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${timeout / 1000} s (last: ${String(last).slice(0, 300)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// In the page: the middle of a word of the editor.
function placeOf(word) {
  const walker = document.createTreeWalker(document.querySelector(".monaco-editor .view-lines"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent.indexOf(word);
    if (at >= 0) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
  }
}

// What installing a language pack leaves behind: where its texts are. Ours holds one of VS Code's own; extensions bring theirs.
function addLanguage(user, language) {
  const pack = path.join(user, `pack-${language}.json`);
  writeFileSync(pack, JSON.stringify({ contents: languages[language] }));
  const extensions = [{ extensionIdentifier: { id: `seglang.pack-${language}` }, version: "1.0.0" }];
  writeFileSync(path.join(user, "languagepacks.json"), JSON.stringify({ [language]: { hash: language, label: language, extensions, translations: { vscode: pack } } }));
}

const languages = { de: { "vs/workbench/contrib/outline/browser/outline.contribution": { name: "Gliederung" } } };

/** A VS Code server with the packed extension, and one page of a browser on it. */
export class Workbench {
  static async open({ vsix, folder, trusted = true, language, environment = process.env }) {
    const home = mkdtempSync(path.join(tmpdir(), "seglang-vscode-"));
    const extensions = path.join(home, "extensions");
    const user = path.join(home, "user");
    mkdirSync(path.join(user, "User"), { recursive: true });
    writeFileSync(path.join(user, "User", "settings.json"), JSON.stringify(settings));
    if (language) {
      addLanguage(user, language);
    }
    const places = ["--user-data-dir", user, "--extensions-dir", extensions];
    await new Promise((resolve, reject) => {
      const installer = spawn(process.execPath, [entry, ...places, "--install-extension", vsix], { stdio: ["ignore", "ignore", "inherit"] });
      installer.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`installing ${vsix}: ${code}`))));
    });
    const port = await freePort();
    const flags = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const server = spawn(process.execPath, [entry, ...flags, ...(trusted ? ["--disable-workspace-trust"] : []), ...(language ? ["--locale", language] : []), ...places], { stdio: "ignore", env: environment, detached: true });
    const arguments_ = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: arguments_ });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const workbench = new Workbench(home, server, browser, page, `http://127.0.0.1:${port}`);
    await workbench.openFolder(folder);
    return workbench;
  }

  constructor(home, server, browser, page, address) {
    Object.assign(this, { home, server, browser, page, address });
  }

  async openFolder(folder) {
    const bar = this.page.locator(".monaco-workbench .part.statusbar");
    await until("the workbench opens", async () => {
      await this.page.goto(`${this.address}/?folder=${encodeURIComponent(folder)}`);
      await bar.waitFor({ timeout: 20_000 });
      return true;
    }, 90_000);
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
  }

  async close() {
    await this.browser.close();
    process.kill(-this.server.pid, "SIGTERM");
    await new Promise((resolve) => (this.server.exitCode !== null ? resolve() : this.server.on("exit", resolve)));
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Waits until a question has a true answer, and gives it. */
  until(what, ask, timeout) {
    return until(what, ask, timeout);
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /** Runs a command of the palette by its whole title. */
  async command(title) {
    await this.choose(title);
    await this.accept();
  }

  /** Writes a command's title into the palette, and gives the field that it stands in. */
  async choose(title) {
    const input = await this.palette("F1");
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    // A command whose view is not there yet comes with it.
    await until(`the command ${title}`, async () => {
      await input.fill(">");
      await input.fill(`>${title}`);
      await this.page.waitForTimeout(300);
      return (await row.getAttribute("aria-label", { timeout: 1_000 }))?.includes(title);
    });
    return input;
  }

  async palette(key) {
    const input = this.page.locator(".quick-input-widget input[type=text]").first();
    await until("the palette opens", async () => {
      await this.press(key);
      return input.waitFor({ timeout: 2_000 }).then(() => true, () => false);
    });
    return input;
  }

  // A palette that is still looking takes no answer.
  async accept() {
    await until("the palette closes", async () => {
      await this.press("Enter");
      return this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 1_000 }).then(() => true, () => false);
    });
  }

  /** Opens a file of the folder at a line and column, from 1. */
  async open(name, line = 1, column = 1) {
    const input = await this.palette("Control+p");
    await input.fill(name);
    await until(`${name} is found`, async () => (await this.page.locator(".quick-input-list .monaco-list-row").first().getAttribute("aria-label", { timeout: 1_000 }))?.startsWith(path.basename(name)));
    await this.accept();
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.goTo(line, column);
  }

  async goTo(line, column = 1) {
    await until(`the cursor is in line ${line}`, async () => {
      const input = await this.palette("Control+g");
      await input.fill(`:${line}:${column}`);
      await this.accept();
      return until("there", async () => (await this.position()).line === line, 2_000);
    });
  }

  /** Where the cursor is, as the status bar says. */
  async position() {
    const text = await this.page.locator('[id="status.editor.selection"]').innerText();
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    return { line: Number(line), column: Number(column) };
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** The text of a line of the editor as it is drawn, with hints; from 1. */
  async line(number) {
    const top = await this.page.evaluate((n) => {
      const numbers = [...document.querySelectorAll(".editor-instance .margin-view-overlays > div, .monaco-editor .margin-view-overlays > div")];
      return numbers.find((e) => e.querySelector(".line-numbers")?.textContent.trim() === String(n))?.style.top;
    }, number);
    if (top === undefined) {
      return undefined;
    }
    return this.page.evaluate((t) => {
      const line = [...document.querySelectorAll(".monaco-editor .view-line")].find((e) => e.style.top === t);
      return line?.textContent.replaceAll("\u00a0", " ");
    }, top);
  }

  /** All that the open editor shows. */
  async text() {
    const lines = await this.page.locator(".monaco-editor .view-line").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Rests on a word of the editor until its hover says what is expected. */
  async hover(word, expected) {
    const shown = this.page.locator(".monaco-hover:not(.hidden) .hover-contents");
    await until(`${expected} at ${word}`, async () => {
      const place = await this.page.evaluate(placeOf, word);
      if (place !== undefined) {
        await this.page.mouse.move(place.x, place.y + 40);
        await this.page.mouse.move(place.x, place.y, { steps: 3 });
        await shown.first().waitFor({ timeout: 1_500 }).catch(() => {});
      }
      return expected.test((await shown.allInnerTexts()).join("\n"));
    });
  }

  /** What stands in a line and in the lenses of the editor. */
  async beside(number) {
    const lenses = await this.page.locator(".monaco-editor .codelens-decoration").allInnerTexts();
    return `${(await this.line(number)) ?? ""}\n${lenses.join("\n")}`;
  }

  /** The frame of a web view that holds an element. */
  frameWith(selector) {
    return until(`a frame with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if ((await frame.locator(selector).count().catch(() => 0)) > 0) {
          return frame;
        }
      }
    });
  }

  count(selector) {
    return this.page.locator(selector).count();
  }

  statusBar() {
    return this.page.locator(".part.statusbar").innerText();
  }

  /** Undoes all that was typed since the file was opened, and shows what is on the disk. */
  async revert() {
    await this.press("Escape", "Escape");
    await this.command("File: Revert File");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
    await this.page.waitForTimeout(300);
  }

  async screenshot(file, options = {}) {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, ...options });
  }
}

/** Runs steps one after the other; a failed one is shown and counted, the next ones are tried all the same. */
export class Session {
  passed = 0;
  failed = 0;

  constructor(name, artifacts) {
    this.name = name;
    this.artifacts = artifacts;
  }

  async step(title, run, workbench) {
    if (!new RegExp(process.env.SEGLANG_STEP ?? "").test(title)) {
      return;
    }
    const start = Date.now();
    try {
      await run();
      this.passed++;
      console.log(`  ok      ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed++;
      console.log(`  FAILED  ${title}\n${String(error?.stack ?? error).split("\n").slice(0, 12).map((l) => `          ${l}`).join("\n")}`);
      await workbench?.screenshot(path.join(this.artifacts, `${this.name}-${this.failed}.png`)).catch(() => {});
    }
  }

  finish() {
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 ? 0 : 1;
  }
}

/** A copy of an example in a folder of its own, to be edited. */
export function copyOf(example) {
  const folder = mkdtempSync(path.join(tmpdir(), "seglang-example-"));
  const copy = path.join(folder, path.basename(example));
  cpSync(example, copy, { recursive: true });
  return copy;
}

export const read = (...parts) => readFileSync(path.join(...parts), "utf8");
