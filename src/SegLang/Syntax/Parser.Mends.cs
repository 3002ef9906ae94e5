using SegLang.Text;

namespace SegLang.Syntax;

// What people mean who write what cannot stand at a place: the mends of mistakes that are often made.
internal sealed partial class Parser
{
    private Token Before(int offset = 1) => position >= offset ? tokens[position - offset] : Missing();

    private static bool IsPlainNumber(Token token) => token.Kind is TokenKind.Int or TokenKind.Decimal;

    private string? Mend(string expected) => tokens[position] switch
    {
        { Kind: TokenKind.Comma } comma when IsPlainNumber(Before()) && IsPlainNumber(Peek()) && Peek().Span.Start == comma.Span.End =>
            "a decimal is written `3.50`, and a thousand `1000` or `1_000`",
        { Kind: TokenKind.Comma } when Before(2).Is("in") => "a list stands in square brackets: `[a, b]`",
        { Kind: TokenKind.Comma or TokenKind.EqualsEquals or TokenKind.Equals or TokenKind.Greater or TokenKind.Less } when IsInAggregate(expected) => "a condition stands behind `where`: `any(Event where …)`",
        { Kind: TokenKind.String } when Before().Text is "any" or "all" or "none" && Before(2).Is("contains") =>
            "a list stands in square brackets: `[a, b]`",
        { Kind: TokenKind.Int } when Before().Kind == TokenKind.Dot && IsPlainNumber(Before(2)) => "a date is written `1990-01-31`",
        var number when IsPlainNumber(number) && IsCurrency(Before()) => $"the currency stands behind the amount: `{source.Slice(number.Span)} {Before().Text}`",
        { Kind: TokenKind.Minus } when expected == "`{`" => "a name with other signs than letters, digits and `_` stands in backticks",
        { Kind: TokenKind.Identifier } word => MendOf(word, expected),
        _ => null,
    };

    private string? MendOf(Token word, string expected) => word.Text.ToLowerInvariant() switch
    {
        "where" when expected == "`}`" => "events are asked about in an aggregate: `any(Event where …)`",
        "like" => "write `contains`, `starts with`, `ends with` or `matches`",
        "ignoring" => "`ignoring case` stands at the end of the comparison",
        "ago" => "leave out `ago`: a window is `in last 30 days`, an instant `30 days ago`",
        "since" or "until" when expected == "`}`" => $"write `years {word.Text} …`, or another unit",
        "euro" or "euros" or "dollar" or "dollars" when IsPlainNumber(Before()) => "a currency is its code, such as `EUR`",
        _ when IsWindow(position) => Before().Is("the") ? "leave out `the`" : $"write `in {word.Text} …`",
        _ when Before().Is("not") => $"write `no {word.Text}`",
        _ when Words.Aggregates.Contains(Before().Text) && !Before(2).Is("in") => $"write `{Before().Text}({word.Text} …)`",
        _ when expected == "`{`" && IsOnSameLine(position) && Peek().Kind is TokenKind.OpenBrace or TokenKind.String =>
            "a name of several words stands in backticks",
        _ => null,
    };

    // Whether what is missing closes a parenthesis in which an event stands alone, or one field of it.
    private bool IsInAggregate(string expected)
    {
        int index = position - 1;
        while (index > 1 && (tokens[index].Kind == TokenKind.Dot || tokens[index].Kind == TokenKind.Identifier))
        {
            index--;
        }

        return expected == "`)`" && index > 0 && tokens[index].Kind == TokenKind.OpenParen && Words.Aggregates.Contains(tokens[index - 1].Text);
    }

    private string? MendOfName(string what) => tokens[position].Kind switch
    {
        TokenKind.Int when what.StartsWith("the name of", StringComparison.Ordinal) => "a name begins with a letter",
        TokenKind.String when what is "the name of the segment" or "the name of the class" or "the name of the score" or "the name of the journey" =>
            "the name comes before the title",
        _ => null,
    };

    private string? MendOfDeclaration() => tokens[position] switch
    {
        { Kind: TokenKind.Minus } when Peek().Kind == TokenKind.Minus => "a comment begins with `//`",
        { Kind: TokenKind.Identifier, Text: "import" or "include" or "using" or "use" } =>
            "nothing is imported: all `.seg` files of a folder are one rule set",
        _ => null,
    };
}
