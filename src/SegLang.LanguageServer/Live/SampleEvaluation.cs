using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Emit;
using SegLang.LanguageServer.Workspace;
using SegLang.Plan;
using SegLang.Runtime;

namespace SegLang.LanguageServer.Live;

/// <summary>How many profiles belong to what, by name; of classes and journeys by entry and stage.</summary>
internal sealed record MemberCounts(
    ImmutableDictionary<string, long> Segments, ImmutableDictionary<string, ImmutableDictionary<string, long>> Entries);

/// <summary>The answer to one version of the rules: counts, or why there are none.</summary>
internal sealed record SampleAnswer(LoadedSample? Sample, MemberCounts? Counts, long Now, string? Problem, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>How many rows of the data were not taken.</summary>
    public long Rejected => Sample?.Data.Rejects.Total ?? 0;
}

/// <summary>Evaluates sample data by the compiled engine, as `seg run` does.</summary>
internal static class SampleEvaluation
{
    /// <summary>Evaluates; what <paramref name="known"/> holds is not read again where it would be the same.</summary>
    /// <param name="set">The rules and where the data lies.</param>
    /// <param name="rules">The rules without errors.</param>
    /// <param name="known">The data that was read last, or null.</param>
    /// <param name="keep">Whether the compiled rules are worth keeping: those on disk are, those of every keystroke are not.</param>
    /// <param name="tell">Is told what is being done.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>, though not while the C# compiler works.</param>
    public static SampleAnswer Evaluate(RuleSetView set, BoundRuleSet rules, LoadedSample? known, bool keep, Action<string> tell, CancellationToken cancellation)
    {
        tell("compiling the rules");
        string key = ContentHash.KeyOf(set.Sources.Values, RuleUse.Batch);
        ImmutableArray<Diagnostic> refusals = [];
        if ((CompiledRuleSet.FromCache(key) ?? CompiledRuleSet.Compile(rules, RuleUse.Batch, keep ? key : null, out refusals)) is not { } compiled)
        {
            return Failed(refusals.FirstOrDefault()?.Message ?? "the compiled engine refuses these rules", []);
        }

        cancellation.ThrowIfCancellationRequested();
        RuleProgram program = compiled.Program;
        if (!EvaluationInstant.TryRead(set.Settings.Now, program.Calendar, out long? now))
        {
            return Failed($"`now` is no datetime: `{set.Settings.Now}`", []);
        }

        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> wrong) =
            ParamReader.Read(program.Schema.Params, () => program.Calendar, set.Settings.Params.OrderBy(p => p.Key, StringComparer.Ordinal));
        if (!wrong.IsEmpty)
        {
            return Failed(wrong[0].Message, wrong);
        }

        program.Configure(values);
        tell("reading the data");
        LoadedSample sample = Load(set.Settings, program, known, now, cancellation);
        if (sample.Data.Data is not { } data)
        {
            return Failed(sample.Data.Findings.FirstOrDefault()?.Message ?? "the data cannot be read", sample.Data.Findings);
        }

        tell("counting members");
        long at = now ?? sample.Data.Now;
        return new(sample, Count(program, data, at, cancellation), at, null, sample.Data.Findings);
    }

    private static SampleAnswer Failed(string problem, ImmutableArray<Diagnostic> findings) => new(null, null, 0, problem, findings);

    private static LoadedSample Load(Settings settings, RuleProgram program, LoadedSample? known, long? now, CancellationToken cancellation)
    {
        string key = LoadedSample.KeyOf(program.Schema, settings, now);
        if (known?.Key == key)
        {
            return known;
        }

        char? delimiter = settings.Delimiter switch { null or "" => null, "tab" or "\\t" => '\t', { } given => given[0] };
        LoadOptions options = new(delimiter, now, Threads) { Cancellation = cancellation };
        return new(key, DataLoader.Load(program.Schema, program.Calendar, settings.Data, options));
    }

    // Somebody is typing: one core stays free.
    private static int Threads => Math.Max(1, Environment.ProcessorCount - 1);

    private static MemberCounts Count(RuleProgram program, DataSet data, long now, CancellationToken cancellation)
    {
        ImmutableArray<int> outputs =
        [
            .. Enumerable.Range(0, program.Outputs.Length)
                .Where(o => program.Outputs[o] is { Name.Length: > 0 } output && (output.Kind == OutputKind.Segment || IsChoice(output))),
        ];
        BatchResult result = new BatchEvaluator(program, data).Evaluate(now, outputs, Threads, cancel: cancellation);
        return new(
            result.Columns.Where(c => c.Output.Kind == OutputKind.Segment).ToImmutableDictionary(c => c.Output.Name, c => c.CountTrue()),
            result.Columns.Where(c => c.Output.Kind != OutputKind.Segment).ToImmutableDictionary(c => c.Output.Name, CountEntries));
    }

    private static bool IsChoice(OutputSchema output) =>
        output.Kind is OutputKind.Class or OutputKind.Journey && output.Value.Kind == FieldKind.Enum;

    private static ImmutableDictionary<string, long> CountEntries(OutputColumn column)
    {
        long[] counts = new long[column.Output.Value.Members.Length];
        for (int row = 0; row < column.Count; row++)
        {
            if (column.IsKnown(row))
            {
                counts[column.Int32s[row]]++;
            }
        }

        return column.Output.Value.Members.Select((name, i) => (name, i)).ToImmutableDictionary(m => m.name, m => counts[m.i]);
    }
}
