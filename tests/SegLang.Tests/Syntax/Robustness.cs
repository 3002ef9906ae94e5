using System.Text;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;
using Xunit.Abstractions;

namespace SegLang.Tests.Syntax;

/// <summary>Broken files neither throw nor hang, and what is said about them lies inside them.</summary>
public sealed class Robustness(ITestOutputHelper output)
{
    private const int Mutations = 20_000;
    private const int BoundPrefixes = 1000;
    private static readonly string[] Paths = [.. Repository.RuleFiles()];
    private static readonly Dictionary<string, string> Texts = Paths.ToDictionary(p => p, Repository.Read);

    // What an editor's user, a merge or a broken disk puts into a file.
    private static readonly string[] Noise =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "==", "->", ".", ",", "@", "?", "!", "&&", "||", "\"", "`", "'", "//", "/*", "*/", "///",
        "\\", "\0", "\r", "\n", "\r\n", "\u2028", "\u202E", "\u200D", "\uD800", "\uDC00", "é", "e\u0301", "😀", "9999999999999999999", "0.12345678901",
        "2026-02-30", "2026-3-9", "09:00", "10%", " in last ", " then no ", " as of ", " where ", " not ", " and ", " within 2 days ", " is ",
        "segment X { ", "trait Y = ", "profile P { ", "event E { ", "test \"t\" { ", "classify C { ", "score S { ", "journey J { ", "1 < 2 < 3",
        "any(", "sum(", "count(x in y where ", "now", "today", "otherwise", "default", "once by ", "\"\\u{110000}\"", "500 eur", "30 dayz",
    ];

    [Fact]
    public void Every_prefix_parses()
    {
        foreach (string path in Paths)
        {
            for (int length = 0; length <= Texts[path].Length; length++)
            {
                Check(SyntaxTree.Parse(new(path, Texts[path][..length])));
            }
        }
    }

    [Fact]
    public void Prefixes_bind()
    {
        foreach (string path in Paths)
        {
            int stride = Math.Max(1, Texts[path].Length / BoundPrefixes) | 1;
            output.WriteLine($"{path}: every {stride} characters of {Texts[path].Length}");
            for (int length = 0; length <= Texts[path].Length; length += stride)
            {
                Bind(path, Texts[path][..length]);
            }
        }
    }

    [Fact]
    public void Mutations_parse_and_bind()
    {
        Random random = new(20260309);
        for (int i = 0; i < Mutations; i++)
        {
            string path = Paths[i % Paths.Length];
            string text = Mutate(Texts[path], random);
            try
            {
                Bind(path, text);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"mutation {i} of {path}: {exception.Message}\n{text}", exception);
            }
        }
    }

    private static string Mutate(string text, Random random)
    {
        StringBuilder result = new(text);
        for (int i = random.Next(1, 5); i > 0 && result.Length > 0; i--)
        {
            MutateOnce(result, random);
        }

        return result.ToString();
    }

    private static void MutateOnce(StringBuilder text, Random random)
    {
        int at = random.Next(text.Length), length = Math.Min(random.Next(1, 20), text.Length - at);
        string piece = text.ToString(at, length);
        switch (random.Next(7))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Noise[random.Next(Noise.Length)]);
                break;
            case 2:
                text[at] = (char)random.Next(0x250);
                break;
            case 3:
                text.Remove(at, length).Insert(random.Next(text.Length + 1), piece);
                break;
            case 4:
                text.Insert(random.Next(text.Length + 1), piece);
                break;
            case 5:
                DropToken(text, random);
                break;
            default:
                Splice(text, at, random);
                break;
        }
    }

    private static void DropToken(StringBuilder text, Random random)
    {
        SyntaxTree tree = SyntaxTree.Parse(new("x.seg", text.ToString()));
        Token token = tree.Tokens[random.Next(tree.Tokens.Length)];
        text.Remove(token.Span.Start, token.Span.Length);
    }

    private static void Splice(StringBuilder text, int at, Random random)
    {
        string other = Texts[Paths[random.Next(Paths.Length)]];
        int from = random.Next(other.Length);
        text.Length = at;
        text.Append(other.AsSpan(from, Math.Min(random.Next(2000), other.Length - from)));
    }

    // A file of an example is bound beside the file that declares its profile and events.
    private static void Bind(string path, string text)
    {
        SyntaxTree tree = SyntaxTree.Parse(new(path, text));
        Check(tree);
        string schema = path[..(path.LastIndexOf('/') + 1)] + "schema.seg";
        Compilation compilation = schema != path && Schemas.TryGetValue(schema, out SyntaxTree? other)
            ? Compilation.Create([tree, other])
            : Compilation.Create([tree]);
        Assert.All(compilation.Analyze(), CheckSpan);
    }

    private static readonly Dictionary<string, SyntaxTree> Schemas = Paths
        .Where(p => p.EndsWith("/schema.seg", StringComparison.Ordinal))
        .ToDictionary(p => p, p => SyntaxTree.Parse(new(p, Texts[p])));

    private static void Check(SyntaxTree tree)
    {
        foreach (Diagnostic diagnostic in tree.Diagnostics)
        {
            CheckSpan(diagnostic);
        }

        int end = 0;
        foreach (Token token in tree.Tokens)
        {
            foreach (Trivia trivia in token.Leading)
            {
                Assert.Equal(end, trivia.Span.Start);
                end = trivia.Span.End;
            }

            Assert.Equal(end, token.Span.Start);
            end = token.Span.End;
        }

        Assert.Equal(tree.Source.Content.Length, end);
    }

    private static void CheckSpan(Diagnostic diagnostic)
    {
        if (diagnostic.Span.Start < 0 || diagnostic.Span.Length < 0 || diagnostic.Span.End > diagnostic.Source.Content.Length)
        {
            Assert.Fail($"{diagnostic.Code} at {diagnostic.Span} of {diagnostic.Source.Content.Length}");
        }
    }
}
