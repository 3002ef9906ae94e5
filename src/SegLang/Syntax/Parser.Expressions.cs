using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

internal sealed partial class Parser
{
    // How deep the expression being read is nested, and how deep its deepest part is: a chain of operators without
    // parentheses moves its left side one deeper with each operator.
    private int depth;
    private int deepest;

    private bool Enter()
    {
        depth++;
        deepest = Math.Max(deepest, depth);
        return CheckDepth();
    }

    private void Leave() => depth--;

    // The innermost operand is no nesting of its own.
    private bool CheckDepth()
    {
        if (deepest <= Limits.Nesting + 1)
        {
            return true;
        }

        Fail(Rules.NestedTooDeep.At(source, panic ? new(PreviousEnd, 0) : tokens[position].Span, "give a part of it a name as a `trait` or `segment`"));
        return false;
    }

    /// <summary>Parses an expression or condition.</summary>
    private ExpressionSyntax ParseExpression() => ParseOr();

    private ExpressionSyntax ParseOr() => ReadLogical("or", TokenKind.BarBar, parseAnd);

    private ExpressionSyntax ParseAnd() => ReadLogical("and", TokenKind.AmpersandAmpersand, parseNot);

    private ExpressionSyntax ReadLogical(string word, TokenKind foreign, Func<ExpressionSyntax> operand)
    {
        int start = Start;
        ExpressionSyntax first = operand();
        if (!IsWord(word) && !IsForeign(word, foreign))
        {
            return first;
        }

        ImmutableArray<ExpressionSyntax>.Builder operands = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        ImmutableArray<Token>.Builder operators = ImmutableArray.CreateBuilder<Token>();
        operands.Add(first);
        while (IsWord(word) || IsForeign(word, foreign))
        {
            operators.Add(IsWord(word) ? Next() : NextForeign(word));
            operands.Add(operand());
        }

        return new LogicalSyntax(operands.ToImmutable(), operators.ToImmutable(), SpanFrom(start));
    }

    // `&&`, or `AND` where an operand follows on its line, so that it is no name.
    private bool IsForeign(string word, TokenKind sign) =>
        IsKind(sign) || (IsOtherCase(word) && IsOnSameLine(position + 1) && CanBeginOperand(Peek()) && !BeginsField(position));

    private bool IsOtherCase(string word) =>
        Current.Kind == TokenKind.Identifier && Current.Text != word && string.Equals(Current.Text, word, StringComparison.OrdinalIgnoreCase);

    private static bool CanBeginOperand(Token token) => token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
        ? token.Text is not ("when" or "otherwise" or "by") && !Words.AfterOperand.Contains(token.Text)
        : token.Kind is TokenKind.OpenParen or TokenKind.Int or TokenKind.Decimal or TokenKind.String or TokenKind.Date or TokenKind.DateTime;

    // An operator of another language is read as the one that it is meant to be.
    private Token NextForeign(string meant, TokenKind kind = TokenKind.Identifier)
    {
        Report(Rules.ForeignOperator.At(source, Current.Span, source.Slice(Current.Span), $"write `{meant}`"));
        return Next() with { Kind = kind, Text = meant };
    }

    private ExpressionSyntax ParseNot()
    {
        bool isForeign = IsForeign("not", TokenKind.Bang);
        if (!IsWord("not") && !isForeign)
        {
            return ParseComparison();
        }

        int start = Start;
        bool fits = Enter();
        Token keyword = isForeign ? NextForeign("not") : Next();
        ExpressionSyntax operand = fits ? ParseNot() : MissingOperand();
        Leave();
        return new UnarySyntax(keyword, operand, SpanFrom(start));
    }

    // Comparisons are not associative: a second one is one mistake.
    private ExpressionSyntax ParseComparison()
    {
        int start = Start;
        ExpressionSyntax left = ParseArithmetic();
        if (!IsComparison())
        {
            return left;
        }

        ExpressionSyntax comparison = ReadComparison(left, start);
        return IsComparison() ? SkipChain(comparison, start) : comparison;
    }

