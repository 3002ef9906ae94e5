using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Keeps segments, classes and journeys of profiles current while inputs come and time passes, as a background service of the host: with checkpoints,
/// from which it goes on after a restart, and with the rules that serve, whose changes it follows. Thread-safe; inputs of a profile are taken in the
/// order in which they were given. It is there once the host has started.
/// </summary>
public sealed partial class SegLangStream : IAsyncDisposable, IDisposable
{
    private readonly LiveRules live;
    private readonly SegLangStreamOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Instruments instruments;
    private readonly StreamCheckpoint? checkpoint;
    private readonly Channel<StreamWork> queue;

    // A turn is a batch with its lines and its checkpoint, or a change of the rules; the gate is held for what touches the state.
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly List<TaskCompletionSource> awaitingCheckpoint = [];
    private StreamState? state;

    internal SegLangStream(
        LiveRules live, SegLangStreamOptions options, ContentRoot root, TimeProvider time, ILogger<SegLangStream> logger, Instruments instruments)
    {
        this.live = live;
        this.options = options;
        this.time = time;
        this.logger = logger;
        this.instruments = instruments;
        checkpoint = options.Checkpoint is { } folder ? new StreamCheckpoint(root.PathOf(folder)) : null;
        queue = Channel.CreateBounded<StreamWork>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        instruments.Add(this);
    }

    /// <summary>The name of the rule set; empty for the one without.</summary>
    public string Name => live.Name;

    /// <summary>The position of the last input that was taken in and had one: after a restart, where the host's log is to be read on.</summary>
    public long? Position => Ask(s => s.Position);

    /// <summary>How many profiles there are.</summary>
    public int ProfileCount => Volatile.Read(ref state)?.Engine.ProfileCount ?? 0;

    /// <summary>How long the oldest input that waits has waited.</summary>
    public TimeSpan Lag => queue.Reader.TryPeek(out StreamWork? oldest) ? time.GetElapsedTime(oldest.Since) : TimeSpan.Zero;

    /// <summary>
    /// An event happens. Waits while too many inputs wait, then until it is taken in; it lasts with the next checkpoint. An input that does not fit the
    /// rules is a <see cref="StreamInputException"/>.
    /// </summary>
    public Task<InputOutcome> ApplyAsync(StreamEvent input, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TakeAsync((s, now) => s.Apply(input, now), cancellation);
    }

    /// <summary>Fields of a profile change, as <see cref="ApplyAsync"/>. One that does not exist is created, where its other fields allow that.</summary>
    public Task<InputOutcome> SetAsync(StreamChange input, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TakeAsync((s, now) => s.Set(input, now), cancellation);
    }

    /// <summary>
    /// An event happens, given as the host's own object, as <see cref="ApplyAsync(StreamEvent, CancellationToken)"/>. Its class is bound once for each
    /// rules; one that does not fit them is a <see cref="RuleSetException"/>, what a field cannot hold a <see cref="RuleDataException"/>. The object must
    /// not change until it is taken in.
    /// </summary>
    /// <param name="happened">The event.</param>
    /// <param name="of">The profile's key.</param>
    /// <param name="position">Where the host's own log stands after this input, or null.</param>
    /// <param name="type">The event type; by default the one whose name the class has or is marked with.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<InputOutcome> ApplyAsync<TEvent>(
        TEvent happened, ProfileKey of, long? position = null, string? type = null, CancellationToken cancellation = default) =>
        TakeAsync((s, now) => s.Apply(happened, of, type, position, now), cancellation);

    /// <summary>
    /// A profile has the values that the host's own object has, as <see cref="SetAsync(StreamChange, CancellationToken)"/>; fields for which its class has
    /// no member keep theirs, and its events are not looked at.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="since">From when on it has them.</param>
    /// <param name="position">Where the host's own log stands after this input, or null.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<InputOutcome> SetAsync<TProfile>(
        TProfile profile, DateTimeOffset since, long? position = null, CancellationToken cancellation = default) =>
        TakeAsync((s, now) => s.Set(profile, since, position, now), cancellation);

    /// <summary>
    /// Erases a profile: once it returns, neither the stream nor the files of its checkpoint hold a byte of its key or fields. False where there is none.
    /// </summary>
    public async Task<bool> RemoveAsync(string key, CancellationToken cancellation = default)
    {
        bool wasThere = await PostAsync((s, _) => s.Remove(key), cancellation).ConfigureAwait(false);
        await CheckpointAsync(cancellation).ConfigureAwait(false);
        return wasThere;
    }

    /// <summary>Two profiles become one, as <see cref="StreamEngine.Merge"/> says.</summary>
    public Task<MergeOutcome> MergeAsync(string from, string into, CancellationToken cancellation = default) =>
        PostAsync((s, now) => s.Merge(from, into, now), cancellation);

    /// <summary>Waits until everything that was taken in so far is stored; at once where nothing is.</summary>
    public async Task CheckpointAsync(CancellationToken cancellation = default)
    {
        TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = await PostAsync((_, _) => Await(stored), cancellation).ConfigureAwait(false);
        await stored.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The segments that a profile is in at the clock, in the rules' order; null where there is no profile of that key.</summary>
    public ImmutableArray<string>? Segments(string key) => Ask(s => s.Segments(key));

    /// <summary>Where a profile is in each journey at the clock; null where there is no profile of that key.</summary>
    public ImmutableArray<JourneyStage>? Journeys(string key) => Ask(s => s.Journeys(key));

    private bool Await(TaskCompletionSource stored)
    {
        awaitingCheckpoint.Add(stored);
        return true;
    }

    private async Task<InputOutcome> TakeAsync(Func<StreamState, long, InputOutcome> take, CancellationToken cancellation)
    {
        try
        {
            InputOutcome outcome = await PostAsync(take, cancellation).ConfigureAwait(false);
            instruments.Count(outcome, Name);
            return outcome;
        }
        catch (Exception e) when (e is StreamInputException or RuleDataException)
        {
            instruments.CountRefused(Name);
            throw;
        }
    }

    private async Task<T> PostAsync<T>(Func<StreamState, long, T> act, CancellationToken cancellation)
    {
        StreamWork<T> work = new(act) { Since = time.GetTimestamp() };
        try
        {
            await queue.Writer.WriteAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new InvalidOperationException("the stream has stopped; inputs are taken only while the host runs", e.InnerException ?? e);
        }

        return await work.Result.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private T? Ask<T>(Func<StreamState, T> question)
    {
        lock (gate)
        {
            return question(state ?? throw NotThere());
        }
    }

    private static InvalidOperationException NotThere() => new("the stream has no rules yet; it begins when the host starts and rules are loaded");
}
