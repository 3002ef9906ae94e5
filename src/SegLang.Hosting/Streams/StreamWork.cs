namespace SegLang;

/// <summary>Something that waits to be done with a stream's state.</summary>
internal abstract class StreamWork
{
    /// <summary>When it began to wait.</summary>
    public required long Since { get; init; }

    /// <summary>Does it; what it throws goes to who waits for it.</summary>
    public abstract void Run(StreamState state, long now);

    /// <summary>It will not be done.</summary>
    public abstract void Refuse(Exception cause);
}

/// <summary>Work that somebody waits for.</summary>
internal sealed class StreamWork<T>(Func<StreamState, long, T> work) : StreamWork
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => done.Task;

    public override void Run(StreamState state, long now)
    {
        try
        {
            done.SetResult(work(state, now));
        }
#pragma warning disable CA1031 // Goes to who waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            done.SetException(e);
        }
    }

    public override void Refuse(Exception cause) => done.TrySetException(cause);
}

/// <summary>Nothing but that time passes.</summary>
internal sealed class StreamTick : StreamWork
{
    public override void Run(StreamState state, long now)
    {
    }

    public override void Refuse(Exception cause)
    {
    }
}
