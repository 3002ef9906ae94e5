using System.Collections.Immutable;
using System.Globalization;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private readonly Dictionary<JourneySymbol, Dictionary<string, MemberSymbol>> stagesByName = [];

    private BoundJourney? DefineJourney(JourneySymbol journey)
    {
        ImmutableArray<JourneyPartSyntax> parts = journey.Syntax.Parts;
        bool good = CheckParts(journey);
        BoundReentry? reentry = BindReentry(parts.OfType<ReenterSyntax>().FirstOrDefault());
        ImmutableArray<BoundStart?> starts = [.. parts.OfType<StartSyntax>().Select(s => BindStart(journey, s))];
        ImmutableArray<BoundLine?> anywhere =
            [.. parts.OfType<AnywhereSyntax>().Take(1).SelectMany(a => a.Lines).Select(l => BindAnywhereLine(journey, l))];
        var stages = ImmutableArray.CreateBuilder<BoundStage>();
        foreach (StageSyntax syntax in parts.OfType<StageSyntax>())
        {
            ImmutableArray<BoundLine?> lines = BindStage(journey, syntax);
            good &= !lines.Contains(null);
            if (stages.Count < journey.Stages.Length && journey.Stages[stages.Count].NameSpan == syntax.Name.Span)
            {
                stages.Add(new BoundStage(journey.Stages[stages.Count], [.. lines.OfType<BoundLine>()]));
            }
        }

        return good && reentry is not null && !starts.Contains(null) && !anywhere.Contains(null)
            ? new BoundJourney(journey, [.. starts.OfType<BoundStart>()], reentry, [.. anywhere.OfType<BoundLine>()], stages.ToImmutable())
            : null;
    }

    private bool CheckParts(JourneySymbol journey)
    {
        ImmutableArray<JourneyPartSyntax> parts = journey.Syntax.Parts;
        int before = diagnostics.Count;
        if (journey.Syntax.Per is { } per)
        {
            diagnostics.Add(Rules.NotYet.At(source, per.Span, "journeys per event"));
        }

        if (!parts.Any(p => p is StartSyntax))
        {
            diagnostics.Add(Rules.NoStart.At(source, journey.NameSpan, journey.Name, "say what begins it: `start Stage on Event`"));
        }

        foreach (AnywhereSyntax second in parts.OfType<AnywhereSyntax>().Skip(1))
        {
            diagnostics.Add(Rules.OncePerJourney.At(source, second.Keyword.Span, "anywhere", "put its lines into the first one"));
        }

        CheckReenter(journey, [.. parts.OfType<ReenterSyntax>()]);
        CheckStages(journey, [.. parts.OfType<StageSyntax>().Where(s => s.Name.IsPresent)]);
        return diagnostics.Count == before;
    }

    private void CheckReenter(JourneySymbol journey, ImmutableArray<ReenterSyntax> all)
    {
        foreach (ReenterSyntax second in all.Skip(1))
        {
            diagnostics.Add(Rules.OncePerJourney.At(source, second.Keyword.Span, "reenter", "keep one of them"));
        }

        if (all.Length == 1 && !journey.Stages.Any(s => s.IsFinal))
        {
            diagnostics.Add(Rules.ReenterWithoutEnd.At(source, all[0].Keyword.Span, journey.Name, "add a `final stage`, or leave out `reenter`"));
        }
    }

    private void CheckStages(JourneySymbol journey, ImmutableArray<StageSyntax> stages)
    {
        foreach (IGrouping<string, StageSyntax> same in stages.GroupBy(s => s.Name.Text))
        {
            foreach (StageSyntax second in same.Skip(1))
            {
                Diagnostic finding = Rules.DuplicateStage.At(source, second.Name.Span, same.Key, journey.Name, "give one of them another name");
                diagnostics.Add(finding with { Related = [new RelatedPlace(source, same.First().Name.Span, "the first one")] });
            }
        }
    }

    private BoundReentry? BindReentry(ReenterSyntax? syntax)
    {
        if (syntax?.After is null)
        {
            return new BoundReentry(syntax is not null && syntax.Mode.Is("always"), null);
        }

        return BindDelay(syntax.After, "the time until a new start", "write `reenter always`") is { } after ? new BoundReentry(true, after) : null;
    }

    /// <summary>The stage of that name, or null where it is missing or was reported.</summary>
    private MemberSymbol? FindStage(JourneySymbol journey, Token name)
    {
        if (!name.IsPresent)
        {
            return null;
        }

        if (!stagesByName.TryGetValue(journey, out Dictionary<string, MemberSymbol>? stages))
        {
            stagesByName.Add(journey, stages = journey.Stages.ToDictionary(s => s.Name, StringComparer.Ordinal));
        }

        MemberSymbol? stage = stages.GetValueOrDefault(name.Text);
        if (stage is null)
        {
            string help = Suggest(name.Text, journey.Stages.Select(s => s.Name)) ?? $"add `stage {name.Text} {{ … }}`";
            diagnostics.Add(Rules.UnknownStage.At(source, name.Span, name.Text, journey.Name, help));
        }

        Note(name, stage);
        return stage;
    }

    private EventSymbol? FindEvent(Token name)
    {
        EventSymbol? symbol = Look(name.Text) as EventSymbol;
        if (symbol is null && name.IsPresent)
        {
            diagnostics.Add(NotAnEvent(name));
        }

        Note(name, symbol);
        return symbol;
    }

    private BoundStart? BindStart(JourneySymbol journey, StartSyntax syntax)
    {
        MemberSymbol? stage = FindStage(journey, syntax.Stage);
        EventVariable? variable = syntax.Event is { } name && FindEvent(name) is { } symbol ? new(symbol, null) : null;
        if (syntax.When is null && variable is null)
        {
            return null;
        }

        Scope outside = scope;
        scope = variable is null ? scope : scope.WithFields(variable);
        BoundExpression? condition = (syntax.When ?? syntax.Where) is { } written ? BindCondition(written) : null;
        scope = outside;
        return stage is null || condition is { Type.IsError: true } ? null : new BoundStart(syntax, stage, variable, condition);
    }

    private ImmutableArray<BoundLine?> BindStage(JourneySymbol journey, StageSyntax syntax)
    {
        if (syntax is { Final: not null, Lines: [var first, ..] })
        {
            diagnostics.Add(Rules.LineInFinalStage.At(source, first.Span, syntax.Name.Text, "leave out its lines, or the word `final`"));
            return [null];
        }

        return [.. syntax.Lines.Select(l => BindLine(journey, l))];
    }

    private BoundLine? BindAnywhereLine(JourneySymbol journey, StageLineSyntax syntax)
    {
        if (syntax is not SplitLineSyntax)
        {
            return BindLine(journey, syntax);
        }

        diagnostics.Add(Rules.SplitAnywhere.At(source, syntax.Keyword.Span, "move it into that stage"));
        return null;
    }

    private BoundLine? BindLine(JourneySymbol journey, StageLineSyntax syntax)
    {
        if (syntax is not (EnterLineSyntax or SplitLineSyntax) && syntax is { Target: null, Actions: [] })
        {
            diagnostics.Add(Rules.LineWithoutEffect.At(source, syntax.Span, "say where it leads with `-> Stage`, or what it asks for with `do Action(…)`"));
            return null;
        }

        MemberSymbol? target = syntax.Target is null ? null : FindStage(journey, syntax.Target);
        BoundLine? line = syntax switch
        {
            EnterLineSyntax s => BindCalls(s.Actions) is { } actions ? new BoundEnterLine(s, actions) : null,
            OnLineSyntax s => BindOnLine(s, target),
            WhenLineSyntax s => BindWhenLine(s, target),
            AfterLineSyntax s => BindAfterLine(s, target),
            AtLineSyntax s => BindAtLine(s, target),
            SplitLineSyntax s => BindSplitLine(journey, s),
            _ => throw new System.Diagnostics.UnreachableException(syntax.GetType().Name),
        };
        return syntax.Target is not null && target is null ? null : line;
    }

    private BoundOnLine? BindOnLine(OnLineSyntax syntax, MemberSymbol? target)
    {
        if (FindEvent(syntax.Event) is not { } symbol)
        {
            return null; // What follows may speak of this event; it would only repeat the mistake.
        }

        EventVariable variable = new(symbol, null);
        Scope outside = scope;
        scope = scope.WithFields(variable);
        BoundExpression? where = syntax.Where is null ? null : BindCondition(syntax.Where);
        ImmutableArray<BoundActionCall>? actions = BindCalls(syntax.Actions);
        scope = outside;
        return where is { Type.IsError: true } || actions is not { } calls ? null : new BoundOnLine(syntax, variable, where, target, calls);
    }

    private BoundWhenLine? BindWhenLine(WhenLineSyntax syntax, MemberSymbol? target)
    {
        BoundExpression condition = BindCondition(syntax.Condition);
        return BindCalls(syntax.Actions) is { } actions && !condition.Type.IsError
            ? new BoundWhenLine(syntax, condition, target, actions)
            : null;
    }

    private BoundAfterLine? BindAfterLine(AfterLineSyntax syntax, MemberSymbol? target)
    {
        BoundAmount? delay = BindDelay(syntax.Delay, "the time to wait", "what happens at once stands in a `when` or `enter` line");
        BoundExpression? lastSeen = syntax.Without is null ? null : BindLastSeen(syntax.Without, syntax.Where);
        int? time = Minutes(syntax.AtTime);
        bool good = lastSeen is not { Type.IsError: true } && (time is not null || syntax.AtTime is null);
        return BindCalls(syntax.Actions) is { } actions && good && delay is not null
            ? new BoundAfterLine(syntax, delay, lastSeen, time, target, actions)
            : null;
    }

    // without E where c   =>   max(E.time where c)
    private BoundExpression BindLastSeen(Token name, ExpressionSyntax? where)
    {
        TextSpan span = where is null ? name.Span : TextSpan.Cover(name.Span, where.Span);
        Token time = new(TokenKind.Identifier, name.Span, "time");
        StepSyntax step = new(null, name, [time], null, null, where, null, null, span);
        return Bind(new AggregateSyntax(new Token(TokenKind.Identifier, name.Span, "max"), new QuerySyntax([step], span), span));
    }

    // The minutes since the local midnight; null also where the lexer could not read the time, which it has reported.
    private static int? Minutes(Token? time) => time?.Value is TimeOnly value ? (value.Hour * 60) + value.Minute : null;

    /// <summary>A span that is longer than zero, as far as that can be seen here.</summary>
    private BoundAmount? BindDelay(SpanSyntax syntax, string what, string help)
    {
        if (BindAmount(syntax) is not { } amount)
        {
            return null;
        }

        if (amount.Count is BoundConstant { Value: long and < 1 } or BoundParam { Param.Default: long and < 1 })
        {
            diagnostics.Add(Rules.AtLeastOne.At(source, syntax.Span, what, help));
            return null;
        }

        return amount;
    }

    private BoundAtLine? BindAtLine(AtLineSyntax syntax, MemberSymbol? target)
    {
        Expect(syntax.Instant, SegType.DateTime);
        BoundExpression instant = Bind(syntax.Instant);
        ImmutableArray<BoundActionCall>? actions = BindCalls(syntax.Actions);
        if (instant.Type.IsError || actions is not { } calls)
        {
            return null;
        }

        if (!IsInstant(instant.Type))
        {
            diagnostics.Add(Rules.WrongType.At(source, syntax.Instant.Span, "datetime", instant.Type.Name, "`at` takes a date or an instant; a time of day stands after a span: `after 1 day at 09:00`"));
            return null;
        }

        if (FollowsNow(instant))
        {
            diagnostics.Add(Rules.MovingInstant.At(source, syntax.Instant.Span, "`after 30 days` counts from the entry of the stage"));
            return null;
        }

        return new BoundAtLine(syntax, Widen(instant, SegType.DateTime), target, calls);
    }

    // Also `today`: what moves a day at midnight would be reached only by chance. `anniversary` stands still until it is reached.
    private bool FollowsNow(BoundExpression value) => value switch
    {
        BoundNow or BoundToday or BoundAgo or BoundUnits => true,
        BoundTraitRef trait => StateOf(trait.Trait)?.Body is { } body && FollowsNow(body),
        BoundAsOf past => FollowsNow(past.Value),
        BoundAggregate => false,
        _ => BoundTree.Children(value).Any(FollowsNow),
    };

    private BoundSplitLine? BindSplitLine(JourneySymbol journey, SplitLineSyntax syntax)
    {
        var branches = ImmutableArray.CreateBuilder<BoundBranch>();
        decimal upTo = 0;
        bool good = true;
        foreach (SplitBranchSyntax branch in syntax.Branches)
        {
            MemberSymbol? target = FindStage(journey, branch.Target);
            if (branch.Share.Value is not DecimalValue share)
            {
                return null; // The parser has reported it.
            }

            upTo += share.Unscaled / (decimal)Constants.Power(share.Scale);
            good &= target is not null;
            if (target is not null)
            {
                branches.Add(new BoundBranch(upTo, target));
            }
        }

        if (upTo != 1)
        {
            string total = (upTo * 100).ToString("0.###########", CultureInfo.InvariantCulture);
            diagnostics.Add(Rules.SplitNotWhole.At(source, syntax.Keyword.Span, total, upTo < 1 ? "say where the others go" : "make the shares smaller"));
            return null;
        }

        return good ? new BoundSplitLine(syntax, branches.ToImmutable()) : null;
    }
}
