using System.Text;

namespace SegLang.Tests.Conformance;

/// <summary>
/// A file of behaviours: declarations, a line `====` with the instant, a test's body (what is given and happens), a line `====`,
/// then lines of the form `expression ⇶ value`. Each becomes a test at that instant whose name is its line; a line without `⇶`
/// that begins with `//` is a comment.
/// </summary>
internal sealed record ExpressionLines(string RuleText, int Count)
{
    private const string Separator = "====";

    public static ExpressionLines Read(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int first = Array.FindIndex(lines, l => l.StartsWith(Separator, StringComparison.Ordinal));
        int second = Array.FindIndex(lines, first + 1, l => l.StartsWith(Separator, StringComparison.Ordinal));
        string instant = lines[first][Separator.Length..].Trim();
        string facts = string.Join('\n', lines[(first + 1)..second]);
        StringBuilder rules = new(string.Join('\n', lines[..first]) + "\n");
        int count = 0;
        for (int i = second + 1; i < lines.Length; i++)
        {
            if (Expectation(lines[i]) is { } expectation)
            {
                rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"test \"line {i + 1}\" {{ {facts} at {instant} expect {expectation} }}\n");
                count++;
            }
        }

        return new(rules.ToString(), count);
    }

    private static string? Expectation(string line)
    {
        int comment = line.IndexOf(" // ", StringComparison.Ordinal);
        string[] sides = (comment < 0 ? line : line[..comment]).Split('⇶', StringSplitOptions.TrimEntries);
        if (sides.Length != 2)
        {
            Assert.True(line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal), $"not an expression ⇶ value: {line}");
            return null;
        }

        return sides[1] switch
        {
            "true" => $"({sides[0]})",
            "false" => $"not ({sides[0]})",
            "unknown" => $"({sides[0]}) is unknown",
            var value => $"({sides[0]}) == ({value})",
        };
    }
}
