using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.LanguageServer.Workspace;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>One capability of the protocol: what it advertises, and the methods that it handles. It only converts; what is said is found out in SegLang/Editing.</summary>
internal abstract class Capability
{
    /// <summary>Says what the client may ask.</summary>
    public abstract void Advertise(ServerCapabilities server, ClientProfile client);

    /// <summary>Names the handlers.</summary>
    public abstract void Register(Router<WorkspaceView> router);
}
