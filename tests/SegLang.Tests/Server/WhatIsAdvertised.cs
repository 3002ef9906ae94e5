using System.Text.Json.Nodes;

namespace SegLang.Tests.Server;

/// <summary>The server advertises what it handles, and nothing else.</summary>
public sealed class WhatIsAdvertised
{
    // What each part of the capabilities promises.
    private static readonly Dictionary<string, string[]> Promises = new()
    {
        ["completionProvider"] = ["textDocument/completion"],
        ["completionProvider.resolveProvider"] = ["completionItem/resolve"],
        ["signatureHelpProvider"] = ["textDocument/signatureHelp"],
        ["hoverProvider"] = ["textDocument/hover"],
        ["definitionProvider"] = ["textDocument/definition"],
        ["referencesProvider"] = ["textDocument/references"],
        ["documentHighlightProvider"] = ["textDocument/documentHighlight"],
        ["documentSymbolProvider"] = ["textDocument/documentSymbol"],
        ["workspaceSymbolProvider"] = ["workspace/symbol"],
        ["codeActionProvider"] = ["textDocument/codeAction"],
        ["codeActionProvider.resolveProvider"] = ["codeAction/resolve"],
        ["codeLensProvider"] = ["textDocument/codeLens"],
        ["codeLensProvider.resolveProvider"] = ["codeLens/resolve"],
        ["documentLinkProvider"] = ["textDocument/documentLink"],
        ["documentLinkProvider.resolveProvider"] = ["documentLink/resolve"],
        ["documentFormattingProvider"] = ["textDocument/formatting"],
        ["documentRangeFormattingProvider"] = ["textDocument/rangeFormatting"],
        ["renameProvider"] = ["textDocument/rename"],
        ["renameProvider.prepareProvider"] = ["textDocument/prepareRename"],
        ["foldingRangeProvider"] = ["textDocument/foldingRange"],
        ["selectionRangeProvider"] = ["textDocument/selectionRange"],
        ["semanticTokensProvider.full"] = ["textDocument/semanticTokens/full"],
        ["semanticTokensProvider.full.delta"] = ["textDocument/semanticTokens/full/delta"],
        ["semanticTokensProvider.range"] = ["textDocument/semanticTokens/range"],
        ["inlayHintProvider"] = ["textDocument/inlayHint"],
        ["inlayHintProvider.resolveProvider"] = ["inlayHint/resolve"],
        ["diagnosticProvider"] = ["textDocument/diagnostic"],
        ["diagnosticProvider.workspaceDiagnostics"] = ["workspace/diagnostic"],
        ["executeCommandProvider"] = ["workspace/executeCommand"],
        ["textDocumentSync.openClose"] = ["textDocument/didOpen", "textDocument/didClose"],
        ["textDocumentSync.change"] = ["textDocument/didChange"],
        ["textDocumentSync.save"] = ["textDocument/didSave"],
        ["workspace.workspaceFolders.changeNotifications"] = ["workspace/didChangeWorkspaceFolders"],
        ["experimental.seglangTests"] = ["seglang/tests", "seglang/runTests"],
        ["experimental.seglangJourney"] = ["seglang/journey"],
        ["experimental.seglangRename"] = ["seglang/rename"],
    };

    // What needs no promise.
    private static readonly string[] Always =
    [
        "initialize", "initialized", "shutdown", "exit", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles",
        "$/setTrace", "window/workDoneProgress/cancel", "seglang/trust",
    ];

    [Fact]
    public async Task Everything_advertised_is_handled_and_everything_handled_is_advertised()
    {
        await using LspClient client = LspClient.Start();
        JsonObject able = new() { ["textDocument"] = new JsonObject { ["diagnostic"] = new JsonObject() } };
        JsonNode capabilities = (await client.GreetAsync(capabilities: able))["capabilities"]!;
        HashSet<string> promised = [.. Promises.Where(p => IsOn(capabilities, p.Key)).SelectMany(p => p.Value)];
        HashSet<string> handled = [.. LanguageServer.Server.Methods.Except(Always)];
        Assert.Empty(promised.Except(handled));
        Assert.Empty(handled.Except(promised));
        string[] unknown = [.. capabilities.AsObject().Select(c => c.Key).Where(k => k != "positionEncoding" && !Promises.Keys.Any(p => p.Split('.')[0] == k))];
        Assert.Equal([], unknown);
    }

    private static bool IsOn(JsonNode capabilities, string path)
    {
        JsonNode? at = capabilities;
        foreach (string name in path.Split('.'))
        {
            at = at is JsonObject owner ? owner[name] : null;
        }

        return at is not null && !(at is JsonValue value && value.TryGetValue(out bool on) && !on);
    }
}
