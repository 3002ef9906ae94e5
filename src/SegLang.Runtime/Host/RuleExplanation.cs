using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SegLang;

/// <summary>
/// Why rules say what they say of one profile: its conditions with what they came to, and the values behind them, in the language's own words. It tells
/// values of the profile, so it is personal data. May be serialised; as text it is a tree, in which `*` marks what decided.
/// </summary>
/// <param name="Name">The segment, trait, class, score or journey.</param>
/// <param name="Now">The instant.</param>
/// <param name="Value">What it is: `true`, `false` or `unknown`, a value, an entry, a stage.</param>
/// <param name="Until">
/// Of a segment: the next instant at which time alone changes that, as long as nothing happens to the profile and no journey moves; null where it does
/// not. Now and then an earlier instant, from which to ask again.
/// </param>
/// <param name="Parts">What it came from.</param>
public sealed record RuleExplanation(string Name, DateTimeOffset Now, string Value, DateTimeOffset? Until, ImmutableArray<ExplanationPart> Parts)
{
    /// <summary>The tree as text, a line each.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Name}: {Value} at {Show(Now)}{(Until is { } until ? $", by time alone until {Show(until)}" : "")}");
        foreach (ExplanationPart part in Parts)
        {
            part.Write(text, 1);
        }

        return text.ToString();
    }

    private static string Show(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A condition with its verdict, or a value that was seen.</summary>
/// <param name="Text">As written in the rules, on one line.</param>
/// <param name="Value">What it came to, as of <see cref="RuleExplanation.Value"/>.</param>
/// <param name="Decides">Whether what it came to made the whole what it is; of several such each does.</param>
/// <param name="Parts">What it came from in turn; none where that stands in another part, or lies very deep.</param>
public sealed record ExplanationPart(string Text, string Value, bool Decides, ImmutableArray<ExplanationPart> Parts)
{
    internal void Write(StringBuilder text, int level)
    {
        text.Append('\n').Append(' ', (2 * level) - 2).Append(Decides ? "* " : "  ").Append(Text).Append(": ").Append(Value);
        foreach (ExplanationPart part in Parts)
        {
            part.Write(text, level + 1);
        }
    }
}
