using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Editing;

public static partial class Completions
{
    private static void AddWord(CompletionContext context, Proposals proposals, GrammarTerminal terminal, bool isOperand)
    {
        string word = terminal.Text;
        switch (terminal.Production)
        {
            case "RuleSet" or "Enum" or "Schema" or "Param" or "Trait" or "Segment" or "Classify" or "Score" or "Action" or "Limit" or "Journey" or "Test"
                when Words.Declarations.Contains(word):
                if (context.Last?.Kind == TokenKind.Int)
                {
                    return; // Its unit is more likely; at the start of a line declarations are proposed in any case.
                }

                AddDeclaration(context, proposals, word);
                return;
            case "ListDeclaration":
            case "Aggregate" or "Quantifier" when IsCall(terminal):
                return;
            case "Relation" or "In" or "Between" or "Contains" or "Affix" or "Matches" or "Is" or "And" or "Or" or "AsOf" or "IgnoringCase" or "Arithmetic" or "Population":
                AddOperator(context, proposals, terminal);
                return;
            case "Unit":
                AddUnit(context, proposals, word, isOperand);
                return;
            case "Window" or "LastWindow" or "InWindow":
                AddWindow(context, proposals, terminal);
                return;
            case "Literal" or "Word" or "Not":
                AddConstant(context, proposals, word, isOperand);
                return;
            case "SpanOrAgo" when NumberGoesWith(context) is { } type && !Wanted.Instant.Fits(type):
                return;
        }

        if (char.IsAsciiLetter(word[0]) && IsAllowed(context, terminal))
        {
            AddForm(context, proposals, terminal);
        }
        else if (word == "->")
        {
            proposals.Add("->", CompletionKind.Keyword, 4, "next stage", "-> ");
        }
    }

    // What the grammar cannot say: where a word has no use, though it could stand there.
    private static bool IsAllowed(CompletionContext context, GrammarTerminal terminal)
    {
        SchemaSyntax? schema = context.Path.OfType<SchemaSyntax>().FirstOrDefault();
        var call = context.OpenCall;
        bool isSequence = call.Any(t => t.Is("then"));
        bool inScore = call.IsEmpty && context.Path.Any(n => n is ScoreSyntax);
        return (terminal.Production, terminal.Text) switch
        {
            _ when context.Before is [.., var expect, var no] && expect.Is("expect") && no.Is("no") => false, // An action follows.
            ("Setting" or "ScoreRange" or "ActionRule" or "Hours", _) => !IsGiven(context, terminal.Text),
            ("Attribute", var word) when context.Before.Reverse().TakeWhile(t => t.Kind != TokenKind.Colon).Any(t => t.Is(word)) => false,
            ("ScoreOption", var word) when context.Before.Reverse().TakeWhile(t => !t.Is("add") && !t.Is("subtract")).Any(t => t.Is(word)) => false,
            ("Attribute", "key") => schema?.Keyword.Text == "profile",
            ("Column" or "Once", _) => schema?.Keyword.Text == "event",
            ("Step", "no") => context.Last?.Is("then") == true,
            ("Step", "within") => isSequence || (inScore && context.Before.Any(t => t.Is("then"))),
            ("Step", "of") => isSequence && call.Any(t => t.Is("as")),
            ("Query", "then") => inScore || (!call.IsEmpty && call[0].Text is ("any" or "none" or "count" or "first" or "last") && (isSequence || call.Length < 4 || call[3].Kind != TokenKind.Dot)),
            ("CollectionType", "list") => schema?.Keyword.Text != "record" && context.Last?.Is("of") != true,
            ("CollectionType", "set") => context.Last?.Is("of") != true,
            ("TestPart", "given") => !context.Path.OfType<TestSyntax>().Any(t => t.Given is not null),
            ("Anywhere", "anywhere") => !HasOther<AnywhereSyntax>(context),
            ("Reenter", "reenter") => !HasOther<ReenterSyntax>(context),
            ("StageLine" or "EnterLine" or "SplitLine" or "OnLine" or "WhenLine" or "AfterLine" or "AtLine", _) => !context.Path.OfType<StageSyntax>().Any(s => s.Final is not null),
            _ => true,
        };
    }

