using System.Globalization;
using System.Text;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;
using Xunit.Abstractions;

namespace SegLang.Tests.Editing;

/// <summary>
/// After any edit a snapshot is the one that would have been made of the same texts at once. SEGLANG_EDITS and SEGLANG_EDIT_SEED
/// choose how many edits and which; the seed is printed.
/// </summary>
public sealed class RandomEdits(ITestOutputHelper output)
{
    // Characters of a rule set: each state is also made anew.
    private const int Most = 5_000;
    private const int EditsOfOne = 20;
    private static readonly string[] Noise =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "==", "->", ",", "\"", "//", "/*", "*/", "\n", " and ", " or ", " not ", "segment X { true }\n", "trait Y = ",
        "enum Z { a, b }\n", "param n: int = 3\n", " in last 30 days", " where ", "count(", "any(", "1", "x", "age", "// seg-ignore SEG9001: why\n", "profile ", "event E { v: int }\n", " ", "  ",
    ];

    [Fact]
    public void A_snapshot_after_edits_is_a_fresh_one()
    {
        int edits = int.Parse(Environment.GetEnvironmentVariable("SEGLANG_EDITS") ?? "100000", CultureInfo.InvariantCulture);
        int seed = int.Parse(Environment.GetEnvironmentVariable("SEGLANG_EDIT_SEED") ?? "20261122", CultureInfo.InvariantCulture);
        List<List<SourceText>> all = [.. RuleSets()];
        output.WriteLine($"seed {seed}, {edits} edits of {all.Count} rule sets");
        long bound = 0, declarations = 0, wrong = 0;
        Parallel.For(0, (edits + EditsOfOne - 1) / EditsOfOne, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            Random random = new(seed + part);
            List<SourceText> original = all[random.Next(all.Count)];
            List<SourceText> sources = [.. original];
            RuleSnapshot snapshot = RuleSnapshot.Create(sources);
            _ = snapshot.HasErrors;
            for (int i = 0; i < EditsOfOne; i++)
            {
                snapshot = Edit(snapshot, sources, original, random, all);
                while (random.Next(3) == 0)
                {
                    // Whoever types on does not wait for what is found in the other files.
                    _ = snapshot.Errors(sources[random.Next(sources.Count)].Path);
                    snapshot = Edit(snapshot, sources, original, random, all);
                }

                Compare(snapshot, sources, random, $"SEGLANG_EDIT_SEED={seed + part} SEGLANG_EDITS={EditsOfOne}, edit {i}");
                Interlocked.Add(ref bound, snapshot.BoundDeclarations);
                Interlocked.Add(ref declarations, snapshot.Trees.Sum(t => t.Root.Declarations.Length));
                Interlocked.Add(ref wrong, snapshot.HasErrors ? 1 : 0);
            }
        });

        output.WriteLine($"{bound} of {declarations} declarations were bound, {wrong} states had errors");
    }

    private static IEnumerable<List<SourceText>> RuleSets()
    {
        foreach (var group in Repository.RuleFiles().Where(f => !f.Contains("/expressions/", StringComparison.Ordinal)).GroupBy(FolderOf))
        {
            List<SourceText> sources = [.. group.Select(f => new SourceText(f, Repository.Read(f)))];
            if (sources.Sum(s => s.Content.Length) < Most)
            {
                yield return sources;
            }
        }

        // One rule set in pieces, so that edits reach across files.
        string[] parts = Repository.Read("tests/conformance/journeys.seg").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        yield return [.. parts.Chunk(3).Select((p, i) => new SourceText($"part{i:00}.seg", string.Join("\n\n", p) + "\n"))];
    }

    private static string FolderOf(string path) =>
        path.StartsWith("examples/", StringComparison.Ordinal) ? string.Join('/', path.Split('/').Take(2)) : path;

    private static RuleSnapshot Edit(
        RuleSnapshot snapshot, List<SourceText> sources, List<SourceText> original, Random random, List<List<SourceText>> all)
    {
        int at = random.Next(sources.Count);
        int kind = random.Next(100);
        if (kind == 0 && sources.Count > 1)
        {
            string path = sources[at].Path;
            sources.RemoveAt(at);
            return snapshot.Without(path);
        }

        if (kind < 30)
        {
            // Back to what it was, so that there are also states without errors.
            SourceText before = original.FirstOrDefault(s => s.Path == sources[at].Path) ?? sources[at];
            sources[at] = before;
            return snapshot.With(before);
        }

        if (kind == 30)
        {
            List<SourceText> other = all[random.Next(all.Count)];
            SourceText added = new($"new{random.Next(3)}.seg", other[random.Next(other.Count)].Content);
            sources.RemoveAll(s => s.Path == added.Path);
            sources.Add(added);
            return snapshot.With(added);
        }

        SourceText edited = new(sources[at].Path, Change(sources[at].Content, snapshot.Tree(sources[at].Path)!, random));
        sources[at] = edited;
        return snapshot.With(edited);
    }

    private static string Change(string text, SyntaxTree tree, Random random)
    {
        int position = random.Next(text.Length + 1);
        Token token = tree.Tokens[random.Next(tree.Tokens.Length)];
        Token other = tree.Tokens[random.Next(tree.Tokens.Length)];
        int line = text.LastIndexOf('\n', Math.Max(0, position - 1)) + 1;
        int end = text.IndexOf('\n', position) is var e and >= 0 ? e + 1 : text.Length;
        return random.Next(9) switch
        {
            0 => text.Insert(position, Noise[random.Next(Noise.Length)]),
            1 => text.Remove(position, Math.Min(random.Next(1, 4), text.Length - position)),
            2 => text.Insert(position, ((char)random.Next('a', 'z')).ToString()),
            3 => text.Remove(token.Span.Start, token.Span.Length),
            4 => text.Remove(token.Span.Start, token.Span.Length).Insert(token.Span.Start, tree.Source.Slice(other.Span)),
            5 => text.Insert(token.Span.Start, Noise[random.Next(Noise.Length)] + " "),
            6 when end > line => text.Remove(line, end - line),
            7 when end > line => text.Insert(line, text[line..end]),
            8 => Replace(text, random),
            _ => text.Insert(position, " "),
        };
    }

    // As when a name is changed everywhere in a file, or only where it is declared.
    private static string Replace(string text, Random random)
    {
        string[] words = [.. text.Split([' ', '\n', '(', ')', '{', '}', ',', '.', ':', '"'], StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsLetter(w[0])).Distinct()];
        if (words.Length < 2)
        {
            return text;
        }

        string word = words[random.Next(words.Length)];
        string by = random.Next(2) == 0 ? word + "X" : words[random.Next(words.Length)];
        int first = text.IndexOf(word, StringComparison.Ordinal);
        return random.Next(2) == 0 ? text.Replace(word, by, StringComparison.Ordinal) : text.Remove(first, word.Length).Insert(first, by);
    }

    private static void Compare(RuleSnapshot snapshot, List<SourceText> sources, Random random, string where)
    {
        RuleSnapshot fresh = RuleSnapshot.Create(sources);
        Same(Print(fresh), Print(snapshot), where, "state");
        if (random.Next(4) != 0)
        {
            return;
        }

        var compiled = Compilation.Create(sources);
        Same(compiled.Diagnostics.Select(Print), snapshot.Trees.SelectMany(t => snapshot.Errors(t.Source.Path)).Select(Print), where, "compiler");
        if (random.Next(4) == 0)
        {
            Same(compiled.Analyze().Select(Print), snapshot.Trees.SelectMany(t => snapshot.Diagnostics(t.Source.Path)).Select(Print), where, "warnings");
            Same(Definitions(fresh), Definitions(snapshot), where, "definitions");
        }
    }

    private static void Same(IEnumerable<string> expected, IEnumerable<string> actual, string where, string what)
    {
        string before = string.Join('\n', expected), after = string.Join('\n', actual);
        Assert.True(before == after, before == after ? "" : $"{where}, {what}\n{Difference(before, after)}");
    }

    private static string Difference(string expected, string actual)
    {
        string[] left = expected.Split('\n'), right = actual.Split('\n');
        return $"expected only: {string.Join("\n  ", left.Except(right).Take(6))}\nactual only: {string.Join("\n  ", right.Except(left).Take(6))}";
    }

    private static IEnumerable<string> Print(RuleSnapshot snapshot)
    {
        foreach (SyntaxTree tree in snapshot.Trees)
        {
            string path = tree.Source.Path;
            yield return $"{path} {tree.Source.Content.Length} {string.Join(',', tree.Root.Declarations.Select(d => $"{d.GetType().Name}{d.Span.Start}+{d.Span.Length}"))}";
            foreach (Diagnostic finding in snapshot.Errors(path))
            {
                yield return Print(finding);
            }

            foreach (SymbolUse use in snapshot.Uses(path))
            {
                yield return $"{path} {use.Span.Start}+{use.Span.Length} {use.Symbol.GetType().Name} {Place(use.Symbol)} {use.IsDeclaration}";
            }
        }
    }

    private static string Place(Symbol symbol) => $"{symbol.Name}@{symbol.Source?.Path}:{symbol.NameSpan.Start}";

    private static string Print(Diagnostic finding) =>
        $"{finding.Source.Path}:{finding.Span.Start}+{finding.Span.Length} {finding.Code} {finding.Message} ({finding.Help}) "
        + string.Join(", ", (finding.Related.IsDefault ? [] : finding.Related).Select(r => $"{r.Source.Path}:{r.Span.Start} {r.Message}"));

    private static IEnumerable<string> Definitions(RuleSnapshot snapshot) => snapshot.Symbols.Declared.Select(s =>
    {
        StringBuilder text = new($"{s.Name}: ");
        foreach (BoundExpression expression in snapshot.Definition(s) is { } definition ? BoundTree.Children(definition) : [])
        {
            foreach (BoundExpression part in BoundTree.SelfAndDescendants(expression))
            {
                text.Append(CultureInfo.InvariantCulture, $"{part.GetType().Name} {part.Type.Name} {part.MayBeUnknown} {part.Syntax.Span.Start}+{part.Syntax.Span.Length}; ");
            }
        }

        return text.ToString();
    });
}
