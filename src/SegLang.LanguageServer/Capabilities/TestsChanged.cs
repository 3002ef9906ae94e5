using System.Threading.Channels;
using SegLang.LanguageServer.Protocol;

namespace SegLang.LanguageServer.Capabilities;

/// <summary>`seglang/testsChanged`: says, once nobody has typed for a moment, that tests or what they depend on may be others.</summary>
internal sealed class TestsChanged(Session session)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly object Nothing = new();

    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that the workspace may have changed.</summary>
    public void Signal() => signal.Writer.TryWrite(true);

    /// <summary>Tells our extension until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await signal.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (signal.Reader.TryRead(out _))
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }

            if (session.Client.IsOurs)
            {
                session.Connection.Notify("seglang/testsChanged", Nothing, ProtocolJson.Of<object>());
            }
        }
    }
}
