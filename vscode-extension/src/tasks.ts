import * as path from "node:path";
import * as vscode from "vscode";
import { ruleFolders } from "./rules";
import type { ToolLocator } from "./tool";

type TaskCommand = "check" | "test" | "fmt";

interface SegTaskDefinition extends vscode.TaskDefinition {
  readonly command: TaskCommand;
  readonly path?: string;
}

/** Offers `seg check`, `seg test` and `seg fmt` for each rule set of the workspace. */
export class SegTasks implements vscode.TaskProvider {
  constructor(private readonly locator: ToolLocator) {}

  async provideTasks(): Promise<vscode.Task[]> {
    const folders = await ruleFolders();
    const commands: TaskCommand[] = ["check", "test", "fmt"];
    const tasks = folders.flatMap((folder) => commands.map((command) => this.create(command, folder)));
    return (await Promise.all(tasks)).filter((task) => task !== undefined);
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = task.definition as SegTaskDefinition;
    const scope = task.scope !== undefined && typeof task.scope === "object" ? task.scope : vscode.workspace.workspaceFolders?.[0];
    return scope && this.create(definition.command, vscode.Uri.joinPath(scope.uri, definition.path ?? "."), definition);
  }

  /** The task that runs a command of `seg` in the folder of a rule set; undefined where `seg` cannot be started. */
  async create(command: TaskCommand, folder: vscode.Uri, given?: SegTaskDefinition): Promise<vscode.Task | undefined> {
    const scope = vscode.workspace.getWorkspaceFolder(folder);
    const tool = await this.locator.find();
    if (tool === undefined || scope === undefined) {
      return undefined;
    }
    const below = path.posix.relative(scope.uri.path, folder.path) || ".";
    const definition: SegTaskDefinition = given ?? { type: "seglang", command, path: below };
    const format = command === "fmt" ? [] : ["--format", "compact"];
    const execution = new vscode.ProcessExecution(tool.command, [...tool.args, command, folder.fsPath, ...format], { cwd: folder.fsPath });
    const label = below === "." ? `seg ${command}` : `seg ${command} ${below}`;
    const task = new vscode.Task(definition, scope, label, "seg", execution, command === "check" ? "$seglang" : []);
    if (command !== "fmt") {
      task.group = command === "check" ? vscode.TaskGroup.Build : vscode.TaskGroup.Test;
    }
    task.presentationOptions = { reveal: command === "fmt" ? vscode.TaskRevealKind.Silent : vscode.TaskRevealKind.Always, clear: true };
    return task;
  }
}
