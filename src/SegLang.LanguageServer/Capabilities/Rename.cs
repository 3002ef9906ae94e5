using SegLang.Editing;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`textDocument/prepareRename` and `rename`, over the whole rule set.</summary>
internal sealed class Rename(Session session) : Capability
{
    /// <inheritdoc />
    public override void Advertise(ServerCapabilities server, ClientProfile client) => server.RenameProvider = new(PrepareProvider: true);

    /// <inheritdoc />
    public override void Register(Router<WorkspaceView> router)
    {
        router.Read("textDocument/prepareRename", ProtocolJson.Of<PositionParams>(), ProtocolJson.Of<PrepareRenameResult>(), Prepare);
        router.Read("textDocument/rename", ProtocolJson.Of<RenameParams>(), ProtocolJson.Of<WorkspaceEdit>(), Apply);
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

    private WorkspaceEdit? Apply(RenameParams given, WorkspaceView view, CancellationToken cancellation)
    {
        if (view.Find(given.TextDocument.Uri) is not { } file)
        {
            return null;
        }

        RenameResult result = Renaming.Rename(file.Set.Snapshot, file.Path, file.Places.Offset(given.Position), given.NewName);
        return result.Refusal is { } refusal
            ? throw new RpcException(RpcError.RequestFailed, refusal)
            : Edits.Of(result.Edits, view, file.Set, session.Client);
    }
}
