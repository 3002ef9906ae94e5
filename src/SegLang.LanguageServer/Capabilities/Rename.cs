using System.Collections.Immutable;
using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/prepareRename` and `rename`, over the whole rule set; `seglang/rename` also keeps what is stored under the old name.</summary>
internal sealed class Rename(Session session) : Capability
{
    private const int Warning = 2;

    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client)
    {
        server.RenameProvider = new(PrepareProvider: true);
        server.Experimental = (server.Experimental ?? ImmutableDictionary<string, bool>.Empty).Add("seglangRename", true);
    }

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/prepareRename", ProtocolJson.Of<PositionParams>, ProtocolJson.Of<PrepareRenameResult>, Prepare);
        router.Read("textDocument/rename", ProtocolJson.Of<RenameParams>, ProtocolJson.Of<WorkspaceEdit>, (p, view, _) => Apply(p, view, keepState: false));
        router.Read("seglang/rename", ProtocolJson.Of<RenameParams>, ProtocolJson.Of<WorkspaceEdit>, (p, view, _) => Apply(p, view, keepState: true));
    }

    private static PrepareRenameResult? Prepare(PositionParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (view.Find(given.TextDocument.Uri) is not { } file
            || Renaming.Prepare(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position)) is not { } target)
        {
            return null;
        }

        return target.Refusal is { } refusal
            ? throw new RpcException(RpcError.RequestFailed, refusal)
            : new(file.Places.RangeOf(target.Span), target.Name);
    }

    private WorkspaceEdit? Apply(RenameParams given, WorkspaceView view, bool keepState)
    {
        if (view.Find(given.TextDocument.Uri) is not { } file)
        {
            return null;
        }

        RenameResult result = Renaming.Rename(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position), given.NewName, keepState);
        if (result.Refusal is { } refusal)
        {
            throw new RpcException(RpcError.RequestFailed, refusal);
        }

        if (result.Note is { } note)
        {
            session.Connection.Notify("window/showMessage", new(Warning, note), ProtocolJson.Of<MessageParams>());
        }

        return Edits.Of(result.Edits, view, file.Set, session.Client);
    }
}
