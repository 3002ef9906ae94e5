import * as vscode from "vscode";
import type { Location, Position } from "vscode-languageclient";
import type { Explanations } from "./explain";
import type { JourneyPreview } from "./journey";
import { NameRequest, RenameRequest } from "./protocol";
import { ruleFolderOf, ruleFolders } from "./rules";
import type { Server } from "./server";
import type { SegTasks } from "./tasks";
import type { TestExplorer } from "./tests";
import type { ToolLocator } from "./tool";

/** What commands act on. */
export interface Parts {
  readonly server: Server;
  readonly locator: ToolLocator;
  readonly tasks: SegTasks;
  readonly tests: TestExplorer;
  readonly journeys: JourneyPreview;
  readonly explanations: Explanations;
  readonly output: vscode.LogOutputChannel;
}

/** Registers the commands of the palette, and those that the server's lenses name. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { server, tests, journeys, explanations, output } = parts;
  const commands: Record<string, (...args: never[]) => unknown> = {
    "seglang.runAllTests": () => tests.runAll(),
    "seglang.check": () => runTask(parts, "check"),
    "seglang.formatAll": () => runTask(parts, "fmt"),
    "seglang.explain": (code?: string) => explanations.show(code),
    "seglang.rename": (uri?: string, position?: Position) => rename(server, uri, position),
    "seglang.newRuleSet": () => createRuleSet(parts),
    "seglang.restartServer": () => server.restart(),
    "seglang.showOutput": () => output.show(true),
    "seglang.chooseDotnet": () => chooseDotnet(server),
    "seglang.runTest": (uri: string, name: string) => tests.runOne(uri, name),
    "seglang.showJourney": (uri?: string | vscode.Uri, name?: string) =>
      journeys.show(typeof uri === "string" ? vscode.Uri.parse(uri) : uri, typeof name === "string" ? name : undefined),
    "seglang.showReferences": (uri: string, position: Position, locations: Location[]) => showReferences(server, uri, position, locations),
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)));
}

// For the rule set of the open file; without one, for the only one or the one that is chosen.
async function runTask({ tasks }: Parts, command: "check" | "fmt"): Promise<void> {
  await vscode.workspace.saveAll(false);
  const folder = await chooseFolder();
  const task = folder && (await tasks.create(command, folder));
  if (task) {
    await vscode.tasks.executeTask(task);
  }
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = await ruleFolders();
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === "seglang") {
    return ruleFolderOf(document.uri, folders);
  }
  if (folders.length < 2) {
    return folders[0];
  }
  const items = folders.map((folder) => ({ label: vscode.workspace.asRelativePath(folder), folder }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which rule set?") }))?.folder;
}

async function createRuleSet({ locator, output }: Parts): Promise<void> {
  const parent = (await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t("Create here"),
  }))?.[0];
  const name = parent && (await vscode.window.showInputBox({ prompt: vscode.l10n.t("The name of the new folder"), value: "rules" }));
  if (parent === undefined || !name) {
    return;
  }
  const folder = vscode.Uri.joinPath(parent, name);
  output.info((await locator.run(["new", folder.fsPath])) ?? folder.fsPath);
  await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: vscode.workspace.workspaceFolders !== undefined });
}

// Of a place that the server names, else at the cursor.
async function rename({ client }: Server, uri?: string, position?: Position): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (client === undefined || editor === undefined) {
    return;
  }
  const place = {
    textDocument: { uri: uri ?? client.code2ProtocolConverter.asUri(editor.document.uri) },
    position: position ?? client.code2ProtocolConverter.asPosition(editor.selection.active),
  };
  try {
    const old = await client.sendRequest(NameRequest, place);
    if (old === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no name here that can be changed."));
      return;
    }
    const prompt = vscode.l10n.t("The new name; what is stored under the old one follows");
    const newName = await vscode.window.showInputBox({ prompt, value: old.placeholder });
    const edit = newName ? await client.sendRequest(RenameRequest, { ...place, newName }) : null;
    if (edit !== null) {
      await vscode.workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
    }
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

async function chooseDotnet(server: Server): Promise<void> {
  const file = (await vscode.window.showOpenDialog({ title: vscode.l10n.t("The dotnet program of .NET 10 or later"), canSelectMany: false }))?.[0];
  if (file !== undefined) {
    await vscode.workspace.getConfiguration("seglang").update("dotnet.path", file.fsPath, vscode.ConfigurationTarget.Global);
    await server.restart();
  }
}

async function showReferences(server: Server, uri: string, position: Position, locations: Location[]): Promise<void> {
  const convert = server.client?.protocol2CodeConverter;
  if (convert !== undefined) {
    const places = locations.map((l) => convert.asLocation(l));
    await vscode.commands.executeCommand("editor.action.showReferences", convert.asUri(uri), convert.asPosition(position), places);
  }
}
