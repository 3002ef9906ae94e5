using System.Collections.Immutable;
using System.Globalization;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>
/// What an engine says of a profile at an instant: every named value and the log up to it, a line of text each (stages and actions, the engine's
/// own feed of segments and classes apart, which is compared as values). An exception is an answer, too.
/// </summary>
internal sealed record JourneyAnswer(ImmutableSortedDictionary<string, object?> Values, ImmutableArray<string> Log, Failure? Failure = null)
{
    /// <summary>No answer: the engine was not asked about that instant.</summary>
    public static JourneyAnswer None { get; } = new(ImmutableSortedDictionary<string, object?>.Empty, []);

    /// <summary>
    /// Whether inputs came out of order, so that lines of one instant are not in order and actions were asked for that should not have been;
    /// what was asked for once is not asked for again.
    /// </summary>
    public bool IsReplayed { get; init; }

    /// <summary>Whether nothing keeps an action from being asked for that was asked for before, as caps do.</summary>
    public bool IsUncapped { get; init; }

    /// <summary>The name under which answers hold what the feed has told of a segment or class.</summary>
    public static string Told(string name) => name + " as told";

    public static JourneyAnswer Of(Failure failure) => new(ImmutableSortedDictionary<string, object?>.Empty, [], failure);

    /// <summary>What is different in another answer, the names first; null where both say the same.</summary>
    public JourneyDifference? Compare(JourneyAnswer other)
    {
        if (Failure is not null || other.Failure is not null)
        {
            return new([], $"{Failure?.ToString() ?? "fine"}\n{other.Failure?.ToString() ?? "fine"}", Failure is not null);
        }

        if (ReferenceEquals(other, None))
        {
            return null;
        }

        ImmutableArray<string> names = [.. Values.Keys.Intersect(other.Values.Keys).Where(n => !Equals(Values[n], other.Values[n]))];
        (ImmutableArray<string> expected, ImmutableArray<string> told) = other.IsReplayed ? Comparable(other) : (Log, other.Log);
        if (names.IsEmpty && expected.SequenceEqual(told))
        {
            return null;
        }

        List<string> lines = [.. names.Select(n => $"{n}: {Text(Values[n])}, not {Text(other.Values[n])}")];
        int same = expected.Zip(told).TakeWhile(p => p.First == p.Second).Count();
        lines.AddRange(expected.Skip(same).Take(6).Select(l => "expected: " + l));
        lines.AddRange(told.Skip(same).Take(6).Select(l => "    told: " + l));
        return new(names, string.Join('\n', lines), false);
    }

    // Stages in any order within an instant. Of actions only that what should have been asked for was, at whatever instant.
    private (ImmutableArray<string> Expected, ImmutableArray<string> Told) Comparable(JourneyAnswer other)
    {
        List<string> asked = [.. other.Log.Select(Asked).OfType<string>()];
        IEnumerable<string> missing = !other.IsUncapped ? [] : [.. Log.Select(Asked).OfType<string>().Where(a => !asked.Remove(a))];
        return ([.. Log.Where(IsStage).Order(StringComparer.Ordinal), .. missing], [.. other.Log.Where(IsStage).Order(StringComparer.Ordinal)]);
    }

    private static bool IsStage(string line) => line.EndsWith(']');

    private static string? Asked(string line) =>
        !IsStage(line) && line.Contains(": asked ", StringComparison.Ordinal) ? line[line.IndexOf(' ', StringComparison.Ordinal)..] : null;

    /// <summary>A value as a log shows it; an empty set is nothing.</summary>
    public static string Text(object? value) => value switch
    {
        null => "unknown",
        SetValue { Items.Length: 0 } => "unknown",
        SetValue set => "[" + string.Join(", ", set.Items.Select(Text)) + "]",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string Stage(long time, string journey, string? from, string to, string? cause, IEnumerable<string> calls) =>
        $"{Literals.Instant(time)} {journey}: {from ?? "-"} -> {to} by `{cause}` [{string.Join(", ", calls)}]";

    public static string Action(long time, string journey, string outcome, string? cause, string call) =>
        $"{Literals.Instant(time)} {journey}: {outcome.ToLowerInvariant()} {call} by `{cause}`";

    public static string Call(string action, IEnumerable<object?> arguments) => $"{action}({string.Join(", ", arguments.Select(Text))})";
}

/// <summary>How two answers differ, in words; whether the first engine, which must not, threw an exception.</summary>
internal sealed record JourneyDifference(ImmutableArray<string> Names, string Text, bool ExpectedFailed);
