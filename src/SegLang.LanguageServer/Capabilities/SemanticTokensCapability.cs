using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/semanticTokens/full`, `full/delta` and `range`</summary>
internal sealed class SemanticTokensCapability : Capability
{
    private static readonly ImmutableArray<string> Types = [.. Enum.GetNames<SemanticKind>().Select(n => char.ToLowerInvariant(n[0]) + n[1..])];
    private static readonly ImmutableArray<string> Modifiers =
        [.. Enum.GetNames<SemanticModifiers>().Where(n => n != nameof(SemanticModifiers.None)).Select(n => char.ToLowerInvariant(n[0]) + n[1..])];

    // What a client has of a document last, so that it can be told what differs.
    private readonly ConcurrentDictionary<string, (string Id, ImmutableArray<int> Data)> last = new(StringComparer.Ordinal);
    private long ids;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.SemanticTokensProvider = new(new(Types, Modifiers), new(Delta: true), Range: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Show("textDocument/semanticTokens/full", ProtocolJson.Of<DocumentParams>, ProtocolJson.Of<SemanticTokensResult>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file ? Full(file) : null);
        router.Show("textDocument/semanticTokens/full/delta", ProtocolJson.Of<SemanticTokensDeltaParams>, ProtocolJson.Of<SemanticTokensDelta>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file ? Delta(file, p.PreviousResultId) : null);
        router.Show("textDocument/semanticTokens/range", ProtocolJson.Of<RangeParams>, ProtocolJson.Of<SemanticTokensResult>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file
                ? new(Encode(SemanticTokens.Of(file.Set.Snapshot, file.Path, file.Places.SpanOf(p.Range)), file.Places))
                : null);
    }

    private SemanticTokensResult Full(RuleFile file)
    {
        ImmutableArray<int> data = Encode(SemanticTokens.Of(file.Set.Snapshot, file.Path), file.Places);
        return new(data, Remember(file.Uri, data));
    }

    private SemanticTokensDelta Delta(RuleFile file, string previous)
    {
        bool isKnown = last.TryGetValue(file.Uri, out (string Id, ImmutableArray<int> Data) before) && before.Id == previous;
        ImmutableArray<int> data = Encode(SemanticTokens.Of(file.Set.Snapshot, file.Path), file.Places);
        string id = Remember(file.Uri, data);
        return isKnown ? new(id, Edits: Difference(before.Data, data)) : new(id, Data: data);
    }

    private string Remember(string uri, ImmutableArray<int> data)
    {
        string id = Interlocked.Increment(ref ids).ToString(CultureInfo.InvariantCulture);
        last[uri] = (id, data);
        return id;
    }

    // One edit: between the common beginning and the common end.
    private static ImmutableArray<SemanticTokensEdit> Difference(ImmutableArray<int> before, ImmutableArray<int> after)
    {
        ReadOnlySpan<int> old = before.AsSpan(), now = after.AsSpan();
        int head = old.CommonPrefixLength(now);
        int most = Math.Min(old.Length, now.Length) - head, tail = 0;
        while (tail < most && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        return head == old.Length && head == now.Length ? [] : [new(head, old.Length - head - tail, [.. now[head..^tail]])];
    }

    // Five numbers a token: lines and characters since the one before, length, type, modifiers.
    private static ImmutableArray<int> Encode(ImmutableArray<SemanticToken> tokens, TextPlaces places)
    {
        var data = ImmutableArray.CreateBuilder<int>(tokens.Length * 5);
        Position last = default;
        int line = 1;
        foreach (SemanticToken token in tokens)
        {
            Position start = places.At(token.Span.Start, ref line);
            data.Add(start.Line - last.Line);
            data.Add(start.Line == last.Line ? start.Character - last.Character : start.Character);
            data.Add(places.LengthOf(token.Span));
            data.Add((int)token.Kind);
            data.Add((int)token.Modifiers);
            last = start;
        }

        return data.MoveToImmutable();
    }
}
