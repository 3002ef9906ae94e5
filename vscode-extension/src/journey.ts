import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { JourneyRequest, type JourneyDiagram } from "./protocol";
import type { Server } from "./server";

const viewType = "seglang.journey";

interface Shown {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly panel: vscode.WebviewPanel;
  diagram: JourneyDiagram | undefined;
}

/** Journeys as diagrams beside their source: drawn anew with every edit, a click goes to the source, the cursor shows its stage. */
export class JourneyPreview implements vscode.Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private pending: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument((e) => e.document.languageId === "seglang" && this.redrawSoon()),
      vscode.window.onDidChangeActiveColorTheme(() => this.redrawSoon()),
      vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration("seglang.journey") && this.redrawSoon()),
      vscode.window.onDidChangeTextEditorSelection((e) => this.mark(e.textEditor)),
      server.onStarted(() => this.redrawSoon()),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: { uri?: string; name?: string } | undefined) => {
          if (state?.uri === undefined || state.name === undefined) {
            panel.dispose();
          } else {
            this.adopt(panel, vscode.Uri.parse(state.uri), state.name);
          }
        },
      }),
    );
  }

  /** Shows a journey: the named one, else that at the cursor, else the one that is chosen. */
  async show(uri?: vscode.Uri, name?: string): Promise<void> {
    const file = uri ?? vscode.window.activeTextEditor?.document.uri;
    if (file === undefined || this.server.client === undefined) {
      return;
    }
    const diagram = await this.ask(file, name);
    if (diagram === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no journey here that can be drawn."));
      return;
    }
    const chosen = name ?? (await this.choose(file, diagram.names));
    if (chosen === undefined) {
      return;
    }
    const open = this.shown.get(key(file, chosen));
    if (open !== undefined) {
      open.panel.reveal();
      return;
    }
    const options = { enableScripts: true, localResourceRoots: [] };
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(viewType, chosen, column, options), file, chosen);
  }

  dispose(): void {
    clearTimeout(this.pending);
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.shown.forEach((s) => s.panel.dispose());
  }

  private async choose(file: vscode.Uri, names: readonly string[]): Promise<string | undefined> {
    if (names.length < 2) {
      return names[0];
    }
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() === file.toString()) {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>("vscode.executeDocumentSymbolProvider", file);
      const here = symbols?.find((s) => names.includes(s.name) && s.range.contains(editor.selection.active));
      if (here !== undefined) {
        return here.name;
      }
    }
    return vscode.window.showQuickPick([...names], { placeHolder: vscode.l10n.t("Which journey?") });
  }

  private ask(uri: vscode.Uri, name?: string): Promise<JourneyDiagram | null> {
    const client = this.server.client;
    if (client === undefined) {
      return Promise.resolve(null);
    }
    const asked = client.code2ProtocolConverter.asUri(uri);
    return client.sendRequest(JourneyRequest, name === undefined ? { uri: asked } : { uri: asked, name });
  }

  private adopt(panel: vscode.WebviewPanel, uri: vscode.Uri, name: string): void {
    const shown: Shown = { uri, name, panel, diagram: undefined };
    this.shown.set(key(uri, name), shown);
    panel.webview.html = page(uri, name);
    panel.webview.onDidReceiveMessage((message: { ready?: boolean; id?: string }) => {
      if (message.ready === true) {
        void this.draw(shown);
      } else if (message.id !== undefined) {
        void this.reveal(shown, message.id);
      }
    });
    panel.onDidDispose(() => this.shown.delete(key(uri, name)));
  }

  private redrawSoon(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.shown.forEach((shown) => void this.draw(shown)), 150);
  }

  // While the source has errors the last diagram stays, marked as stale.
  private async draw(shown: Shown): Promise<void> {
    const diagram = await this.ask(shown.uri, shown.name).catch(() => null);
    if (diagram === null) {
      await shown.panel.webview.postMessage({ stale: true });
      return;
    }
    shown.diagram = diagram;
    shown.panel.title = diagram.title ?? diagram.name;
    await shown.panel.webview.postMessage({ svg: diagram.svg, dark: isDark(), ids: diagram.items.map((i) => i.id) });
  }

  private async reveal(shown: Shown, id: string): Promise<void> {
    const item = shown.diagram?.items.find((i) => i.id === id);
    const client = this.server.client;
    if (item === undefined || client === undefined) {
      return;
    }
    const uri = client.protocol2CodeConverter.asUri(item.uri);
    const range = client.protocol2CodeConverter.asRange(item.range);
    const open = vscode.window.visibleTextEditors.find((e) => e.document.uri.toString() === uri.toString());
    const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
    const editor = await vscode.window.showTextDocument(uri, { viewColumn, selection: new vscode.Range(range.start, range.start) });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  private mark(editor: vscode.TextEditor): void {
    const client = this.server.client;
    for (const shown of this.shown.values()) {
      const items = client === undefined ? [] : (shown.diagram?.items ?? []);
      const around = items.filter(
        (i) =>
          client?.protocol2CodeConverter.asUri(i.uri).toString() === editor.document.uri.toString() &&
          client.protocol2CodeConverter.asRange(i.range).contains(editor.selection.active),
      );
      void shown.panel.webview.postMessage({ mark: around.at(-1)?.id ?? null });
    }
  }
}

