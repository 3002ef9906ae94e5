namespace SegLang.Runtime;

/// <summary>
/// Gives stored states to a new engine: create it, put every state in, then <see cref="Finish"/>. Where the rules have changed, what is unchanged or
/// renamed keeps its state. Bytes that are no state are an <see cref="InvalidDataException"/>.
/// </summary>
public sealed class StreamRestore
{
    private readonly StreamEngine engine;
    private readonly StreamLayout layout;
    private readonly StateTransfer? transfer;
    private readonly EventRoom? formerRoom;
    private readonly int keyField;
    private readonly Dictionary<ProfileKey, ProfileState> states = [];

    /// <summary>Begins with the manifest that the states were stored with, the one that holds now, and <see cref="StreamEngine.EncodeClock"/>.</summary>
    public StreamRestore(StreamEngine engine, StateManifest stored, StateManifest given, ReadOnlySpan<byte> clock)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(given);
        this.engine = engine;
        engine.DecodeClock(clock);
        transfer = stored.IsSame(given) ? null : new StateTransfer(stored, given, engine.Program, engine.Layout);
        layout = transfer?.Former ?? engine.Layout;
        formerRoom = transfer is null ? null : new EventRoom(layout);
        keyField = stored.Schema.Key.Ordinal;
    }

    /// <summary>Takes a state; a later one of the same profile replaces it.</summary>
    public void Put(ReadOnlySpan<byte> state)
    {
        ProfileState read = StateEncoding.Read(state, layout, keyField, RoomOf);
        ProfileKey key = ProfileKey.Of(read.Fields, keyField);
        Remove(key);
        states.Add(key, read);
    }

    /// <summary>A profile is gone.</summary>
    public void Remove(ProfileKey key)
    {
        if (states.Remove(key, out ProfileState? gone))
        {
            gone.Release();
        }
    }

    /// <summary>
    /// Gives the engine the states. Those in stages that the rules no longer have are left out of their journey, if all of these stages are among
    /// <paramref name="forgotten"/> (`Journey.Stage`, or a whole `Journey`); otherwise the engine gets nothing.
    /// </summary>
    public RestoreReport Finish(IReadOnlyCollection<string> forgotten)
    {
        ArgumentNullException.ThrowIfNull(forgotten);
        if (transfer is null)
        {
            Give();
            return new([], []);
        }

        long next = engine.Clock == long.MinValue ? engine.Clock : engine.Clock + 1;
        foreach (ProfileKey key in states.Keys.ToArray())
        {
            states[key] = transfer.Move(states[key], engine.RoomOf(key), next);
        }

        (string Journey, string Stage, long Profiles)[] vanished =
            [.. transfer.Vanished.Where(v => !forgotten.Contains(v.Journey) && !forgotten.Contains($"{v.Journey}.{v.Stage}"))];
        if (vanished.Length == 0)
        {
            Give();
        }

        return new(vanished, [.. transfer.Anew()]);
    }

    // States of other rules do not come into the engine, what they are moved to does.
    private EventRoom RoomOf(FactRow fields) => formerRoom ?? engine.RoomOf(ProfileKey.Of(fields, keyField));

    private void Give()
    {
        foreach ((ProfileKey key, ProfileState state) in states)
        {
            engine.Restore(key, state);
        }

        states.Clear();
        engine.ForgetChanges();
    }
}

/// <summary>What has become of stored states.</summary>
/// <param name="Vanished">Stages that hold profiles and that the rules no longer have, with how many; where there are some, nothing was restored.</param>
/// <param name="Anew">What has no state: its kind (`segment`, `class`, `journey`, `history`, `event`, `aggregates`) and its name.</param>
public sealed record RestoreReport(
    IReadOnlyList<(string Journey, string Stage, long Profiles)> Vanished, IReadOnlyList<(string Kind, string Name)> Anew);