    private MissingSyntax SkipChain(ExpressionSyntax first, int start)
    {
        TextSpan second = Current.Span;
        ExpressionSyntax middle = first is ComparisonSyntax comparison ? comparison.Right : first;
        string? help = null;
        while (IsComparison())
        {
            ExpressionSyntax next = ReadComparison(middle, middle.Span.Start);
            help ??= first is ComparisonSyntax && next is ComparisonSyntax && !panic
                ? $"write `{Shorten(source.Slice(first.Span))} and {Shorten(source.Slice(next.Span))}`"
                : "put one comparison in parentheses";
        }

        Report(Rules.ChainedComparison.At(source, second, help));
        return new(SpanFrom(start));
    }

    private bool IsComparison() => Current.Kind switch
    {
        TokenKind.EqualsEquals or TokenKind.NotEquals or TokenKind.Less or TokenKind.LessEquals
            or TokenKind.Greater or TokenKind.GreaterEquals or TokenKind.Equals => true,
        TokenKind.Identifier when BeginsField(position) => false,
        TokenKind.Identifier when Current.Text == "not" => IsNegatable(Peek()) || IsForeignComparison(position + 1),
        TokenKind.Identifier when IsOtherCase("not") => IsForeignComparison(position + 1),
        TokenKind.Identifier => Current.Text == "is" || IsNegatable(Current) || IsForeignComparison(position),
        _ => false,
    };

    private static bool IsNegatable(Token word) =>
        word is { Kind: TokenKind.Identifier, Text: "in" or "between" or "contains" or "starts" or "ends" or "matches" };

    // `IN ("a", "b")`, `IS NULL`: where an operand follows on its line, so that it is no name.
    private bool IsForeignComparison(int index) =>
        At(index) is { Kind: TokenKind.Identifier, Text: var text }
        && text.ToLowerInvariant() is "is" or "in" or "between" or "contains" or "starts" or "ends" or "matches"
        && text.Any(char.IsAsciiLetterUpper) && IsOnSameLine(index + 1) && !BeginsField(index)
        && (At(index + 1).Kind == TokenKind.OpenBracket || CanBeginOperand(At(index + 1)));

    private ExpressionSyntax ReadComparison(ExpressionSyntax left, int start)
    {
        bool isForeign = IsOtherCase("not");
        Token? not = isForeign ? NextForeign("not") : NextIfWord("not");
        if (Current.Kind != TokenKind.Identifier)
        {
            return ParseRelation(left, start);
        }

        string word = Current.Text.ToLowerInvariant();
        if (!isForeign && word != Current.Text && (word != "is" || Peek().Is("known") || Peek().Is("unknown")))
        {
            Report(Rules.ForeignOperator.At(source, Current.Span, Current.Text, $"write `{word}`"));
        }

        return word switch
        {
            "in" => ParseIn(left, not, start),
            "is" => ParseIs(left, start),
            "between" => ParseBetween(left, not, start),
            "contains" => ParseContains(left, not, start),
            "starts" or "ends" => ParseAffix(left, not, start),
            _ => ParseMatches(left, not, start),
        };
    }

    private ComparisonSyntax ParseRelation(ExpressionSyntax left, int start)
    {
        Token sign = ReadSign();
        ExpressionSyntax right = ParseArithmetic();
        Token? ignoring = ParseIgnoringCase();
        return new(left, sign, right, ignoring, SpanFrom(start));
    }

    private Token ReadSign()
    {
        if (NextForeignSign() is { } foreign)
        {
            return foreign;
        }

        if (IsKind(TokenKind.Equals))
        {
            Report(Rules.SingleEquals.At(source, Current.Span, "write `==` to compare"));
            return Next() with { Kind = TokenKind.EqualsEquals, Text = "==" };
        }

        return Next();
    }

