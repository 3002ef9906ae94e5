import * as vscode from "vscode";
import { LanguageClient, State, TransportKind, type Executable } from "vscode-languageclient/node";
import { StatusChanged, TestsChanged, TrustGranted, type ServerStatus } from "./protocol";
import type { Tool, ToolLocator } from "./tool";

/** What of the server's work the editor's own commands do. */
const clientCommands = ["seglang.runTest", "seglang.showJourney", "seglang.showReferences", "seglang.rename"];

/** The state of the server, as the status bar shows it. */
export type Condition = ServerStatus | { readonly state: "starting" | "stopped" | "missing" };

/** The language server: started when a rule file is opened, started anew on demand, told when the workspace is trusted. */
export class Server implements vscode.Disposable {
  private readonly conditionChanged = new vscode.EventEmitter<Condition>();
  private readonly testsChanged = new vscode.EventEmitter<void>();
  private readonly started = new vscode.EventEmitter<LanguageClient>();
  private current: LanguageClient | undefined;

  readonly onConditionChanged = this.conditionChanged.event;
  readonly onTestsChanged = this.testsChanged.event;
  readonly onStarted = this.started.event;

  constructor(
    private readonly locator: ToolLocator,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** The client, once it runs. */
  get client(): LanguageClient | undefined {
    return this.current?.state === State.Running ? this.current : undefined;
  }

  async start(): Promise<void> {
    this.conditionChanged.fire({ state: "starting" });
    const tool = await this.locator.find();
    if (tool === undefined) {
      this.conditionChanged.fire({ state: "missing" });
      return;
    }
    const client = this.create(tool);
    this.current = client;
    try {
      await client.start();
      this.started.fire(client);
    } catch (error) {
      this.output.error(String(error));
      this.conditionChanged.fire({ state: "stopped" });
    }
  }

  async restart(): Promise<void> {
    const client = this.current;
    this.current = undefined;
    await client?.dispose().catch((error: unknown) => this.output.error(String(error)));
    await this.start();
  }

  /** Tells the server that it may evaluate what the workspace holds. */
  async trust(): Promise<void> {
    await this.client?.sendNotification(TrustGranted, { trusted: true });
  }

  dispose(): void {
    void this.current?.dispose();
    this.conditionChanged.dispose();
    this.testsChanged.dispose();
    this.started.dispose();
  }

  private create(tool: Tool): LanguageClient {
    const executable: Executable = { command: tool.command, args: [...tool.args, "lsp"], transport: TransportKind.stdio };
    const client = new LanguageClient("seglang", "SegLang", executable, {
      documentSelector: [
        { language: "seglang", scheme: "file" },
        { language: "seglang", scheme: "untitled" },
      ],
      outputChannel: this.output,
      initializationOptions: {
        trusted: vscode.workspace.isTrusted,
        commands: clientCommands,
        liveMembership: vscode.workspace.getConfiguration("seglang").get<boolean>("membership.enabled", true),
      },
      synchronize: { configurationSection: "seglang" },
    });
    client.onNotification(StatusChanged, (status) => this.conditionChanged.fire(status));
    client.onNotification(TestsChanged, () => this.testsChanged.fire());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        this.conditionChanged.fire({ state: "idle" });
      } else if (newState === State.Stopped && this.current === client) {
        this.conditionChanged.fire({ state: "stopped" });
      }
    });
    return client;
  }
}
