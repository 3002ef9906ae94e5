import * as vscode from "vscode";
import type { Condition, Server } from "./server";

/** Shows what the server does, beside the rules that are open. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("seglang.status", vscode.StatusBarAlignment.Left, 0);
  item.name = "SegLang";
  item.command = "seglang.showOutput";
  const show = (condition: Condition): void => {
    const { icon, text, tooltip, warns } = describe(condition);
    item.text = `$(${icon}) SegLang${text === "" ? "" : `: ${text}`}`;
    item.tooltip = tooltip;
    item.backgroundColor = warns ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.accessibilityInformation = { label: `SegLang ${text} ${tooltip}` };
    item.show();
  };
  return vscode.Disposable.from(item, server.onConditionChanged(show));
}

interface Look {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly warns: boolean;
}

function describe(condition: Condition): Look {
  const calm = (icon: string, text: string, tooltip: string): Look => ({ icon, text, tooltip, warns: false });
  const grave = (icon: string, text: string, tooltip: string): Look => ({ icon, text, tooltip, warns: true });
  switch (condition.state) {
    case "starting":
      return calm("loading~spin", vscode.l10n.t("starting"), vscode.l10n.t("The server is starting."));
    case "checking":
      return calm("sync~spin", vscode.l10n.t("checking"), vscode.l10n.t("The rules are being checked."));
    case "evaluating":
      return calm("sync~spin", vscode.l10n.t("counting"), vscode.l10n.t("The sample is being evaluated."));
    case "untrusted":
      return calm("shield", vscode.l10n.t("restricted"), vscode.l10n.t("Rules are not evaluated until the workspace is trusted."));
    case "error":
      return grave("error", condition.message ?? vscode.l10n.t("error"), condition.message ?? vscode.l10n.t("See the output."));
    case "missing":
      return grave("warning", vscode.l10n.t("no .NET"), vscode.l10n.t("The server needs .NET 10 or later."));
    case "stopped":
      return grave("debug-stop", vscode.l10n.t("stopped"), vscode.l10n.t("The server has stopped; the command “Restart server” starts it again."));
    case "idle":
      return calm("organization", counts(condition), condition.now ? vscode.l10n.t("The sample at {0}", condition.now) : vscode.l10n.t("Ready"));
  }
}

function counts(condition: Condition): string {
  if (!("profiles" in condition) || typeof condition.profiles !== "number") {
    return "";
  }
  const number = new Intl.NumberFormat(vscode.env.language);
  return vscode.l10n.t("{0} profiles", number.format(condition.profiles));
}
