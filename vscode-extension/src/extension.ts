import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Explanations } from "./explain";
import { JourneyPreview } from "./journey";
import { Server } from "./server";
import { showStatus } from "./status";
import { SegTasks } from "./tasks";
import { TestExplorer } from "./tests";
import { ToolLocator } from "./tool";

/** Called by the editor when a rule file is opened or the workspace holds one. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("SegLang", { log: true });
  const locator = new ToolLocator(context, output);
  const server = new Server(locator, output);
  const tasks = new SegTasks(locator);
  const tests = new TestExplorer(server);
  const journeys = new JourneyPreview(server);
  const explanations = new Explanations(locator);
  context.subscriptions.push(
    output,
    server,
    tests,
    journeys,
    explanations.register(),
    showStatus(server),
    vscode.tasks.registerTaskProvider("seglang", tasks),
    registerCommands({ server, locator, tasks, tests, journeys, explanations, output }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.trust()),
    vscode.workspace.onDidChangeConfiguration(
      (e) => (e.affectsConfiguration("seglang.dotnet.path") || e.affectsConfiguration("seglang.server.path")) && server.restart(),
    ),
  );
  await vscode.commands.executeCommand("setContext", "seglang.active", true);
  await server.start();
}
