using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SegLang.Tests.Cli;

/// <summary>
/// A case as text: `@file NAME` with indented content, `@hex NAME bytes`, `@repeat NAME N text`, `@nest NAME N` make a folder; `$ seg …` runs the
/// command in it and `$ ls` lists it; `| ` stdout, `! ` stderr and `= ` the exit code are what must come.
/// </summary>
internal sealed partial class CommandCase(string text)
{
    /// <summary>Runs the commands and gives the case as it should read.</summary>
    public string Play()
    {
        string root = Path.Combine(Path.GetTempPath(), $"seg-case-{Guid.NewGuid():N}");
        string folder = Path.Combine(root, "work");
        Directory.CreateDirectory(folder);
        try
        {
            StringBuilder played = new();
            string[] lines = text.Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].StartsWith("| ", StringComparison.Ordinal) || lines[i] == "|"
                    || lines[i].StartsWith("! ", StringComparison.Ordinal) || lines[i] == "!"
                    || lines[i].StartsWith("= ", StringComparison.Ordinal))
                {
                    continue;
                }

                played.Append(lines[i]).Append(i == lines.Length - 1 ? "" : "\n");
                if (lines[i].StartsWith('@'))
                {
                    Make(folder, lines, i);
                }
                else if (lines[i].StartsWith("$ ", StringComparison.Ordinal))
                {
                    played.Append(Run(root, folder, Words(lines[i][2..])));
                }
            }

            return played.ToString();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Make(string folder, string[] lines, int at)
    {
        string[] words = lines[at].Split(' ', 4);
        string path = Path.Combine(folder, words[1]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (words[0])
        {
            case "@file":
                IEnumerable<string> content = lines.Skip(at + 1)
                    .TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l[2..]);
                File.WriteAllText(path, string.Concat(content.Select(l => l + "\n")));
                break;
            case "@hex":
                File.WriteAllBytes(path, Convert.FromHexString(words[2]));
                break;
            case "@repeat":
                int count = int.Parse(words[2], CultureInfo.InvariantCulture);
                File.WriteAllText(path, string.Concat(Enumerable.Repeat(Regex.Unescape(words[3]), count)));
                break;
            case "@nest":
                int depth = int.Parse(words[2], CultureInfo.InvariantCulture);
                File.WriteAllText(path, $"profile P {{ id: text key, a: bool }}\nsegment S {{ {new string('(', depth)}a{new string(')', depth)} }}\n");
                break;
            default:
                throw new FormatException(lines[at]);
        }
    }

    private static string Run(string root, string folder, string[] words)
    {
        if (words[0] == "ls")
        {
            IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
            return string.Concat(files.Select(f => $"| {f}\n"));
        }

        Binary.Output output = Binary.Run(folder, Path.Combine(root, "cache"), words.Skip(1));
        return Marked("|", output.Out, root) + Marked("!", output.Error, root) + $"= {output.Code}\n";
    }

    private static string Marked(string mark, string text, string root)
    {
        text = Elapsed().Replace(text.Replace(root, "<root>", StringComparison.Ordinal), "in N ms");
        string[] lines = text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text + "⏎").Split('\n');
        return string.Concat(lines.Select(l => $"{mark} {l}".TrimEnd() + "\n"));
    }

    // Words by spaces; those in single quotes hold together.
    private static string[] Words(string line) =>
        [.. WordPattern().Matches(line).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)];

    [GeneratedRegex(@"'([^']*)'|\S+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"in \d+ ms")]
    private static partial Regex Elapsed();
}
