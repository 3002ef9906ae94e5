using System.Text.Json;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;

namespace SegLang.LanguageServer;

/// <summary>
/// What every start needs, done once beside waiting for the client: code is compiled, and its types are loaded, when it first runs,
/// which takes longer than reading a small rule set.
/// </summary>
internal static class WarmUp
{
    private const string Sample =
        """
        ruleset Sample { timezone "Europe/Berlin" }
        enum Plan { free, paid }
        profile Customer { id: text key  country: text  plan: Plan  age: int?  since: datetime?  tags: set of text }
        event Purchase { category: text  quantity: int  price: money(EUR)  total = quantity * price }
        param days: int = 3
        trait Value = sum(Purchase.total in last 30 days)
        segment Good { count(Purchase in last 30 days where category == "a" and quantity > 1) >= days and Value > 10.50 EUR }
        segment Other { (plan in [free, paid] or country == "DE") and not Good and age between 18 and 30 and any(Purchase since 90 days ago) }

        """;

    /// <summary>Goes the way of a small rule set from its text to its findings.</summary>
    public static void Rules()
    {
        RuleSnapshot snapshot = RuleSnapshot.Create([new("sample.seg", Sample)]);
        _ = snapshot.LatestDiagnostics("sample.seg");
    }

    /// <summary>Reads and writes what a conversation begins with.</summary>
    public static void Messages()
    {
        _ = JsonSerializer.Deserialize("""{"capabilities":{},"workspaceFolders":[]}"""u8, ProtocolJson.Of<InitializeParams>());
        _ = JsonSerializer.SerializeToUtf8Bytes(new InitializeResult(new(), new("", "")), ProtocolJson.Of<InitializeResult>());
        _ = JsonSerializer.Deserialize("""{"textDocument":{"uri":"","languageId":"","version":0,"text":""}}"""u8, ProtocolJson.Of<DidOpenParams>());
        _ = JsonSerializer.SerializeToUtf8Bytes(
            new PublishDiagnosticsParams("", 0, [new(default, "", 1, "", new(""), "")]), ProtocolJson.Of<PublishDiagnosticsParams>());
    }
}
