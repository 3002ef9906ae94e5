import * as vscode from "vscode";
import type { ToolLocator } from "./tool";

const scheme = "seglang-explain";

/** Shows the page of a diagnostic's code, as `seg explain` has it. */
export class Explanations implements vscode.TextDocumentContentProvider {
  constructor(private readonly locator: ToolLocator) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/\.md$/, "");
    return (await this.locator.run(["explain", code])) ?? vscode.l10n.t("There is no page for {0}.", code);
  }

  /** Asks for a code, that of the finding at the cursor first, and shows its page. */
  async show(given?: string): Promise<void> {
    const code = given ?? (await this.ask());
    if (code !== undefined) {
      await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.from({ scheme, path: `${code.toUpperCase()}.md` }));
    }
  }

  private ask(): Thenable<string | undefined> {
    return vscode.window.showInputBox({
      prompt: vscode.l10n.t("The code of a finding, such as SEG2001"),
      value: codeAtCursor() ?? "SEG",
      validateInput: (text) => (/^seg\d{4}$/i.test(text) ? undefined : vscode.l10n.t("A code is SEG and four digits.")),
    });
  }
}

function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const here = vscode.languages.getDiagnostics(editor.document.uri).find((d) => d.range.intersection(editor.selection) !== undefined);
  const code = typeof here?.code === "object" ? here.code.value : here?.code;
  return code?.toString();
}
