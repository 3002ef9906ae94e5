using System.Text.RegularExpressions;
using SegLang.Syntax;

namespace SegLang.Tests.Syntax;

public sealed partial class Grammar
{
    private static readonly Dictionary<string, Rule> Rules = GrammarReader.Read(Repository.Read("grammar/seglang.ebnf"));

    [Fact]
    public void Each_production_is_a_Parse_method_and_each_Parse_method_a_production()
    {
        string[] methods =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "SegLang", "Syntax"), "Parser*.cs")
                .SelectMany(f => ParseMethod().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(methods, Rules.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_production_is_reached_and_none_is_missing()
    {
        HashSet<string> reached = [];
        Queue<string> open = new(["File"]);
        while (open.TryDequeue(out string? name))
        {
            if (reached.Add(name))
            {
                Assert.True(Rules.ContainsKey(name), $"no production `{name}`");
                foreach (string used in Rules[name].References())
                {
                    open.Enqueue(used);
                }
            }
        }

        Assert.Empty(Rules.Keys.Except(reached));
    }

    [Fact]
    public void Sentences_derived_from_the_grammar_parse()
    {
        Derivation derivation = new(Rules, new Random(20260309));
        HashSet<string> used = [];
        for (int i = 0; i < 6000; i++)
        {
            string text = derivation.Sentence("Declaration", used);
            SyntaxTree tree = SyntaxTree.Parse(new("x.seg", text));

            // That some parts stand at most once is said in words there, not in productions.
            string[] errors = [.. tree.Diagnostics.Where(d => d.Code is not "SEG1027").Select(d => $"{d.Code} {d.Message} at {d.Span.Start} in\n{text}")];
            Assert.True(errors.Length == 0, string.Join('\n', errors));
        }

        Assert.Empty(Rules.Keys.Except(used).Except(["File"]));
    }

    [GeneratedRegex(@"(?:private|public) (?:static )?[\w<>\?, \(\)]+ Parse([A-Z]\w*)\(")]
    private static partial Regex ParseMethod();
}

/// <summary>The right side of a production, or a part of it.</summary>
public abstract record Rule
{
    public IEnumerable<string> References() => this switch
    {
        Reference reference => [reference.Name],
        Sequence sequence => sequence.Parts.SelectMany(p => p.References()),
        Choice choice => choice.Parts.SelectMany(p => p.References()),
        Repetition repetition => repetition.Part.References(),
        Option option => option.Part.References(),
        _ => [],
    };
}

public sealed record Word(string Text) : Rule;

public sealed record Terminal(string Name) : Rule;

public sealed record Reference(string Name) : Rule;

public sealed record Sequence(List<Rule> Parts) : Rule;

public sealed record Choice(List<Rule> Parts) : Rule;

public sealed record Repetition(Rule Part) : Rule;

public sealed record Option(Rule Part) : Rule;

/// <summary>Reads the grammar's own notation.</summary>
public sealed partial class GrammarReader
{
    private readonly List<string> tokens;
    private int position;

    private GrammarReader(string text) =>
        tokens = [.. Piece().Matches(Comment().Replace(text, " ")).Select(m => m.Value)];

    public static Dictionary<string, Rule> Read(string text)
    {
        GrammarReader reader = new(text);
        Dictionary<string, Rule> rules = [];
        while (reader.position < reader.tokens.Count)
        {
            string name = reader.tokens[reader.position++];
            Assert.Equal("=", reader.tokens[reader.position++]);
            rules.Add(name, reader.ReadChoice());
            Assert.Equal(";", reader.tokens[reader.position++]);
        }

        return rules;
    }

    private Rule ReadChoice()
    {
        List<Rule> parts = [ReadSequence()];
        while (tokens[position] == "|")
        {
            position++;
            parts.Add(ReadSequence());
        }

        return parts.Count == 1 ? parts[0] : new Choice(parts);
    }

    private Rule ReadSequence()
    {
        List<Rule> parts = [];
        while (tokens[position] is not ("|" or ";" or ")" or "]" or "}"))
        {
            parts.Add(ReadPart());
        }

        return parts.Count == 1 ? parts[0] : new Sequence(parts);
    }

    private Rule ReadPart()
    {
        string token = tokens[position++];
        return token switch
        {
            "(" => Close(ReadChoice()),
            "[" => Close(new Option(ReadChoice())),
            "{" => Close(new Repetition(ReadChoice())),
            _ when token[0] == '"' => new Word(token[1..^1]),
            _ when token.All(char.IsUpper) => new Terminal(token),
            _ => new Reference(token),
        };
    }

    private Rule Close(Rule rule)
    {
        position++;
        return rule;
    }

    [GeneratedRegex(@"\(\*.*?\*\)", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*\"|[A-Za-z]+|[=;|(){}\\[\\]]")]
    private static partial Regex Piece();
}

/// <summary>Derives random sentences.</summary>
public sealed class Derivation(Dictionary<string, Rule> rules, Random random)
{
    private static readonly Dictionary<string, string[]> Terminals = new()
    {
        ["NAME"] = ["a", "b", "item", "Käufer", "count", "order", "`and`", "`two words`", "sum", "stock"],
        ["FUNCTION"] = ["lower", "least", "round", "f"],
        ["INT"] = ["0", "5", "1_000"],
        ["DECIMAL"] = ["12.50", "0.1"],
        ["PERCENT"] = ["10%", "2.5%"],
        ["TEXT"] = ["\"x\"", "\"a \\\"b\\\" \\u{1F600}\"", "\"\""],
        ["DATE"] = ["2026-03-09"],
        ["DATETIME"] = ["2026-03-09T15:00", "2026-03-09T15:00:30.123456+01:00", "2026-03-09T15:00Z"],
        ["TIME"] = ["09:00"],
        ["CURRENCY"] = ["EUR"],
    };

    private readonly List<string> words = [];
    private int fuel;
    private int records;

    /// <summary>A sentence of a production; the productions that it goes through are added to <paramref name="used"/>.</summary>
    public string Sentence(string production, HashSet<string> used)
    {
        words.Clear();
        fuel = random.Next(10, 400);
        Derive(new Reference(production), used, 0);
        return string.Join(' ', words);
    }

    private void Derive(Rule rule, HashSet<string> used, int depth)
    {
        fuel--;
        switch (rule)
        {
            case Word word:
                words.Add(word.Text);
                break;
            case Terminal terminal:
                words.Add(Terminals[terminal.Name][random.Next(Terminals[terminal.Name].Length)]);
                break;
            case Reference reference:
                used.Add(reference.Name);
                records += reference.Name == "RecordValue" ? 1 : 0;
                Derive(rules[reference.Name], used, depth + 1);
                records -= reference.Name == "RecordValue" ? 1 : 0;
                break;
            case Sequence sequence:
                sequence.Parts.ForEach(p => Derive(p, used, depth));
                break;
            case Choice choice:
                Derive(Pick(choice), used, depth);
                break;
            case Repetition repetition:
                for (int i = 0; i < 3 && fuel > 0 && random.Next(2) == 0; i++)
                {
                    Derive(repetition.Part, used, depth);
                }

                break;
            case Option option when fuel > 0 && random.Next(2) == 0:
                Derive(option.Part, used, depth);
                break;
        }
    }

    // Without fuel the way that ends soonest; a record value inside another or in a test's line only.
    private Rule Pick(Choice choice)
    {
        List<Rule> parts = [.. choice.Parts.Where(p => records > 0 || p is not Reference { Name: "RecordValue" })];
        return fuel > 0 ? parts[random.Next(parts.Count)] : parts.MinBy(p => Length(p, 12))!;
    }

    private int Length(Rule rule, int depth) => depth == 0 ? 1000 : rule switch
    {
        Reference { Name: "RecordValue" } when records == 0 => 1000,
        Reference reference => Length(rules[reference.Name], depth - 1),
        Sequence sequence => sequence.Parts.Sum(p => Length(p, depth)),
        Choice choice => choice.Parts.Min(p => Length(p, depth)),
        Repetition or Option => 0,
        _ => 1,
    };
}
