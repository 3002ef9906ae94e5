using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Runtime;
using SegLang.Text;

namespace SegLang.Cli;

/// <summary>
/// Which outputs are evaluated, shown and chosen by: <see cref="Evaluated"/> are places among the engine's outputs,
/// <see cref="Shown"/> and <see cref="Where"/> places among the evaluated ones (−1 for all profiles).
/// </summary>
internal sealed record Selection(ImmutableArray<int> Evaluated, ImmutableArray<int> Shown, int Where, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>Finds the names of `--select` and `--where`; without the former every output in order of name.</summary>
    public static Selection Of(ImmutableArray<OutputSchema> outputs, ImmutableArray<string> select, string? where)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        SourceText nowhere = new(ParamReader.CommandLine, "");
        List<int> places = [];
        foreach (string name in select.SelectMany(Names))
        {
            int place = Find(outputs, name);
            if (place >= 0)
            {
                places.Add(place);
            }
            else
            {
                string? help = Suggestions.DidYouMean(name, outputs.Select(o => o.Name));
                findings.Add(Rules.UnknownSelection.At(nowhere, default, name, help));
            }
        }

        if (select.IsEmpty)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                places.Add(i);
            }

            places.Sort((a, b) => string.CompareOrdinal(outputs[a].Name, outputs[b].Name));
        }

        int shown = places.Count;
        int chosen = where is null ? -1 : Find(outputs, where);
        if (where is not null && (chosen < 0 || outputs[chosen].Kind != OutputKind.Segment))
        {
            string? help = Suggestions.DidYouMean(where, outputs.Where(o => o.Kind == OutputKind.Segment).Select(o => o.Name));
            findings.Add(Rules.UnknownWhere.At(nowhere, default, where, help));
        }
        else if (where is not null)
        {
            places.Add(chosen);
        }

        return new([.. places], [.. Enumerable.Range(0, shown)], where is null ? -1 : shown, findings.ToImmutable());
    }

    /// <summary>The names in one value of `--select`.</summary>
    public static string[] Names(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static int Find(ImmutableArray<OutputSchema> outputs, string name)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
