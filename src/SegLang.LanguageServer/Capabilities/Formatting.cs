using System.Collections.Immutable;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/formatting` and `rangeFormatting`: the canonical layout as small edits, so that cursors and marks stay where they are.</summary>
internal sealed class Formatting : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.DocumentFormattingProvider = true;
        server.DocumentRangeFormattingProvider = true;
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/formatting", ProtocolJson.Of<FormattingParams>, ProtocolJson.Of<ImmutableArray<TextEdit>?>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file ? Edits(file, null) : null);
        router.Read("textDocument/rangeFormatting", ProtocolJson.Of<RangeFormattingParams>, ProtocolJson.Of<ImmutableArray<TextEdit>?>,
            (p, view, _) => view.Find(p.TextDocument.Uri) is { } file ? Edits(file, file.Places.SpanOf(p.Range)) : null);
    }

    private static ImmutableArray<TextEdit>? Edits(RuleFile file, TextSpan? range)
    {
        if (Formatter.Format(file.Set.TreeOf(file.Path)) is not { } laidOut)
        {
            return null; // What does not parse is left as it is.
        }

        return
        [
            .. LayoutEdits.Of(file.Source.Content, laidOut)
                .Where(e => range is not { } asked || (e.Span.Start >= asked.Start && e.Span.End <= asked.End))
                .Select(e => new TextEdit(file.Places.RangeOf(e.Span), e.Text)),
        ];
    }
}
