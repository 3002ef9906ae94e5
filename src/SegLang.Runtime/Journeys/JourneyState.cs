namespace SegLang.Runtime;

/// <summary>Where a journey stands: the part of its state that every profile has, in 24 bytes.</summary>
/// <param name="Stage">The stage's ordinal, −1 where the journey has not begun.</param>
/// <param name="Stay">Counts the stays, so that one is told from the next; begins anew after 65 535.</param>
/// <param name="Acted">Bits of lines that have acted, as <see cref="JourneyState.Lines"/> says.</param>
/// <param name="Held">Bits of conditions that were true, likewise.</param>
/// <param name="Since">When the stage was entered; of a final stage also when the journey ended.</param>
/// <param name="Began">When the journey began.</param>
internal readonly record struct JourneyPlace(short Stage, ushort Stay, ushort Acted, ushort Held, long Since, long Began);

/// <summary>
/// The state of one journey of one profile: a value that refers only to what never changes, so that a copy is its own.
/// </summary>
internal struct JourneyState(JourneyPlace place, JourneyDetail? detail)
{
    private const int LinesInPlace = 16;

    private ushort acted = place.Acted;
    private ushort held = place.Held;

    /// <summary>The stage's ordinal, −1 where the journey has not begun.</summary>
    public short Stage = place.Stage;

    /// <summary>Counts the stays, so that one is told from the next; begins anew after 65 535.</summary>
    public ushort Stay = place.Stay;

    /// <summary>When the stage was entered; of a final stage also when the journey ended.</summary>
    public long Since = place.Since;

    /// <summary>When the journey began.</summary>
    public long Began = place.Began;

    /// <summary>What few journeys need; null where none of it is there.</summary>
    public JourneyDetail? Detail = detail;

    /// <summary>Not begun.</summary>
    public static JourneyState NotBegun => new() { Stage = -1 };

    /// <summary>All but <see cref="Detail"/>.</summary>
    public readonly JourneyPlace Place => new(Stage, Stay, acted, held, Since, Began);

    /// <summary>The armed instants of `at` lines in order of the lines; null where there are none.</summary>
    public readonly long[]? Armed => Detail?.Armed;

    /// <summary>How often each stage was entered; null where no rule asks.</summary>
    public readonly int[]? Entered => Detail?.Entered;

    /// <summary>The stays before this one, oldest first; null where no rule asks.</summary>
    public readonly Stay[]? Past => Detail?.Past;

    /// <summary>
    /// The bits of lines without `->` that have acted in this stay (the stage's, then those of `anywhere`), and of `when` lines whose condition
    /// was true at the end of the last occasion (in a final stage: of `start … when` lines that have been false since), the first 16 lines each.
    /// </summary>
    public (ushort Acted, ushort Held) Lines
    {
        readonly get => (acted, held);
        set => (acted, held) = value;
    }

    /// <summary>Whether a line without `->` has acted in this stay.</summary>
    public readonly bool HasActed(int line) => line < LinesInPlace ? (acted >> line & 1) != 0 : Has(Detail?.Acted, line);

    /// <summary>A line without `->` acts.</summary>
    public void SetActed(int line)
    {
        if (line < LinesInPlace)
        {
            acted |= (ushort)(1 << line);
        }
        else
        {
            Detail = (Detail ?? JourneyDetail.Empty) with { Acted = With(Detail?.Acted, line, true) };
        }
    }

    /// <summary>Whether the condition of a `when` line was true at the end of the last occasion (of a `start … when`: false since the end).</summary>
    public readonly bool IsHeld(int line) => line < LinesInPlace ? (held >> line & 1) != 0 : Has(Detail?.Held, line);

    /// <summary>Remembers whether a condition was true.</summary>
    public void SetHeld(int line, bool isHeld)
    {
        if (line < LinesInPlace)
        {
            held = (ushort)(isHeld ? held | (1 << line) : held & ~(1 << line));
        }
        else if (Has(Detail?.Held, line) != isHeld)
        {
            Detail = (Detail ?? JourneyDetail.Empty) with { Held = With(Detail?.Held, line, isHeld) };
        }
    }

    /// <summary>Remembers the armed instants.</summary>
    public void Arm(ReadOnlySpan<long> instants)
    {
        if (!instants.SequenceEqual(Armed))
        {
            Detail = (Detail ?? JourneyDetail.Empty) with { Armed = instants.ToArray() };
        }
    }

    /// <summary>A new stay: forgets what belongs to the last one, which is added to the past where that is kept.</summary>
    public void Enter(int stage, long now, int stages, bool counts, bool keepsPast)
    {
        Stay[]? past = keepsPast && Stage >= 0 ? [.. Past ?? [], new Stay(Stage, Since, Entered is { } times ? times[Stage] : 0)] : Past;
        int[]? entered = Entered;
        if (counts)
        {
            entered = entered is null ? new int[stages] : [.. entered];
            entered[stage]++;
        }

        (acted, held) = (0, 0);
        Stage = (short)stage;
        Stay++;
        Since = now;
        Detail = entered is null && past is null ? null : new JourneyDetail(entered, past);
    }

    /// <summary>A part of the state at an instant not before which something has changed, or of a past stay.</summary>
    public readonly bool TryGet(JourneyFact fact, long at, out long value)
    {
        value = 0;
        if (Stage < 0)
        {
            return false;
        }

        if (Since <= at)
        {
            value = fact switch
            {
                JourneyFact.Stage => Stage,
                JourneyFact.Since => Since,
                _ => Entered is { } entered ? entered[Stage] : 0,
            };
            return true;
        }

        return Past is { } past && JourneyColumns.TryGet(past, fact, at, out value);
    }

    private static bool Has(ulong[]? words, int line) => words is not null && line >> 6 < words.Length && (words[line >> 6] >> line & 1) != 0;

    private static ulong[] With(ulong[]? words, int line, bool value)
    {
        ulong[] changed = new ulong[Math.Max(words?.Length ?? 0, (line >> 6) + 1)];
        words?.CopyTo(changed, 0);
        changed[line >> 6] = value ? changed[line >> 6] | (1UL << line) : changed[line >> 6] & ~(1UL << line);
        return changed;
    }
}

/// <summary>What few journeys need. Never changed, only replaced, its arrays too.</summary>
/// <param name="Entered">How often each stage was entered; null where no rule asks.</param>
/// <param name="Past">The stays before this one, oldest first; null where no rule asks.</param>
internal sealed record JourneyDetail(int[]? Entered, Stay[]? Past)
{
    /// <summary>Nothing.</summary>
    public static JourneyDetail Empty { get; } = new(null, null);

    /// <summary>The armed instants of `at` lines in order of the lines; null where there are none.</summary>
    public long[]? Armed { get; init; }

    /// <summary>The bits of lines that have acted, a bit per line (the first 16 are in the state itself); null for none.</summary>
    public ulong[]? Acted { get; init; }

    /// <summary>The bits of conditions that were true, likewise.</summary>
    public ulong[]? Held { get; init; }
}