    // Signs of other languages that the lexer reads as two: `<>`, `=>`, `===`.
    private Token? NextForeignSign()
    {
        if (Peek().Span.Start != Current.Span.End)
        {
            return null;
        }

        (TokenKind Kind, string Text)? meant = (Current.Kind, Peek().Kind) switch
        {
            (TokenKind.Less, TokenKind.Greater) or (TokenKind.NotEquals, TokenKind.Equals) => (TokenKind.NotEquals, "!="),
            (TokenKind.Equals, TokenKind.Greater) => (TokenKind.GreaterEquals, ">="),
            (TokenKind.Equals, TokenKind.Less) => (TokenKind.LessEquals, "<="),
            (TokenKind.EqualsEquals, TokenKind.Equals) => (TokenKind.EqualsEquals, "=="),
            _ => null,
        };
        if (meant is not { } sign)
        {
            return null;
        }

        TextSpan span = TextSpan.Cover(Current.Span, Peek().Span);
        Report(Rules.ForeignOperator.At(source, span, source.Slice(span), $"write `{sign.Text}`"));
        _ = Next();
        return Next() with { Kind = sign.Kind, Text = sign.Text, Span = span };
    }

    private Token? ParseIgnoringCase()
    {
        Token? ignoring = NextIfWord("ignoring");
        if (ignoring is not null)
        {
            _ = ExpectWord("case");
        }

        return ignoring;
    }

    private ExpressionSyntax ParseIs(ExpressionSyntax left, int start)
    {
        Token keyword = Next();
        if (IsWord("known") || IsWord("unknown"))
        {
            return new IsKnownSyntax(left, keyword, Next(), SpanFrom(start));
        }

        bool negated = (IsWord("not") || IsOtherCase("not")) && Next().IsPresent;
        string meant = IsWord("known") || !negated ? "is unknown" : "is known";
        string help = IsName() && Current.Text is "null" or "NULL" or "empty" or "missing" or "known" or "unknown"
            ? $"write `{meant}`"
            : "write `is known` or `is unknown`, and `==` to compare";
        Report(Rules.IsWithoutKnown.At(source, keyword.Span, help));
        _ = IsName() || IsKind(TokenKind.String) || IsKind(TokenKind.Int) ? Next() : null;
        return new MissingSyntax(SpanFrom(start));
    }

    private BetweenSyntax ParseBetween(ExpressionSyntax left, Token? not, int start)
    {
        Token keyword = Next();
        ExpressionSyntax low = ParseArithmetic();
        _ = IsOtherCase("and") && keyword.Text == "between" ? NextForeign("and")
            : IsOtherCase("and") ? Next()
            : ExpectWord("and", "write `between a and b`");
        ExpressionSyntax high = ParseArithmetic();
        Token? ignoring = ParseIgnoringCase();
        return new(left, not, keyword, low, high, ignoring, SpanFrom(start));
    }

    private ContainsSyntax ParseContains(ExpressionSyntax left, Token? not, int start)
    {
        Token keyword = Next();
        ContainsKind kind = IsContainsKind()
            ? Next().Text switch { "any" => ContainsKind.Any, "all" => ContainsKind.All, _ => ContainsKind.None }
            : ContainsKind.One;
        ExpressionSyntax right = ParseArithmetic();
        Token? ignoring = ParseIgnoringCase();
        return new(left, not, keyword, kind, right, ignoring, SpanFrom(start));
    }

    // `any`, `all` and `none` are names too: they quantify where a list or another name follows.
    private bool IsContainsKind() =>
        (IsWord("any") || IsWord("all") || IsWord("none"))
        && (Peek().Kind is TokenKind.OpenBracket or TokenKind.QuotedIdentifier
            || (Peek().Kind == TokenKind.Identifier && IsOnSameLine(position + 1) && !Words.AfterOperand.Contains(Peek().Text)
                && Peek().Text != "ignoring" && !BeginsField(position + 1)));

