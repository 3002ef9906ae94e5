import * as vscode from "vscode";

/** The folders of the workspace that hold rule sets: those with a seglang.json, and workspace folders with other rule files. */
export async function ruleFolders(): Promise<vscode.Uri[]> {
  const skip = "**/node_modules/**";
  const [settings, rules] = await Promise.all([
    vscode.workspace.findFiles("**/seglang.json", skip),
    vscode.workspace.findFiles("**/*.seg", skip),
  ]);
  const folders = settings.map((file) => vscode.Uri.joinPath(file, ".."));
  const isInside = (uri: vscode.Uri, folder: vscode.Uri): boolean => uri.path.startsWith(`${folder.path}/`);
  for (const workspaceFolder of vscode.workspace.workspaceFolders ?? []) {
    const loose = rules.some((r) => isInside(r, workspaceFolder.uri) && !folders.some((f) => isInside(r, f)));
    if (loose && !folders.some((f) => f.path === workspaceFolder.uri.path)) {
      folders.push(workspaceFolder.uri);
    }
  }
  return folders.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The folder of the rule set that a file belongs to: the nearest with a seglang.json upwards, else its own. */
export function ruleFolderOf(file: vscode.Uri, folders: readonly vscode.Uri[]): vscode.Uri {
  const around = folders.filter((f) => file.path.startsWith(`${f.path}/`));
  return around.sort((a, b) => b.path.length - a.path.length)[0] ?? vscode.Uri.joinPath(file, "..");
}
