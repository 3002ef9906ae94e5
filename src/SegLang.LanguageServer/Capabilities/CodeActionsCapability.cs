using System.Collections.Immutable;
using System.Text.Json;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;
using SegLang.Text;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/codeAction` and `codeAction/resolve`: fixes, refactorings, and all certain fixes of a file at once.</summary>
internal sealed class CodeActionsCapability(Session session) : Capability
{
    private const string QuickFix = "quickfix";
    private const string Refactor = "refactor";
    private const string FixAll = "source.fixAll";
    private const string AllCertain = "all";
    private const string RenameCommand = "seglang.rename";

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) =>
        server.CodeActionProvider = new([QuickFix, Refactor, FixAll], ResolveProvider: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/codeAction", ProtocolJson.Of<CodeActionParams>, ProtocolJson.Of<ImmutableArray<CodeActionResult>?>, Actions);
        router.Read("codeAction/resolve", ProtocolJson.Of<CodeActionResult>, ProtocolJson.Of<CodeActionResult>, Resolve);
    }

    private ImmutableArray<CodeActionResult>? Actions(CodeActionParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (view.Find(given.TextDocument.Uri) is not { } file)
        {
            return null;
        }

        TextSpan span = file.Places.SpanOf(given.Range);
        ImmutableArray<string>? only = given.Context.Only;
        var results = ImmutableArray.CreateBuilder<CodeActionResult>();
        if (Wants(only, QuickFix) || Wants(only, Refactor))
        {
            results.AddRange(CodeActions.At(file.Set.Snapshot, file.Path, span)
                .Where(a => Wants(only, KindOf(a)))
                .Select(a => Convert(a, given, view, file, span)));
        }

        // It belongs to the whole file: only who asks for it is offered it.
        cancellation.ThrowIfCancellationRequested();
        if (only is not null && Wants(only, FixAll) && CodeActions.FixAll(file.Set.Snapshot, file.Path) is { } all)
        {
            CodeActionResult offer = new("Fix all that is certain", FixAll, Data: new(file.Uri, AllCertain, 0, 0, file.Version));
            results.Add(session.Client.ResolvesActions ? offer : offer with { Edit = Edits.Of([all], view, file.Set, session.Client) });
        }

        return results.ToImmutable();
    }

    private CodeActionResult Resolve(CodeActionResult given, WorkspaceView view, CancellationToken cancellation)
    {
        if (given.Edit is not null || given.Data is not { } data || view.Find(data.Uri) is not { } file)
        {
            return given;
        }

        if (file.Version != data.Version)
        {
            throw new RpcException(RpcError.ContentModified, "the text has changed since the action was offered");
        }

        IEnumerable<SourceEdit> edits = data.Id == AllCertain
            ? CodeActions.FixAll(file.Set.Snapshot, file.Path) is { } all ? [all] : []
            : CodeActions.Resolve(file.Set.Snapshot, file.Path, new(data.Start, data.Length), data.Id)?.Edits ?? [];
        return given with { Edit = Edits.Of(edits, view, file.Set, session.Client) };
    }

    private CodeActionResult Convert(CodeAction action, CodeActionParams given, WorkspaceView view, RuleFile file, TextSpan span)
    {
        if (action.Renames is { } name && session.ClientRuns(RenameCommand))
        {
            return new(action.Title, Refactor, Command: AskForName(action.Title, file, name));
        }

        ImmutableArray<LspDiagnostic> mended = action.Finding is not { } finding || given.Context.Diagnostics.IsDefault ? [] :
            [.. given.Context.Diagnostics.Where(d => d.Code == finding.Code && d.Range == file.Places.RangeOf(finding.Span))];
        CodeActionResult offer = new(
            action.Title,
            KindOf(action),
            mended.IsEmpty ? null : mended,
            action.IsCertain ? true : null,
            Data: new(file.Uri, action.Id, span.Start, span.Length, file.Version));
        return session.Client.ResolvesActions ? offer : offer with { Edit = Edits.Of(action.Edits, view, file.Set, session.Client) };
    }

    private static Command AskForName(string title, RuleFile file, TextSpan name) => new(
        title,
        RenameCommand,
        [
            JsonSerializer.SerializeToElement(file.Uri, ProtocolJson.Of<string>()),
            JsonSerializer.SerializeToElement(file.Places.At(name.Start), ProtocolJson.Of<Position>()),
        ]);

    private static string KindOf(CodeAction action) => action.Kind == CodeActionKind.QuickFix ? QuickFix : Refactor;

    // `source` asks for `source.fixAll` too.
    private static bool Wants(ImmutableArray<string>? only, string kind) => only is not { IsDefault: false } asked
        || asked.Any(o => o == kind || o.Length == 0 || kind.StartsWith(o + ".", StringComparison.Ordinal) || o.StartsWith(kind + ".seglang", StringComparison.Ordinal));
}
