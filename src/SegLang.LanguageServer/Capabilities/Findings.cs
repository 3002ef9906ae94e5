using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SegLang.Diagnostics;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Workspace;
using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>What is found in one document, as the client is told, with an id that is the same where the findings are.</summary>
internal sealed record DocumentFindings(string Uri, int? Version, ImmutableArray<LspDiagnostic> Items)
{
    private string? resultId;

    /// <summary>Tells whether the client knows these findings already.</summary>
    public string ResultId => resultId ??= Items.IsEmpty
        ? "0"
        : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Items, ProtocolJson.Of<ImmutableArray<LspDiagnostic>>())).AsSpan(0, 8));
}

/// <summary>Turns findings into those of the protocol.</summary>
internal sealed class Findings(ClientProfile client)
{
    private const int Unnecessary = 1;
    private const int Deprecated = 2;

    // What could be deleted without changing an answer.
    private static readonly ImmutableHashSet<string> Needless =
    [
        Rules.UnusedParam.Code, Rules.UnusedEvent.Code, Rules.AddsNothing.Code, Rules.IgnoredWithoutEffect.Code,
        Rules.LineNeverFires.Code, Rules.UnusedAction.Code, Rules.EmptyLimit.Code,
    ];

    /// <summary>The findings of one rule file; empty where it is not there.</summary>
    /// <param name="view">What is open.</param>
    /// <param name="set">The rule set.</param>
    /// <param name="path">The file.</param>
    /// <param name="isQuick">Without waiting for the analysis of the whole rule set, which takes longer.</param>
    public DocumentFindings Of(WorkspaceView view, RuleSetView set, string path, bool isQuick = false)
    {
        if (!set.Sources.ContainsKey(path))
        {
            return new(FileUri.Of(WorkspaceView.KeyOf(set, path)), null, [.. set.Problems.Where(p => p.Source.Path == path).Select(p => Unplaced(p))]);
        }

        RuleFile file = view.File(set, path);
        IEnumerable<Diagnostic> all = (isQuick ? set.Snapshot.LatestDiagnostics(path) : set.Snapshot.Diagnostics(path)).Concat(set.Problems.Where(p => p.Source.Path == path));
        return new(file.Uri, file.Version, [.. all.Select(set.Settings.Apply).OfType<Diagnostic>().Select(d => Convert(view, set, file.Places, d))]);
    }

    /// <summary>The findings about the settings of a rule set, and about the data that they name; null where there is no such file.</summary>
    public DocumentFindings? OfSettings(WorkspaceView view, RuleSetView set, ImmutableArray<Diagnostic> ofData)
    {
        if (view.SettingsOf(set) is not { } settings)
        {
            return null;
        }

        IEnumerable<LspDiagnostic> own = set.Settings.Problems.Select(d => Convert(view, set, new(d.Source, view.IsUtf8), d));
        return new(settings.Uri, settings.Version, [.. own, .. ofData.Select(d => Unplaced(set.Settings.Apply(d) ?? d))]);
    }

    private static LspDiagnostic Unplaced(Diagnostic finding) => new(
        default, $"{finding.Source.Path}: {Words(finding)}", SeverityOf(finding), finding.Code, new(finding.Url), "seg");

    private LspDiagnostic Convert(WorkspaceView view, RuleSetView set, TextPlaces places, Diagnostic finding) => new(
        places.RangeOf(finding.Span),
        Words(finding),
        SeverityOf(finding),
        finding.Code,
        new(finding.Url),
        "seg",
        TagsOf(finding.Code),
        client.HasRelatedInformation && !finding.Related.IsDefaultOrEmpty ? Related(view, set, finding.Related) : null,
        Data(finding));

    private static ImmutableArray<RelatedInformation> Related(WorkspaceView view, RuleSetView set, ImmutableArray<RelatedPlace> places) =>
    [
        .. places.Select(p => set.Sources.ContainsKey(p.Source.Path) && view.File(set, p.Source.Path) is { } file
            ? new RelatedInformation(new(file.Uri, file.Places.RangeOf(p.Span)), p.Message)
            : null).OfType<RelatedInformation>(),
    ];

    // The advice stands below, as a sentence: `help` is what people act on.
    private static string Words(Diagnostic finding) => finding.Help is { Length: > 0 } help
        ? $"{finding.Message}\n{char.ToUpperInvariant(help[0])}{help.AsSpan(1)}"
        : finding.Message;

    private static int SeverityOf(Diagnostic finding) => finding.Severity switch
    {
        Severity.Error => 1,
        Severity.Warning => 2,
        _ => 3,
    };

    private static ImmutableArray<int>? TagsOf(string code) =>
        Needless.Contains(code) ? [Unnecessary] : code == Rules.DeprecatedUse.Code ? [Deprecated] : null;

    // For tools that want to show the two apart.
    private static JsonElement? Data(Diagnostic finding) => finding.Help is null
        ? null
        : JsonSerializer.SerializeToElement(
            ImmutableDictionary<string, string>.Empty.Add("message", finding.Message).Add("help", finding.Help), ProtocolJson.Of<ImmutableDictionary<string, string>>());
}
