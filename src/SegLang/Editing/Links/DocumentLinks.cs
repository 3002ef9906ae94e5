using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>A piece of text that leads somewhere: a URL, or a path relative to the folder of the file it stands in.</summary>
public sealed record DocumentLink(TextSpan Span, string Target, bool IsPath, string Tip);

/// <summary>The links in a file.</summary>
public static partial class DocumentLinks
{
    /// <summary>URLs in comments, and the codes of findings, which lead to the catalogue; by place.</summary>
    public static ImmutableArray<DocumentLink> Of(RuleSnapshot snapshot, string path)
    {
        if (snapshot.Tree(path) is not { } tree)
        {
            return [];
        }

        ImmutableArray<DocumentLink>.Builder links = ImmutableArray.CreateBuilder<DocumentLink>();
        foreach (Trivia trivia in tree.Tokens.SelectMany(t => t.Leading.IsDefault ? [] : t.Leading))
        {
            if (trivia.Kind is TriviaKind.LineComment or TriviaKind.BlockComment or TriviaKind.DocComment)
            {
                AddFrom(links, tree.Source.Slice(trivia.Span), trivia.Span.Start);
            }
        }

        return links.ToImmutable();
    }

    private static void AddFrom(ImmutableArray<DocumentLink>.Builder links, string comment, int start)
    {
        foreach (Match match in UrlOrCode().Matches(comment))
        {
            string text = match.Value;
            bool isUrl = text.StartsWith("http", StringComparison.Ordinal);
            text = isUrl ? text.TrimEnd('.', ',', ';', ':', '!', '?', ')', '\'', '"') : text;
            TextSpan span = new(start + match.Index, text.Length);
            links.Add(isUrl
                ? new(span, text, false, "open in the browser")
                : new(span, $"https://seglang.dev/diagnostics#{text.ToLowerInvariant()}", false, $"what {text} means"));
        }
    }

    /// <summary>The data files that a `seglang.json` names; by place. Text that is no JSON has none from there on.</summary>
    public static ImmutableArray<DocumentLink> InSettings(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        ImmutableArray<DocumentLink>.Builder links = ImmutableArray.CreateBuilder<DocumentLink>();
        try
        {
            ReadPaths(ref reader, bytes, links);
        }
        catch (JsonException)
        {
            // Half-written: what stood before the mistake counts.
        }

        return links.ToImmutable();
    }

    private static void ReadPaths(ref Utf8JsonReader reader, byte[] bytes, ImmutableArray<DocumentLink>.Builder links)
    {
        bool inData = false;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                inData = reader.ValueTextEquals("data"u8);
            }
            else if (inData && reader is { TokenType: JsonTokenType.String, CurrentDepth: > 1 } && reader.GetString() is { Length: > 0 } written)
            {
                int start = Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.TokenStartIndex) + 1;
                int length = Encoding.UTF8.GetCharCount(reader.ValueSpan);
                links.Add(new(new(start, length), written.Split('#')[0], true, "open the data file"));
            }
        }
    }

    [GeneratedRegex(@"https?://[^\s<>`]+|\bSEG[1-9][0-9]{3}\b")]
    private static partial Regex UrlOrCode();
}
