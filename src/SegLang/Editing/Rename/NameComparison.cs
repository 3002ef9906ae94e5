using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Compares what the names of a rule set mean before and after edits.</summary>
internal sealed class NameComparison(RuleSnapshot before, RuleSnapshot after, ImmutableArray<SourceEdit> edits)
{
    private readonly ILookup<string, SourceEdit> byPath = edits.ToLookup(e => e.Path);

    /// <summary>The first error of a file that was not there before, as a sentence; null without one.</summary>
    public string? NewError(string path)
    {
        ImmutableArray<Diagnostic> old = before.Errors(path);
        ImmutableArray<Diagnostic> now = after.Errors(path);
        HashSet<(string Code, int Start)> known = [.. old.Select(d => (d.Code, Moved(path, d.Span.Start)))];
        return now.FirstOrDefault(d => !known.Contains((d.Code, d.Span.Start))) is { } added
            ? added.Message
            : old.Length > now.Length ? $"something in `{path}` would hold that does not hold now" : null;
    }

    /// <summary>The first name of a file that means something else than before, as a sentence; null where all mean the same.</summary>
    public string? Changed(string path)
    {
        ImmutableArray<SymbolUse> old = before.Uses(path);
        ImmutableArray<SymbolUse> now = after.Uses(path);
        for (int i = 0; i < Math.Min(old.Length, now.Length); i++)
        {
            if (now[i].Span.Start != Moved(path, old[i].Span.Start) || !IsSame(old[i].Symbol, now[i].Symbol))
            {
                return Sentence(path, old[i]);
            }
        }

        return old.Length == now.Length ? null : $"other names of `{path}` would change their meaning";
    }

    /// <summary>Whether a symbol is the one that another was before the edits.</summary>
    public bool IsSame(Symbol old, Symbol now) => (old.Source, now.Source) switch
    {
        (null, null) => old.Name == now.Name,
        ({ } a, { } b) => a.Path == b.Path && Moved(a.Path, old.NameSpan.Start) == now.NameSpan.Start,
        _ => false,
    };

    /// <summary>Where an offset of a file is after the edits.</summary>
    public int Moved(string path, int position) => position + byPath[path]
        .Where(e => e.Span.Start < position || (e.Span.Length == 0 && e.Span.Start == position))
        .Sum(e => e.NewText.Length - e.Span.Length);

    private static string Sentence(string path, SymbolUse use)
    {
        (int line, _) = use.Source.LineAndColumn(use.Span.Start);
        return FormattableString.Invariant($"`{use.Symbol.Name}` in `{path}`, line {line}, would mean something else");
    }
}
