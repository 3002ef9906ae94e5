import type { PrepareRenameParams, Range, RenameParams, WorkspaceEdit } from "vscode-languageclient";
import { NotificationType, RequestType } from "vscode-languageclient";

// What the server knows beyond the protocol. Positions are those of the protocol.

export interface TestPlace {
  readonly uri: string;
  readonly name: string;
  readonly range: Range;
}

export interface TestResult {
  readonly name: string;
  readonly outcome: "passed" | "failed";
  readonly engine?: string | null;
  readonly millis?: number | null;
  readonly message?: string | null;
  readonly range?: Range | null;
}

export interface JourneyItem {
  readonly id: string;
  readonly uri: string;
  readonly range: Range;
}

export interface JourneyDiagram {
  readonly name: string;
  readonly title?: string | null;
  readonly svg: string;
  readonly items: readonly JourneyItem[];
  readonly names: readonly string[];
}

export interface ServerStatus {
  readonly state: "idle" | "checking" | "evaluating" | "error" | "untrusted";
  readonly message?: string | null;
  readonly segments?: number | null;
  readonly profiles?: number | null;
  readonly now?: string | null;
}

export const TestsRequest = new RequestType<{ uri?: string }, { items: readonly TestPlace[] }, void>("seglang/tests");
export const RunTestsRequest = new RequestType<
  { uri: string; names?: readonly string[] },
  { results: readonly TestResult[]; error?: string | null },
  void
>("seglang/runTests");
export const JourneyRequest = new RequestType<{ uri: string; name?: string }, JourneyDiagram | null, void>("seglang/journey");
export const TestsChanged = new NotificationType<object>("seglang/testsChanged");
export const StatusChanged = new NotificationType<ServerStatus>("seglang/status");
export const TrustGranted = new NotificationType<{ trusted: boolean }>("seglang/trust");
/** As `textDocument/rename`; what is stored under the old name follows. */
export const RenameRequest = new RequestType<RenameParams, WorkspaceEdit | null, void>("seglang/rename");
export const NameRequest = new RequestType<PrepareRenameParams, { range: Range; placeholder: string } | null, void>("textDocument/prepareRename");