    // Whether the declaration says already, before or after the cursor, what it says at most once.
    private static bool IsGiven(CompletionContext context, string word) =>
        Given(context.Path.OfType<DeclarationSyntax>().FirstOrDefault(), word) is not null
        || Given(SyntaxParts.DeclarationAt(context.Tree.Root, context.Replace.Start), word)?.Start > context.Replace.Start;

    private static TextSpan? Given(DeclarationSyntax? declaration, string word) => (declaration, word) switch
    {
        (RuleSetSyntax s, "timezone") => s.Timezone?.Span,
        (RuleSetSyntax s, "week") => s.WeekStart?.Span,
        (RuleSetSyntax s, "edition") => s.Edition?.Span,
        (ScoreSyntax s, "range") => s.Range?.Span,
        (ActionSyntax s, "requires") => s.Requires?.Span,
        (ActionSyntax s, "hours") => s.Hours?.Span,
        _ => null,
    };

    // Whether the journey at the cursor has such a part, before or after it.
    private static bool HasOther<T>(CompletionContext context) where T : JourneyPartSyntax =>
        context.Path.OfType<JourneySyntax>().Any(j => j.Parts.OfType<T>().Any())
        || (SyntaxParts.DeclarationAt(context.Tree.Root, context.Replace.Start) is JourneySyntax journey
            && journey.Parts.OfType<T>().Any(p => p.Span.Start > context.Replace.Start));

    private static void AddForm(CompletionContext context, Proposals proposals, GrammarTerminal terminal)
    {
        string word = terminal.Text;
        string? snippet = Snippets.Form(terminal.Production, word);
        int rank = snippet is null && context.Wanted.Kind == WantedKind.Condition ? 4 : 3;
        string plain = Snippets.EndsAlone(word) ? word : word + " ";
        proposals.Add(word, snippet is null ? CompletionKind.Keyword : CompletionKind.Snippet, rank, LanguageTexts.FindWord(word)?.Title, snippet ?? plain, snippet is not null, docKey: "word:" + word);
    }

    private static void AddDeclaration(CompletionContext context, Proposals proposals, string word)
    {
        bool isTaken = (word == "profile" && context.Snapshot.Symbols.Profile is not null)
            || (word == "ruleset" && context.Snapshot.Trees.Any(t => t.Root.Declarations.Any(d => d is RuleSetSyntax)));
        if (!isTaken && Snippets.Declaration(word) is { } snippet)
        {
            string filled = WithNames(context, snippet);
            proposals.Add(word, CompletionKind.Snippet, 3, LanguageTexts.FindWord(word)?.Title, filled, true, Words.Declarations.IndexOf(word), "word:" + word);
        }
    }

