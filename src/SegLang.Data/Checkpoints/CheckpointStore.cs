using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>
/// Stores the state of a <see cref="StreamEngine"/> in a folder, so that it outlasts the process: a snapshot, and a log of what has changed since.
/// With the state goes a position, which says up to where the host has read its inputs; both last together or not at all. For one process at a
/// time, and not while the engine is busy. What cannot be used is a <see cref="CheckpointException"/>.
/// </summary>
public sealed class CheckpointStore : IDisposable
{
    private const long SmallestLog = 1 << 16;

    private readonly string path;
    private readonly CheckpointFolder folder;
    private readonly StateManifest manifest;
    private bool mustReset = true;

    private CheckpointStore(string path, CheckpointFolder folder, StateManifest manifest)
    {
        this.path = path;
        this.folder = folder;
        this.manifest = manifest;
    }

    /// <summary>Whether nothing is stored yet.</summary>
    public bool IsNew => folder.IsNew;

    /// <summary>Whether later commits were there that are not whole, so that the state is an earlier one.</summary>
    public bool HasLost => folder.HasLost;

    /// <summary>The position that was stored with the state.</summary>
    public byte[] Position => IsNew ? [] : SplitHead().Position;

    /// <summary>Opens the checkpoint in a folder, which is created where it is not there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="program">The rules.</param>
    /// <param name="parameters">A text for the values of the rules' params, the same for the same values.</param>
    public static CheckpointStore Open(string path, RuleProgram program, string parameters = "")
    {
        CheckpointFolder folder = CheckpointFolder.Open(path);
        try
        {
            CheckpointStore store = new(path, folder, StateManifest.Of(program, parameters));
            store.CheckOrigin();
            return store;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives a new engine the stored state. Where the rules have changed since, the findings say what starts anew; a stage that holds profiles and
    /// that the rules no longer have is refused, unless it is among <paramref name="forgotten"/> (`Journey.Stage` or `Journey`).
    /// </summary>
    public ImmutableArray<Diagnostic> Restore(StreamEngine engine, IReadOnlyCollection<string>? forgotten = null)
    {
        StateManifest stored = Stored();
        RestoreReport report;
        try
        {
            StreamRestore restore = new(engine, stored, manifest, SplitHead().Clock);
            foreach ((StoredState state, bool isRemoved) in folder.Read())
            {
                if (isRemoved)
                {
                    restore.Remove(KeyOf(state.Key.Span));
                }
                else
                {
                    restore.Put(state.State.Span);
                }
            }

            report = restore.Finish(forgotten ?? []);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }

        SourceText source = new(path, "");
        if (report.Vanished is [var (journey, stage, profiles), ..])
        {
            string help = $"give its successor `@was(\"{stage}\")`, or let go of them with `--forget {journey}.{stage}`";
            string count = profiles == 1 ? "1 profile is" : string.Create(CultureInfo.InvariantCulture, $"{profiles} profiles are");
            throw new CheckpointException(Rules.StageVanished.At(source, default, stage, journey, count, help));
        }

        mustReset = folder.NeedsReset || !stored.IsSame(manifest);
        return [.. report.Anew.Select(a => Rules.StartsAnew.At(source, default, Words(a.Kind, a.Name)))];
    }

    /// <summary>Stores what has changed since the last time, and the position. Once it returns, it lasts.</summary>
    public void Append(StreamEngine engine, ReadOnlySpan<byte> position)
    {
        ArgumentNullException.ThrowIfNull(engine);
        byte[] head = Head(engine, position);
        IReadOnlyList<(ProfileKey Key, bool IsErased)> removed = engine.TakeRemoved();
        if (mustReset)
        {
            folder.Reset(manifest.Encode(), head, All(engine));
            mustReset = false;
        }

        if (removed.Any(r => r.IsErased))
        {
            folder.Erase(head, All(engine));
            return;
        }

        folder.Append(head, engine.EncodeChanged().Select(Stored), removed.Select(r => (ReadOnlyMemory<byte>)Encode(r.Key)));
        if (folder.LogLength > Math.Max(SmallestLog, folder.SnapshotLength))
        {
            folder.Snapshot(All(engine));
        }
    }

    /// <summary>
    /// Erases a profile: takes it out of the engine, writes all others anew and removes every older file, so that none holds a byte of its key or
    /// its fields. False where there is no such profile.
    /// </summary>
    public bool Remove(StreamEngine engine, ProfileKey key, ReadOnlySpan<byte> position)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (!engine.Remove(key))
        {
            return false;
        }

        Append(engine, position);
        return true;
    }

    /// <summary>What is wrong with a checkpoint of which no part can be used.</summary>
    public CheckpointException Damaged() => new(Rules.DamagedCheckpoint.At(
        new SourceText(path, ""), default, path, "give a copy of it, or another folder to begin anew"));

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static IEnumerable<StoredState> All(StreamEngine engine) => engine.EncodeAll().Select(Stored);

    private static StoredState Stored((ProfileKey Key, byte[] State) profile) => new(Encode(profile.Key), profile.State);

    private static byte[] Encode(ProfileKey key)
    {
        if (key.Text is { } text)
        {
            return [1, .. Encoding.UTF8.GetBytes(text)];
        }

        byte[] bytes = new byte[9];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), key.Number);
        return bytes;
    }

    private static ProfileKey KeyOf(ReadOnlySpan<byte> bytes) => bytes[0] == 1
        ? new ProfileKey(Encoding.UTF8.GetString(bytes[1..]))
        : new ProfileKey(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]));

    private static byte[] Head(StreamEngine engine, ReadOnlySpan<byte> position)
    {
        byte[] clock = engine.EncodeClock();
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, clock.Length);
        return [.. length, .. clock, .. position];
    }

    private (byte[] Clock, byte[] Position) SplitHead()
    {
        byte[] head = folder.Head;
        int length = head.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(head);
        return length >= 0 && length <= head.Length - 4 ? (head[4..(4 + length)], head[(4 + length)..]) : throw Damaged();
    }

    private StateManifest Stored()
    {
        try
        {
            return StateManifest.Decode(folder.Manifest);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    // The profiles must be the same things: of that name, with a key of that kind.
    private void CheckOrigin()
    {
        if (folder.IsNew)
        {
            return;
        }

        RuleSchema stored = Stored().Schema;
        RuleSchema given = manifest.Schema;
        if (stored.RuleSet != given.RuleSet || stored.Key.Kind != given.Key.Kind)
        {
            throw new CheckpointException(Rules.ForeignCheckpoint.At(
                new SourceText(path, ""), default, path, Name(stored), Name(given), "give each rule set a folder of its own"));
        }
    }

    private static string Name(RuleSchema schema) =>
        $"{(schema.RuleSet.Length > 0 ? $"`{schema.RuleSet}`, " : "")}{schema.ProfileName} by {Rejects.TypeName(schema.Key)}";

    private static string Words(string kind, string name) => kind switch
    {
        "history" => $"`{name}`, which was not held until now,",
        "event" => $"`{name}`, of which no events are held,",
        "aggregates" => $"what counts `{name}` further back than its events are held",
        _ => $"the {kind} `{name}`",
    };
}