    private AffixSyntax ParseAffix(ExpressionSyntax left, Token? not, int start)
    {
        Token keyword = Next();
        _ = ExpectWord("with");
        ExpressionSyntax right = ParseArithmetic();
        Token? ignoring = ParseIgnoringCase();
        return new(left, not, keyword, right, ignoring, SpanFrom(start));
    }

    private MatchesSyntax ParseMatches(ExpressionSyntax left, Token? not, int start)
    {
        Token keyword = Next();
        Token pattern = Expect(TokenKind.String, "a pattern in quotes");
        if (pattern.Value is string { Length: > Limits.PatternCharacters })
        {
            Report(Rules.PatternTooLong.At(source, pattern.Span));
            pattern = Missing(pattern);
        }

        Token? ignoring = ParseIgnoringCase();
        return new(left, not, keyword, pattern, ignoring, SpanFrom(start));
    }

    // `else`, `+ -`, `* /`, from loosest to tightest, all from left to right.
    private static int Precedence(Token token) => token switch
    {
        { Kind: TokenKind.Star or TokenKind.Slash } => 3,
        { Kind: TokenKind.Plus or TokenKind.Minus } => 2,
        { Kind: TokenKind.Identifier, Text: "else" } => 1,
        _ => 0,
    };

    private ExpressionSyntax ParseArithmetic(int minimum = 1)
    {
        int outer = deepest;
        deepest = depth;
        ExpressionSyntax left = ParseUnary();
        while (Precedence(Current) is var precedence && precedence >= minimum && !BeginsField(position))
        {
            int moved = deepest + 1;
            deepest = depth;
            Token sign = Next();
            ExpressionSyntax right = ParseArithmetic(precedence + 1);
            deepest = Math.Max(moved, deepest + 1);
            left = new BinarySyntax(left, sign, right);
            _ = CheckDepth();
        }

        deepest = Math.Max(outer, deepest);
        return left;
    }

    private ExpressionSyntax ParseUnary()
    {
        if (!IsKind(TokenKind.Minus))
        {
            return ParseAsOf();
        }

        int start = Start;
        bool fits = Enter();
        Token sign = Next();
        leastNumber = IsLeast(Current) ? position : leastNumber;
        ExpressionSyntax operand = fits ? ParseUnary() : MissingOperand();
        Leave();
        return new UnarySyntax(sign, operand, SpanFrom(start));
    }

    // 9223372036854775808 and decimals of that many units: no number of 64 bits, but for its negative.
    private static bool IsLeast(Token token) =>
        token.Kind is TokenKind.Int or TokenKind.Decimal or TokenKind.Percent && token.Value is long.MinValue or DecimalValue { Unscaled: long.MinValue };

    private void RefuseLeast(Token token)
    {
        if (IsLeast(token) && leastNumber != position)
        {
            Report(Rules.NumberTooLarge.At(source, token.Span, token.Text));
        }
    }

    private ExpressionSyntax ParseAsOf()
    {
        int start = Start;
        ExpressionSyntax value = ParsePostfix();
        while (IsWord("as") && Peek().Is("of"))
        {
            Token keyword = Next();
            _ = Next();
            deepest++;
            _ = CheckDepth();
            ExpressionSyntax instant = ParsePostfix();
            value = new AsOfSyntax(value, keyword, instant, SpanFrom(start));
        }

        return value;
    }

    private ExpressionSyntax ParsePostfix()
    {
        int start = Start;
        ExpressionSyntax target = ParsePrimary();
        while (IsKind(TokenKind.Dot))
        {
            Token dot = Next();
            deepest++;
            _ = CheckDepth();
            Token name = IsName() && !BeginsField(position) ? Next() : Expect(TokenKind.Missing, "a name after `.`");
            target = new MemberAccessSyntax(target, dot, name, SpanFrom(start));
        }

        return target;
    }
}
