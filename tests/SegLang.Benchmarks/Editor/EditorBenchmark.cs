using System.Diagnostics;
using SegLang.Benchmarks.Run;
using SegLang.Editing;
using SegLang.Text;

namespace SegLang.Benchmarks.Editor;

/// <summary>Keystrokes in a rule set of a thousand files and ten thousand segments: from the new text to the diagnostics.</summary>
internal static class EditorBenchmark
{
    private const int Files = 1000;
    private const int Segments = 10_000;
    private const int Keystrokes = 300;

    public static void Run(Options options, Report report)
    {
        List<SourceText> sources = new ManyRules(Files, Segments, options.Seed).Make();
        report.Begin($"Editor: {Files} files, {Segments} segments, an open file of {sources.First(s => s.Path == ManyRules.Open).LineCount} lines");
        var watch = Stopwatch.StartNew();
        RuleSnapshot snapshot = RuleSnapshot.Create(sources);
        int found = snapshot.Errors(ManyRules.Open).Length;
        report.Value($"start to the open file's diagnostics ({found}), cold", $"{watch.Elapsed.TotalMilliseconds:0} ms", watch.Elapsed.TotalMilliseconds, 400, "ms");
        watch.Restart();
        found = snapshot.Trees.Sum(t => snapshot.Errors(t.Source.Path).Length);
        report.Value($"diagnostics of all files ({found})", $"{watch.Elapsed.TotalMilliseconds:0} ms", watch.Elapsed.TotalMilliseconds, double.NaN, "ms");
        Memory(report, snapshot);
        watch.Restart();
        found = snapshot.Diagnostics(ManyRules.Open).Length;
        report.Value($"the analysis of all files besides ({found} of the open one)", $"{watch.Elapsed.TotalMilliseconds:0} ms", watch.Elapsed.TotalMilliseconds, double.NaN, "ms");
        snapshot = snapshot.With(new(ManyRules.Open, snapshot.Tree(ManyRules.Open)?.Source.Content ?? ""));
        Type(report, snapshot, ManyRules.Open, "the open file", options.Seed);
        Type(report, snapshot, ManyRules.Shared, "the file that all others build on", options.Seed);
        GC.KeepAlive(snapshot);
    }

    private static void Memory(Report report, RuleSnapshot snapshot)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        double managed = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        using Process self = Process.GetCurrentProcess();
        report.Value("memory after indexing: managed heap", $"{managed:0.0} MB", managed, double.NaN, "MB");
        report.Value("memory after indexing: the process", $"{self.WorkingSet64 / 1e6:0} MB", self.WorkingSet64 / 1e6, 180, "MB");
        GC.KeepAlive(snapshot);
    }

    // Types a condition letter by letter into a segment in the middle of the file and removes it again, over and over.
    private static void Type(Report report, RuleSnapshot snapshot, string path, string what, ulong seed)
    {
        const string Typed = " and age > 20 or newslet";
        Random random = new((int)(seed % int.MaxValue));
        List<double> own = [], all = [], references = [];
        long allocated = 0;
        int most = 0;
        string original = snapshot.Tree(path)?.Source.Content ?? "";
        for (int stroke = 0; stroke < Keystrokes; stroke++)
        {
            int letters = stroke % Typed.Length;
            if (letters == 0)
            {
                original = snapshot.Tree(path)?.Source.Content ?? "";
                original = original.Replace(Typed, "", StringComparison.Ordinal).Replace(Typed[..^1], "", StringComparison.Ordinal);
            }

            int at = original.IndexOf(" EUR", original.Length / 2, StringComparison.Ordinal) + 4;
            SourceText source = new(path, original.Insert(at, Typed[..(letters + 1)]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            snapshot = snapshot.With(source);
            _ = snapshot.Errors(path).Length;
            own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            foreach (var tree in snapshot.Trees)
            {
                _ = snapshot.Errors(tree.Source.Path).Length;
            }

            all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            most = Math.Max(most, snapshot.BoundDeclarations);
            if (snapshot.UseAt(path, original.IndexOf("Value", original.Length / 2, StringComparison.Ordinal)) is { } use)
            {
                start = Stopwatch.GetTimestamp();
                _ = snapshot.References(use.Symbol).Length;
                references.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Report.Note($"{what}: at most {most} declarations bound for a keystroke; references p50 {At(references, 0.5):0.0} ms, p95 {At(references, 0.95):0.0} ms");
        report.Value($"keystroke in {what}: its diagnostics, p95 (p50 {At(own, 0.5):0.0} ms, {allocated / Keystrokes / 1000} kB)", $"{At(own, 0.95):0.0} ms", At(own, 0.95), 15, "ms");
        report.Value($"keystroke in {what}: the diagnostics of all files, p95 (p50 {At(all, 0.5):0.0} ms)", $"{At(all, 0.95):0.0} ms", At(all, 0.95), 100, "ms");
    }

    private static double At(List<double> times, double share)
    {
        List<double> sorted = [.. times.Skip(times.Count / 10).Order()];
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }
}