    // The first event begins a journey, a test gives the key: most rule sets have both.
    private static string WithNames(CompletionContext context, string snippet)
    {
        string begin = context.Snapshot.Symbols.Events.FirstOrDefault() is { } symbol ? $"on ${{3:{Names.Quoted(symbol.Name)}}}" : "when ${3:true}";
        string given = context.Snapshot.Symbols.Profile?.Key is { } key
            ? $"{Names.Quoted(key.Name)}: {(key.Type == SegType.Int ? "${2:1}" : "\"${2:1}\"")}"
            : "$2";
        return snippet.Replace("<begin>", begin, StringComparison.Ordinal).Replace("<key>", given, StringComparison.Ordinal);
    }

    private static void AddConstant(CompletionContext context, Proposals proposals, string word, bool isOperand)
    {
        Wanted wanted = context.Wanted;
        bool fits = word switch
        {
            "true" or "false" => wanted.Kind == WantedKind.Literal ? context.Path.Any(n => n is AnnotationSyntax) : wanted.Fits(SegType.Bool) && wanted.Kind != WantedKind.Anything,
            "now" => !wanted.IsConstant && wanted.Fits(SegType.DateTime) && context.Scope.Own is null,
            "today" => !wanted.IsConstant && wanted.Fits(SegType.Date) && context.Scope.Own is null,
            "not" => !wanted.IsConstant && wanted.Kind == WantedKind.Condition,
            _ => false,
        };
        if (fits && isOperand)
        {
            int rank = wanted.Type == SegType.Bool ? 0 : 4;
            proposals.Add(word, CompletionKind.Keyword, rank, null, word == "not" ? "not " : word, docKey: "word:" + word);
        }
    }

    private static void AddOperator(CompletionContext context, Proposals proposals, GrammarTerminal terminal)
    {
        string word = terminal.Text;
        SegType? type = context.LeftType;
        if (terminal.Production == "Between" && word == "and")
        {
            proposals.Add("and", CompletionKind.Keyword, 0, "between a and b", "and ");
            return;
        }

        if (terminal.Production == "Population" || context.Last?.Is("not") == true || word == "not")
        {
            AddPopulation(context, proposals, terminal);
            return;
        }

        if ((terminal.Production is "Is" && word is ("known" or "unknown")) || (terminal.Production == "Contains" && word is ("any" or "all" or "none")))
        {
            proposals.Add(word, CompletionKind.Keyword, 0, null, terminal.Production == "Is" ? word : word + " [$1]", terminal.Production != "Is", docKey: "word:" + word);
            return;
        }

        if (type is null || !Takes(context, terminal.Production, word, type))
        {
            return;
        }

        foreach (var (label, insert, rank) in Snippets.Operator(terminal.Production, word, type))
        {
            proposals.Add(label, CompletionKind.Keyword, rank, null, insert, insert.Contains('$', StringComparison.Ordinal), docKey: char.IsAsciiLetter(word[0]) ? "word:" + word : null);
        }
    }

    private static void AddPopulation(CompletionContext context, Proposals proposals, GrammarTerminal terminal)
    {
        bool isNumber = context.Path.OfType<InSyntax>().LastOrDefault() is { } membership
            && context.Types.Of(membership.Value, context.Scope) is { } type && (type.IsExact || type == SegType.Number);
        if (terminal.Production == "Population" && isNumber)
        {
            proposals.Add(terminal.Text, CompletionKind.Window, 1, "of all profiles", terminal.Text + " ${1:10}%", true, docKey: "word:" + terminal.Text);
        }
    }

    private static bool Takes(CompletionContext context, string production, string word, SegType type)
    {
        bool isText = type == SegType.Text;
        bool isPlain = type is not (SetType or ListType or EventType or SpanType);
        bool isOrdered = isPlain && type is not (ClassType or JourneyType) && type != SegType.Bool;
        bool isComparison = context.Left is ComparisonSyntax or InSyntax or BetweenSyntax or ContainsSyntax or AffixSyntax or MatchesSyntax or IsKnownSyntax or InWindowSyntax or InPopulationSyntax;
        return production switch
        {
            "Or" or "And" => type == SegType.Bool,
            "IgnoringCase" => word == "ignoring" && IsTextComparison(context),
            _ when isComparison => false,
            "Relation" => word is "==" or "!=" ? isPlain : isOrdered,
            "Between" => isOrdered,
            "In" => isPlain && type != SegType.Bool,
            "Contains" => isText || type is SetType,
            "Affix" or "Matches" => isText && word != "with",
            "Is" => isPlain,
            "AsOf" => word == "as" && context.Left is not (LiteralSyntax or MoneySyntax or NowSyntax) && type is not EventType,
            "Arithmetic" => word == "else" && isPlain && context.Left is not (LiteralSyntax or MoneySyntax or NowSyntax),
            _ => false,
        };
    }

    private static bool IsTextComparison(CompletionContext context) => context.Left switch
    {
        ComparisonSyntax s => context.Types.Of(s.Left, context.Scope) == SegType.Text,
        AffixSyntax or ContainsSyntax => true,
        InSyntax s => context.Types.Of(s.Value, context.Scope) == SegType.Text,
        BetweenSyntax s => context.Types.Of(s.Value, context.Scope) == SegType.Text,
        _ => false,
    };

    /// <summary>What a number before the cursor is compared with, added to or given as; null where that is not known or there is nothing.</summary>
    private static SegType? NumberGoesWith(CompletionContext context) => context.Left switch
    {
        ComparisonSyntax { Right: LiteralSyntax or SpanSyntax or BinarySyntax } s => context.Types.Of(s.Left, context.Scope),
        BetweenSyntax s => context.Types.Of(s.Value, context.Scope),
        BinarySyntax s => context.Types.Of(s.Left, context.Scope),
        _ => context.LeftWanted is { Kind: WantedKind.Value, IsConstant: true } wanted ? wanted.Type : null,
    };

    private static void AddUnit(CompletionContext context, Proposals proposals, string word, bool isOperand)
    {
        bool isPlural = word.EndsWith('s');
        if (isOperand)
        {
            bool fits = isPlural && context.Wanted.Fits(SegType.Int) && !context.Wanted.IsConstant && context.Scope.Own is null;
            if (fits && word is ("years" or "months" or "days"))
            {
                proposals.Add($"{word} since", CompletionKind.Unit, 4, "whole units that have passed", $"{word} since $1", true, docKey: "word:since");
                proposals.Add($"{word} until", CompletionKind.Unit, 5, "whole units that are left", $"{word} until $1", true, docKey: "word:until");
            }

            return;
        }

        // After a number that is compared with something that no span fits, units make no sense; nor after a name that is no param.
        Token? last = context.Last;
        bool isParam = last is { Kind: TokenKind.Identifier or TokenKind.QuotedIdentifier } && context.Snapshot.Symbols.Find<ParamSymbol>(last.Text)?.Type == SegType.Int;
        bool isSingle = last?.Is("this") == true || last?.Is("previous") == true || last?.Is("next") == true;
        SegType? other = isSingle ? null : NumberGoesWith(context);
        bool fitsTime = other is null or SpanType or ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime or ScalarKind.Duration };
        bool fitsNumber = isSingle ? !isPlural : (last?.Kind == TokenKind.Int || isParam) && isPlural != (last?.Value is 1L);
        if (fitsTime && fitsNumber && !context.StartsLine)
        {
            int order = Words.Units.IndexOf(isPlural ? word[..^1] : word);
            proposals.Add(word, CompletionKind.Unit, 1, null, order: word.StartsWith("day", StringComparison.Ordinal) ? 0 : 10 + order, docKey: "word:days");
        }
    }

    private static void AddWindow(CompletionContext context, Proposals proposals, GrammarTerminal terminal)
    {
        string word = terminal.Text;
        if (terminal.Production == "Window")
        {
            if (word == "in")
            {
                foreach (var (label, insert) in Snippets.Windows(false))
                {
                    proposals.Add("in " + label, CompletionKind.Window, 2, null, "in " + insert, insert.Contains('$', StringComparison.Ordinal), docKey: "word:" + label.Split(' ')[0]);
                }
            }
            else
            {
                proposals.Add(word, CompletionKind.Window, 3, LanguageTexts.FindWord(word)?.Title, word == "from" ? "from $1 until $2" : word + " ", word == "from", docKey: "word:" + word);
            }

            return;
        }

        InSyntax? membership = context.Path.OfType<InSyntax>().LastOrDefault();
        bool isComparison = membership is not null && context.Path.OfType<QuantifierSyntax>().LastOrDefault() is null;
        if (isComparison && membership is not null && context.Types.Of(membership.Value, context.Scope) is { } type && !Wanted.Instant.Fits(type))
        {
            return;
        }

        foreach (var (label, insert) in Snippets.Windows(isComparison).Where(w => w.Label.StartsWith(word, StringComparison.Ordinal)))
        {
            proposals.Add(label, CompletionKind.Window, 0, null, insert, insert.Contains('$', StringComparison.Ordinal), docKey: "word:" + word);
        }
    }
}
