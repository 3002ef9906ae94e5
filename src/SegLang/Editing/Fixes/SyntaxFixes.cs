using System.Globalization;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>Mends what the parser could not read.</summary>
internal static class SyntaxFixes
{
    public static Fix Missing { get; } = new("add the sign that is missing", false, context =>
    {
        int end = context.TokenBefore(context.Span.Start + (context.Span.Length == 0 ? 1 : 0))?.Span.End ?? 0;
        string found = context.Named.LastOrDefault() ?? "";
        return from sign in context.Named
               where sign is "}" or ")" or "]" or "," or "{" or ":" or "=" && sign != found
               let text = sign is "{" or "}" or "=" ? " " + sign : sign
               from place in new[] { end, context.Text.Length, BeforeBrace(context, end) }.Distinct()
               select new FixProposal($"Add `{sign}`", [context.Insert(place, text)]);
    });

    public static Fix JoinDateAndTime { get; } = new("write a `T` between a date and its time", false, context =>
        context.TokenAt(context.Span.Start) is { Kind: TokenKind.TimeOfDay } time && context.TokenBefore(time.Span.Start) is { Kind: TokenKind.Date } date
            ? FixContext.Offer("Write `T` between date and time", context.Replace(TextSpan.FromBounds(date.Span.End, time.Span.Start), "T"))
            : []);

    public static Fix Share { get; } = new("write a share with `%`", false, context =>
        context.Finding.Message.StartsWith("expected a share", StringComparison.Ordinal) && context.Advised is { } text ? context.Instead(text) : []);

    public static Fix Join { get; } = new("join two conditions with `and` or `or`", false, context =>
        context.Finding.Help?.StartsWith("join two conditions", StringComparison.Ordinal) == true
            ? new[] { "and", "or" }.SelectMany(w => FixContext.Offer($"Join with `{w}`", context.Insert(context.Span.Start, w + " ")))
            : []);

    public static Fix Dangling { get; } = new("remove what nothing follows", false, context =>
        context.Finding.Message.StartsWith("expected a value", StringComparison.Ordinal)
        && context.TokenBefore(context.Span.Length == 0 ? context.Span.Start + 1 : context.Span.Start) is { } word
        && word.Kind is not (TokenKind.OpenBrace or TokenKind.OpenParen or TokenKind.Identifier) | (word.Is("and") || word.Is("or") || word.Is("not") || word.Is("where"))
            ? FixContext.Offer($"Remove `{word.Text}`", context.Remove(word.Span))
            : []);

    public static Fix Unexpected { get; } = new("remove what does not belong here", false, context =>
        context.Span.Length > 0 ? FixContext.Offer($"Remove `{SourceLayout.Shorten(context.Written)}`", context.Remove(context.Span)) : []);

    public static Fix CompareEqual { get; } = new("write `==`", true, context => context.Instead("=="));

    public static Fix Operator { get; } = new("write the operator of the language", true, context =>
    {
        if (context.Advised is not { } word)
        {
            return [];
        }

        bool isWord = char.IsLetter(word[0]);
        string before = isWord && context.Span.Start > 0 && !char.IsWhiteSpace(context.Text[context.Span.Start - 1]) && context.Text[context.Span.Start - 1] != '(' ? " " : "";
        string after = isWord && context.Span.End < context.Text.Length && !char.IsWhiteSpace(context.Text[context.Span.End]) ? " " : "";
        return FixContext.Offer($"Write `{word}`", context.Replace(context.Span, before + word + after));
    });

    // 1 < age < 5   =>   1 < age and age < 5
    public static Fix Chain { get; } = new("write two comparisons joined by `and`", false, context =>
        context.Finding.Help?.Contains(" and ", StringComparison.Ordinal) == true
        && context.Find<MissingSyntax>() is { } chain && context.Slice(chain)[..(context.Span.Start - chain.Span.Start)] is var left
        && MiddleOf(left) is { } middle
            ? FixContext.Offer($"Write `and {middle}`", context.Insert(context.Span.Start, $"and {middle} "))
            : []);

    public static Fix Unit { get; } = new("write the unit that was meant", true, context => context.Suggested is { } unit ? context.Instead(unit) : []);

    // in last week   =>   in last 1 week, in previous week
    public static Fix WindowNumber { get; } = new("say `last 1 …` or `previous …`", false, context =>
    {
        string unit = context.Named.FirstOrDefault()?.Split(' ').LastOrDefault()?.TrimEnd('s') ?? "";
        return FixContext.Offer($"Write `in last 1 {unit}`", context.Replace(context.Span, $"in last 1 {unit}"))
            .Concat(FixContext.Offer($"Write `in previous {unit}`", context.Replace(context.Span, $"in previous {unit}")));
    });

    public static Fix OneLine { get; } = new("put the unit on the line of its number", true, context =>
        context.TokenBefore(context.Span.Start) is { } number
            ? FixContext.Offer("Put the unit on the line of its number", context.Replace(TextSpan.FromBounds(number.Span.End, context.Span.Start), " "))
            : []);

    public static Fix Word { get; } = new("write the word that was meant", false, context => context.Suggested is { } word ? context.Instead(word) : []);

    public static Fix RemoveSecond { get; } = new("remove the second one", false, context =>
        SecondOf(context) is { } span ? FixContext.Offer("Remove the second one", context.Remove(span)) : []);

