using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Warnings of an earlier snapshot where they stand in a later one; those in what was touched are left out.</summary>
internal static class MovedWarnings
{
    /// <summary>The warnings by path.</summary>
    public static ImmutableDictionary<string, ImmutableArray<Diagnostic>> Of(
        ImmutableDictionary<string, ImmutableArray<Diagnostic>> warnings, RuleSnapshot before, RuleSnapshot now)
    {
        foreach ((string path, ImmutableArray<Diagnostic> found) in warnings)
        {
            SourceText? old = before.Tree(path)?.Source, source = now.Tree(path)?.Source;
            if (source is null || old is null)
            {
                warnings = warnings.Remove(path);
            }
            else if (old != source)
            {
                warnings = warnings.SetItem(path, [.. found.Select(w => Moved(w, old.Content, source)).OfType<Diagnostic>()]);
            }
        }

        return warnings;
    }

    private static Diagnostic? Moved(Diagnostic warning, string old, SourceText now)
    {
        int front = old.AsSpan().CommonPrefixLength(now.Content);
        if (warning.Span.End <= front)
        {
            return warning with { Source = now };
        }

        bool isBehind = old.AsSpan(warning.Span.Start).Length is var rest && rest <= now.Content.Length - front
            && now.Content.AsSpan().EndsWith(old.AsSpan(warning.Span.Start));
        return isBehind ? warning with { Source = now, Span = warning.Span with { Start = now.Content.Length - rest } } : null;
    }
}