function key(uri: vscode.Uri, name: string): string {
  return `${uri.toString()}#${name}`;
}

function isDark(): boolean {
  const setting = vscode.workspace.getConfiguration("seglang").get<string>("journey.theme", "auto");
  const kind = vscode.window.activeColorTheme.kind;
  return setting === "auto" ? kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast : setting === "dark";
}

// Only the script below runs, only its styles apply, and nothing is loaded. The diagram's own styles come in as a sheet
// of the script's, with the colours of the editor's theme instead of the system's.
function page(uri: vscode.Uri, name: string): string {
  const nonce = randomBytes(18).toString("base64");
  const state = JSON.stringify({ uri: uri.toString(), name }).replace(/</g, "\\u003c");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
body { margin: 0; padding: 12px; }
main.stale { opacity: 0.5; }
svg [data-link] { cursor: pointer; outline: none; }
svg [data-link]:hover, svg [data-link]:focus-visible { filter: brightness(1.15) drop-shadow(0 0 3px var(--vscode-focusBorder)); }
svg [data-link].marked rect { stroke: var(--vscode-focusBorder); stroke-width: 3; }
</style>
</head>
<body>
<main aria-live="polite"></main>
<script nonce="${nonce}">
const vscode = acquireVsCodeApi();
vscode.setState(${state});
const main = document.querySelector("main");
const styles = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, styles];
let marked = null;

function draw(message) {
  const svg = new DOMParser().parseFromString(message.svg, "image/svg+xml").documentElement;
  const style = svg.querySelector("style");
  const scheme = message.dark ? "all" : "not all";
  styles.replaceSync((style?.textContent ?? "").replace(/@media\\s*\\(prefers-color-scheme:\\s*dark\\)/g, "@media " + scheme));
  style?.remove();
  svg.querySelectorAll("script, foreignObject").forEach((e) => e.remove());
  for (const element of svg.querySelectorAll("[data-id]")) {
    if (message.ids.includes(element.dataset.id)) {
      element.dataset.link = "";
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "link");
    }
  }
  main.replaceChildren(document.importNode(svg, true));
  main.classList.remove("stale");
  mark(marked);
}

function mark(id) {
  marked = id;
  main.querySelectorAll("[data-link]").forEach((e) => e.classList.toggle("marked", e.dataset.id === id));
}

function follow(event) {
  const element = event.target.closest("[data-link]");
  if (element) vscode.postMessage({ id: element.dataset.id });
}

main.addEventListener("click", follow);
main.addEventListener("keydown", (event) => event.key === "Enter" && follow(event));
window.addEventListener("message", ({ data }) => {
  if (data.svg) draw(data);
  else if (data.stale) main.classList.add("stale");
  else if ("mark" in data) mark(data.mark);
});
vscode.postMessage({ ready: true });
</script>
</body>
</html>`;
}
