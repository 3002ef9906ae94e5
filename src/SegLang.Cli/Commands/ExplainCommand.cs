using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>`seg explain SEG1234`: the page of a diagnostic, as it stands in grammar/diagnostics.md.</summary>
internal static class ExplainCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string code)
    {
        SortedDictionary<string, string> pages = Pages();
        string wanted = code.ToUpperInvariant();
        if (pages.TryGetValue(wanted, out string? page))
        {
            session.Terminal.Out.WriteLine(page);
            return ExitCode.Ok;
        }

        session.Terminal.Error.WriteLine($"error: there is no diagnostic `{Paint.Safe(code)}`");
        if (Suggestions.DidYouMean(wanted, pages.Keys) is { } help)
        {
            session.Terminal.Error.WriteLine($"help: {help}");
        }

        return ExitCode.Usage;
    }

    /// <summary>The page of a code as Markdown; null where there is none.</summary>
    public static string? Page(string code) => Pages().GetValueOrDefault(code.ToUpperInvariant());

    // A page begins with a heading that begins with its code, and goes on to the next heading of that level or above.
    private static SortedDictionary<string, string> Pages()
    {
        SortedDictionary<string, string> pages = new(StringComparer.Ordinal);
        using Stream? stream = typeof(ExplainCommand).Assembly.GetManifestResourceStream("diagnostics.md");
        if (stream is null)
        {
            return pages;
        }

        using StreamReader reader = new(stream);
        string? current = null;
        List<string> lines = [];
        bool inCode = false;
        while (reader.ReadLine() is { } line)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode && line.StartsWith("## ", StringComparison.Ordinal) || (!inCode && line.StartsWith("# ", StringComparison.Ordinal)))
            {
                Close(pages, current, lines);
                string title = line.TrimStart('#', ' ');
                current = title.StartsWith("SEG", StringComparison.Ordinal) && title.Length >= 7 ? title[..7] : null;
                lines = [];
            }

            lines.Add(line);
        }

        Close(pages, current, lines);
        return pages;
    }

    private static void Close(SortedDictionary<string, string> pages, string? code, List<string> lines)
    {
        if (code is not null)
        {
            pages[code] = string.Join('\n', lines).TrimEnd();
        }
    }
}