    public static Fix Whole { get; } = new("write a whole number", false, context =>
    {
        Token token = context.TokenAt(context.Span.Start);
        if (context.Finding.Help is { } help && help.Contains("instead", StringComparison.Ordinal) && context.TokenBefore(context.Span.Start) is { } keyword)
        {
            string other = keyword.Text == "add" ? "subtract" : "add";
            return FixContext.Offer($"Write `{other}`", context.Replace(TextSpan.FromBounds(keyword.Span.Start, context.Span.End), other + " "));
        }

        if (context.Advised is { } advised && advised.StartsWith("1 ", StringComparison.Ordinal))
        {
            return FixContext.Offer($"Write `{advised}`", context.Insert(context.Span.Start, "1 "));
        }

        return token.Value is DecimalValue { Unscaled: var unscaled, Scale: var scale } ? WholeForms(context, token, unscaled / Math.Pow(10, scale)) : [];
    });

    public static Fix QuoteLiteral { get; } = new("put it in quotes", false, context =>
        FixContext.Offer($"Write `{SourceLayout.Quoted(context.Written)}`", context.Replace(context.Span, SourceLayout.Quoted(context.Written))));

    public static Fix Capitals { get; } = new("write the currency in capitals", true, context => context.Advised is { } code ? context.Instead(code) : []);

    // x is null => x is unknown      x is 5 => x == 5
    public static Fix IsKnown { get; } = new("write `is unknown`, `is known` or `==`", false, context =>
    {
        int index = context.IndexAt(context.Span.Start);
        System.Collections.Immutable.ImmutableArray<Token> tokens = context.Tree.Tokens;
        bool isNegated = tokens[index + 1].Is("not");
        Token value = tokens[isNegated ? index + 2 : index + 1];
        TextSpan whole = TextSpan.FromBounds(context.Span.Start, value.Span.End);
        bool isNothing = value.Text is "null" or "empty" or "missing" or "known" or "unknown";
        string known = isNegated != (value.Text == "known") ? "is known" : "is unknown";
        string compared = $"{(isNegated ? "!=" : "==")} {context.Slice(value.Span)}";
        string text = isNothing ? known : compared;
        return FixContext.Offer($"Write `{text}`", context.Replace(whole, text));
    });

    public static Fix Brackets { get; } = new("put the list in square brackets", true, context =>
        Closing(context) is { } close
            ? FixContext.Offer("Write `[…]`", context.Replace(context.Span, "["), context.Replace(close.Span, "]"))
            : []);

    public static Fix ParenthesizeNot { get; } = new("put `not` and its operand in parentheses", true, context =>
        context.Find<MissingSyntax>() is { } missing
            ? FixContext.Offer("Put it in parentheses", context.Insert(missing.Span.Start, "("), context.Insert(missing.Span.End, ")"))
            : []);

    private static int BeforeBrace(FixContext context, int position)
    {
        int line = context.Text.IndexOf('\n', position);
        int end = line < 0 ? context.Text.Length : line;
        int brace = context.Text.LastIndexOf('}', Math.Max(0, end - 1));
        return brace >= position ? context.TokenBefore(brace)?.Span.End ?? position : position;
    }

    private static string? MiddleOf(string left)
    {
        int sign = left.LastIndexOfAny(['<', '>', '=']);
        string middle = sign < 0 ? "" : left[(sign + 1)..].Trim();
        return middle.Length == 0 ? null : middle;
    }

    private static IEnumerable<FixProposal> WholeForms(FixContext context, Token token, double value)
    {
        Token unit = context.TokenAt(token.Span.End);
        (string Unit, int Factor)? finer = unit.Text.TrimEnd('s') switch
        {
            "minute" => ("seconds", 60),
            "hour" => ("minutes", 60),
            "day" => ("hours", 24),
            "week" => ("days", 7),
            "year" => ("months", 12),
            _ => null,
        };
        if (finer is { } form && value * form.Factor % 1 == 0)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{value * form.Factor:F0} {form.Unit}");
            yield return new($"Write `{text}`", [context.Replace(TextSpan.FromBounds(token.Span.Start, unit.Span.End), text)]);
        }

        string rounded = Math.Max(1, Math.Round(value)).ToString("F0", CultureInfo.InvariantCulture);
        yield return new($"Write `{rounded}`", [context.Replace(token.Span, rounded)]);
    }

    private static Token? Closing(FixContext context)
    {
        int depth = 0;
        foreach (Token token in context.Tree.Tokens.Skip(context.IndexAt(context.Span.Start)))
        {
            depth += token.Kind == TokenKind.OpenParen ? 1 : token.Kind == TokenKind.CloseParen ? -1 : 0;
            if (depth == 0)
            {
                return token;
            }
        }

        return null;
    }

    // The second setting of its kind: up to the word that begins the next member, or the closing brace.
    private static TextSpan? SecondOf(FixContext context)
    {
        int index = context.IndexAt(context.Span.Start);
        int end = context.Span.End;
        string word = context.Written;
        for (int i = index + 1; i < context.Tree.Tokens.Length; i++)
        {
            Token token = context.Tree.Tokens[i];
            bool ends = token.Kind is TokenKind.CloseBrace or TokenKind.EndOfFile || EndsMember(token);
            if (ends)
            {
                return TextSpan.FromBounds(context.Span.Start, end);
            }

            end = token.Span.End;
        }

        return word.Length == 0 ? null : context.Span;
    }

    private static bool EndsMember(Token token) => token is
    {
        Kind: TokenKind.Identifier,
        Text: "timezone" or "week" or "edition" or "add" or "subtract" or "range" or "requires" or "hours" or "key" or "default" or "from"
    };
}
