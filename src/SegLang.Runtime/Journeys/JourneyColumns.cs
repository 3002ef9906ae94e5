namespace SegLang.Runtime;

/// <summary>A stay in a stage of a journey.</summary>
/// <param name="Stage">The stage's ordinal.</param>
/// <param name="Since">When it was entered, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Entered">How often it had been entered then, this time included.</param>
public readonly record struct Stay(int Stage, long Since, int Entered)
{
    /// <summary>A part of it.</summary>
    public long Get(JourneyFact fact) => fact switch
    {
        JourneyFact.Stage => Stage,
        JourneyFact.Since => Since,
        _ => Entered,
    };
}

/// <summary>The journeys of many profiles at one instant, for evaluating rules that ask about them. Filled once, then for many threads.</summary>
public sealed class JourneyColumns
{
    private readonly Stay[][][] stays;

    /// <summary>No profile has begun a journey yet.</summary>
    public JourneyColumns(int journeys, int profiles)
    {
        stays = new Stay[journeys][][];
        for (int journey = 0; journey < journeys; journey++)
        {
            stays[journey] = new Stay[profiles][];
        }
    }

    /// <summary>Sets a profile's stays in order of time: the current one, and those before it that some rule asks for.</summary>
    public void Set(int profile, int journey, ReadOnlySpan<Stay> history) => stays[journey][profile] = history.ToArray();

    /// <summary>The stays of a profile in order of time; empty where the journey has not begun.</summary>
    public ReadOnlySpan<Stay> Stays(int profile, int journey) => stays[journey][profile];

    /// <summary>A part of the state at an instant: of the last stay that began up to then.</summary>
    public bool TryGet(int profile, int journey, JourneyFact fact, long at, out long value) =>
        TryGet(stays[journey][profile], fact, at, out value);

    internal static bool TryGet(ReadOnlySpan<Stay> history, JourneyFact fact, long at, out long value)
    {
        for (int i = history.Length - 1; i >= 0; i--)
        {
            if (history[i].Since <= at)
            {
                value = history[i].Get(fact);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
