import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { findDotnet } from "./dotnet";

/** How `seg` is started: the command and the arguments that come before its own. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

/** Finds the `seg` of the package, or the one that a setting names; asks once where no .NET runs it. */
export class ToolLocator {
  private asked = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** How to start `seg`; undefined where it cannot be started, which the user has been told once. */
  async find(): Promise<Tool | undefined> {
    const settings = vscode.workspace.getConfiguration("seglang");
    const own = settings.get<string>("server.path", "").trim();
    const file = own !== "" ? own : this.context.asAbsolutePath(path.join("server", "seg.dll"));
    if (!existsSync(file)) {
      this.output.error(`${file} does not exist`);
      void vscode.window.showErrorMessage(vscode.l10n.t("The SegLang server was not found at {0}.", file));
      return undefined;
    }
    if (!file.endsWith(".dll")) {
      return { command: file, args: [] };
    }
    const dotnet = await findDotnet({
      setting: settings.get<string>("dotnet.path", "").trim(),
      environment: process.env,
      log: (line) => this.output.info(line),
    });
    if (dotnet === undefined) {
      this.askForDotnet();
      return undefined;
    }
    this.output.info(`.NET ${dotnet.runtime}: ${dotnet.command}`);
    return { command: dotnet.command, args: [file] };
  }

  /** What `seg` writes to stdout, also where it ends with findings. */
  async run(args: readonly string[]): Promise<string | undefined> {
    const tool = await this.find();
    if (tool === undefined) {
      return undefined;
    }
    return new Promise((resolve) => {
      execFile(tool.command, [...tool.args, ...args], { env: { ...process.env, NO_COLOR: "1" } }, (error, stdout, stderr) => {
        if (error && stdout === "") {
          this.output.error(stderr.trim() || error.message);
        }
        resolve(stdout === "" ? undefined : stdout);
      });
    });
  }

  private askForDotnet(): void {
    if (this.asked) {
      return;
    }
    this.asked = true;
    const choose = vscode.l10n.t("Choose dotnet…");
    const text = vscode.l10n.t(
      "SegLang needs .NET 10 or later for checks, completion and tests. Highlighting and snippets work without it.",
    );
    void vscode.window.showWarningMessage(text, choose).then((answer) => {
      if (answer === choose) {
        void vscode.commands.executeCommand("seglang.chooseDotnet");
      }
    });
  }
}
