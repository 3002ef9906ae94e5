using System.Diagnostics;
using SegLang.Data;

namespace SegLang;

public sealed partial class SegLangStream
{
    private const int BatchSize = 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private ITimer? ticks;
    private Task? running;
    private int place = -1;
    private long checkpointed;
    private bool isChanged;
    private bool isDisposed;
    private volatile Exception? failure;
    private volatile Exception? feedError;
    private volatile Exception? checkpointError;

    /// <summary>Why it has stopped, though the host runs; null while it goes on.</summary>
    internal Exception? Failure => failure;

    /// <summary>Why it stands still or does not store, and goes on trying; null where all is well.</summary>
    internal Exception? Trouble => feedError ?? checkpointError;

    internal bool IsBehind => Lag > options.MaxLag;

    internal void Start()
    {
        place = live.Join(new Rules(this));
        checkpointed = time.GetTimestamp();
        running = Task.Run(RunAsync);
        ticks = time.CreateTimer(_ => queue.Writer.TryWrite(new StreamTick { Since = time.GetTimestamp() }), null, options.Tick, options.Tick);
    }

    /// <summary>Takes in what waits, tells it and stores it, as far as the host gives it time.</summary>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        ticks?.Dispose();
        queue.Writer.TryComplete();
        using CancellationTokenRegistration hurry = cancellation.Register(stopping.Cancel);
        await (running ?? Task.CompletedTask).ConfigureAwait(false);
        if (place >= 0)
        {
            live.Leave(place);
            place = -1;
        }

        checkpoint?.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // A container disposes of a service once for each way in which it can be asked for.
        if (Interlocked.Exchange(ref isDisposed, true))
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await StopAsync(stopping.Token).ConfigureAwait(false);
        instruments.Remove(this);
        stopping.Dispose();
        turn.Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task RunAsync()
    {
        try
        {
            while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                await TurnAsync(isLast: false).ConfigureAwait(false);
            }

            await TurnAsync(isLast: true).ConfigureAwait(false);
            Log.StreamStopped(logger, Name, ProfileCount);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Refuse(new OperationCanceledException("the host stops"));
        }
#pragma warning disable CA1031 // Reported; whoever waits is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
            Log.StreamFailed(logger, e, Name);
            Refuse(e);
        }
    }

    // What is stored was told before: a turn ends with the lines of its inputs, then with the checkpoint.
    private async Task TurnAsync(bool isLast)
    {
        await turn.WaitAsync(stopping.Token).ConfigureAwait(false);
        try
        {
            await TellAsync(Take()).ConfigureAwait(false);
            if (isLast || awaitingCheckpoint.Count > 0 || time.GetElapsedTime(checkpointed) >= options.CheckpointEvery)
            {
                Store();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private StreamLine[] Take()
    {
        lock (gate)
        {
            if (state is not { } now)
            {
                RefuseWaiting(NotThere());
                return [];
            }

            long clock = Instants.ToEngine(time.GetUtcNow());
            for (int left = BatchSize; left > 0 && queue.Reader.TryRead(out StreamWork? work); left--)
            {
                isChanged |= work is not StreamTick;
                work.Run(now, clock);
            }

            now.Engine.AdvanceTo(clock);
            StreamLine[] lines = now.TakeLines();
            isChanged |= lines.Length > 0;
            return lines;
        }
    }

    private async Task TellAsync(StreamLine[] lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        Array.ForEach(lines, l => instruments.Count(l.Kind, Name));
        for (TimeSpan pause = TimeSpan.FromSeconds(1); options.Feed is { } feed; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await feed(lines, stopping.Token).ConfigureAwait(false);
                feedError = null;
                return;
            }
#pragma warning disable CA1031 // The host's handler may fail in any way; nothing is lost.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                feedError = e;
                Log.FeedFailed(logger, e, Name, pause.TotalSeconds);
                await Task.Delay(pause, time, stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private void Store()
    {
        lock (gate)
        {
            checkpointed = time.GetTimestamp();
            if (checkpoint is null || state is null || !isChanged)
            {
                Stored(null);
                return;
            }

            using Activity? activity = Instruments.Source.StartActivity("seglang.stream.checkpoint");
            try
            {
                checkpoint.Append(state);
                isChanged = false;
                Stored(null);
                TimeSpan duration = time.GetElapsedTime(checkpointed);
                instruments.CountCheckpoint(duration, Name);
                Log.Checkpointed(logger, Name, (long)duration.TotalMilliseconds);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
            {
                activity?.SetStatus(ActivityStatusCode.Error);
                checkpoint.Dispose(); // The next one is written whole.
                Stored(e);
                Log.CheckpointFailed(logger, e, Name);
            }
        }
    }

    private void Stored(Exception? error)
    {
        checkpointError = error;
        foreach (TaskCompletionSource waiting in awaitingCheckpoint)
        {
            _ = error is null ? waiting.TrySetResult() : waiting.TrySetException(error);
        }

        awaitingCheckpoint.Clear();
    }

    private void Refuse(Exception cause)
    {
        queue.Writer.TryComplete(cause);
        RefuseWaiting(cause);
        awaitingCheckpoint.ForEach(w => w.TrySetException(cause));
    }

    private void RefuseWaiting(Exception cause)
    {
        while (queue.Reader.TryRead(out StreamWork? work))
        {
            work.Refuse(cause);
        }
    }
}
