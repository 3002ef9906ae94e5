namespace SegLang;

/// <summary>How a stream of a host app works. Checked when the host starts.</summary>
public sealed class SegLangStreamOptions
{
    /// <summary>The folder of the checkpoint, for this stream alone; relative to the app's content root. Null: the state does not outlast the process.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>How often a checkpoint is written while inputs come; 10 s by default. One more is written when the host stops.</summary>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often time passes when no inputs come; 1 s by default.</summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many inputs may wait; who has more waits with them. 10 000 by default.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How far before the clock an input may lie and still be taken in; 1 hour by default.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an input may wait before the stream's health is degraded; 10 s by default.</summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many threads the engine may use; 0, the default, for all cores.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// Stages (`Journey.Stage`) and journeys whose profiles may be let go of when new rules no longer have them. Without that, such rules are refused.
    /// </summary>
    public IList<string> Forget { get; } = [];

    /// <summary>
    /// Gets the lines of the feed, in order, a batch after the other. What it throws is logged, and the same lines come again until it succeeds. A
    /// checkpoint holds only what was told: after a crash, lines since the last one are told again, so do by a line's content what must be done once.
    /// </summary>
    public Func<IReadOnlyList<StreamLine>, CancellationToken, Task>? Feed { get; set; }

    internal List<Action<HostClasses>> Classes { get; } = [];

    /// <summary>
    /// The host gives profiles of this class (<see cref="SegLangStream.SetAsync{TProfile}"/>): rules that do not fit it are refused when they come, also at
    /// the start, and not only with the first object.
    /// </summary>
    public SegLangStreamOptions BindProfiles<TProfile>()
    {
        Classes.Add(c => c.Profiles<TProfile>());
        return this;
    }

    /// <summary>The host gives events of this class (<see cref="SegLangStream.ApplyAsync{TEvent}"/>), as <see cref="BindProfiles"/>.</summary>
    /// <param name="type">The event type; by default the one whose name the class has or is marked with.</param>
    public SegLangStreamOptions BindEvents<TEvent>(string? type = null)
    {
        Classes.Add(c => c.Events<TEvent>(type));
        return this;
    }
}
