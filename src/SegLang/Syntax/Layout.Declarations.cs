using System.Collections.Immutable;

namespace SegLang.Syntax;

internal sealed partial class Layout
{
    private void PlanDeclaration(DeclarationSyntax declaration)
    {
        int keyword = Index(declaration.Keyword);
        Continue(keyword + 1, LastToken(declaration), 0, 2);
        switch (declaration)
        {
            case RuleSetSyntax:
                PlanSettings(FindOpen(keyword));
                break;
            case EnumSyntax declared:
                PlanEnum(declared);
                break;
            case SchemaSyntax schema:
                PlanSchema(schema, keyword);
                break;
            case ParamSyntax param:
                PlanType(param.Type);
                PlanExpression(param.Value, 2, 0);
                Align(keyword, "param", Index(param.Value) - 1);
                break;
            case TraitSyntax trait:
                PlanTrait(trait, keyword);
                break;
            case ListDeclarationSyntax list:
                PlanType(list.Type);
                break;
            case SegmentSyntax segment:
                PlanSegment(segment, keyword);
                break;
            case ClassifySyntax classify:
                PlanClassify(classify, keyword);
                break;
            case ScoreSyntax score:
                PlanScore(score, keyword);
                break;
            case ActionSyntax action:
                PlanAction(action, keyword);
                break;
            case LimitSyntax limit:
                PlanLimit(limit, keyword);
                break;
            case JourneySyntax journey:
                PlanJourney(journey, keyword);
                break;
            case TestSyntax test:
                PlanTest(test, keyword);
                break;
        }
    }

    private int LastToken(SyntaxNode node)
    {
        int index = Index(node);
        while (index + 1 < tokens.Length && tokens[index + 1].Span.Start < node.Span.End)
        {
            index++;
        }

        return index;
    }

    private static readonly ImmutableArray<string> Settings = ["timezone", "week", "edition"];

    private void PlanSettings(int open) =>
        PlanBody(open, 0, [.. Enumerable.Range(open + 1, close[open] - open - 1).Where(i => Settings.Any(tokens[i].Is))]);

    private void PlanEnum(EnumSyntax declared)
    {
        int open = FindOpen(Index(declared.Keyword));
        PlanBody(open, 0, [.. declared.Members.Select(m => Begin(m.Head, m))], packed: true);
        foreach (EnumMemberSyntax member in declared.Members)
        {
            PlanHead(member.Head, Index(member), 1);
            if (member.Label is { } label)
            {
                Align(Index(member), "member", Index(label));
            }
        }

        AlignDeclaration(Index(declared.Keyword), open);
    }

    // Neighbouring declarations of one line each: titles and braces in columns.
    private void AlignDeclaration(int keyword, int open)
    {
        if (!marks[close[open]].Structural)
        {
            Align(keyword, tokens[keyword].Text, tokens[keyword + 2].Kind == TokenKind.String ? keyword + 2 : -1, open);
        }
    }

    private void PlanSchema(SchemaSyntax schema, int keyword)
    {
        int open = FindOpen(keyword);
        PlanBody(open, 0, [.. schema.Members.Select(m => m is FieldSyntax field ? Begin(field.Head, field) : Index(m))]);
        bool isOneLine = !marks[close[open]].Structural;
        foreach (MemberSyntax member in schema.Members)
        {
            Continue(Index(member) + 1, LastToken(member), 1, 2);
            if (member is FieldSyntax field)
            {
                PlanField(field, isOneLine);
            }
        }

        AlignDeclaration(keyword, open);
    }

    private void PlanField(FieldSyntax syntax, bool isOneLine)
    {
        PlanHead(syntax.Head, Index(syntax), 1);
        if (syntax.Type is { } type)
        {
            PlanType(type);
        }

        PlanIfAny(syntax.Default, 3);
        PlanIfAny(syntax.Expression, 3);
        if (!isOneLine)
        {
            Align(Index(syntax), "field", Index(syntax) + 2);
        }
    }

    private void PlanType(TypeSyntax type)
    {
        switch (type)
        {
            case OptionalTypeSyntax optional:
                PlanType(optional.Type);
                break;
            case CollectionTypeSyntax collection:
                PlanType(collection.Element);
                break;
            case NamedTypeSyntax { Argument: not null } named:
                marks[Index(named.Name) + 1].Space = 0;
                break;
        }
    }

    private void PlanTrait(TraitSyntax trait, int keyword)
    {
        if (trait.Type is { } type)
        {
            PlanType(type);
        }

        PlanExpression(trait.Expression, 2, 0);
        Align(keyword, "trait", Index(trait.Expression) - 1);
    }

    private void PlanSegment(SegmentSyntax segment, int keyword)
    {
        int open = FindOpen(keyword);
        PlanBody(open, 0, [Index(segment.Condition)]);
        Continue(Index(segment.Condition) + 1, close[open] - 1, 1, 0);
        PlanExpression(segment.Condition, 1, 0);
        AlignDeclaration(keyword, open);
    }

    private void PlanClassify(ClassifySyntax classify, int keyword)
    {
        int open = FindOpen(keyword);
        PlanBody(open, 0, [.. classify.Entries.Select(e => Begin(e.Head, e))]);
        bool isOneLine = !marks[close[open]].Structural;
        foreach (ClassEntrySyntax entry in classify.Entries)
        {
            PlanHead(entry.Head, Index(entry), 1);
            Continue(Index(entry) + 1, LastToken(entry), 1, 2);
            PlanIfAny(entry.Expression, 3);
            if (!isOneLine)
            {
                Align(Index(entry), "entry", entry.Label is { } label ? Index(label) : -1, Index(entry.Keyword));
            }
        }

        AlignDeclaration(keyword, open);
    }

    private void PlanScore(ScoreSyntax score, int keyword)
    {
        int open = FindOpen(keyword);
        List<int> members = [.. score.Lines.Select(l => Begin(l.Head, l))];
        if (score.Range is { } range)
        {
            members.Add(Index(range));
        }

        PlanBody(open, 0, members);
        foreach (ScoreLineSyntax line in score.Lines)
        {
            PlanHead(line.Head, Index(line), 1);
            Continue(Index(line) + 1, LastToken(line), 1, 2);
            PlanScoreLine(line);
            Align(Index(line), line.Keyword.Text, Index(line.Points) + 1);
        }

        if (score.Range is { } bounds)
        {
            PlanExpression(bounds.From, 3, 0);
            PlanExpression(bounds.To, 3, 0);
        }

        AlignDeclaration(keyword, open);
    }

    private void PlanScoreLine(ScoreLineSyntax line)
    {
        if (line is ScoreWhenSyntax conditional)
        {
            PlanExpression(conditional.Condition, 3, 0);
        }
        else if (line is ScorePerSyntax counted)
        {
            PlanQuery(counted.Query, 3, 0);
        }
    }

    private void PlanAction(ActionSyntax action, int keyword)
    {
        marks[keyword + 2].Space = 0;
        foreach (ActionParameterSyntax parameter in action.Parameters)
        {
            PlanType(parameter.Type);
        }

        int open = FindOpen(keyword);
        if (open > LastToken(action))
        {
            return;
        }

        List<int> members = [.. action.Caps.Select(c => Index(c))];
        members.AddRange(action.Requires is { } condition ? [Index(condition) - 1] : []);
        members.AddRange(action.Hours is { } hours ? [Index(hours)] : []);
        members.Sort();
        PlanBody(open, 0, members);
        PlanIfAny(action.Requires, 3);
    }

    private void PlanLimit(LimitSyntax limit, int keyword)
    {
        int open = FindOpen(keyword);
        List<int> members = [.. limit.Caps.Select(c => Index(c)).Concat(limit.Actions.Select(a => Index(a))).Order()];
        PlanBody(open, 0, members, packed: true);
        AlignDeclaration(keyword, open);
    }

    private void PlanTest(TestSyntax test, int keyword)
    {
        int open = FindOpen(keyword);
        List<int> members = [.. test.Steps.Select(s => Index(s))];
        members.AddRange(test.Given is { } given ? [Index(given) - 1] : []);
        members.Sort();
        PlanBody(open, 0, members);
        if (test.Given is { } fields)
        {
            PlanRecord(fields, 1);
        }

        foreach (AtSyntax at in test.Steps)
        {
            PlanAt(at);
        }
    }

    private void PlanAt(AtSyntax at)
    {
        int first = Index(at);
        Continue(first + 1, LastToken(at), 1, 2);
        PlanExpression(at.Instant, 3, 0);
        int level = 1;
        if (at.HasBraces)
        {
            int open = at.Steps.Length == 0 ? FindOpen(first) : Index(at.Steps[0]) - 1;
            PlanBody(open, 1, [.. at.Steps.Select(s => Index(s))]);
            level = marks[close[open]].Structural ? 2 : 1;
        }

        foreach (TestStepSyntax step in at.Steps)
        {
            PlanStep(step, level);
        }
    }

    private void PlanStep(TestStepSyntax step, int level)
    {
        Continue(Index(step) + 1, LastToken(step), level, 2);
        switch (step)
        {
            case EventStepSyntax happened:
                PlanRecord(happened.Fields, level);
                break;
            case SetStepSyntax set:
                PlanRecord(set.Fields, level);
                break;
            case ExpectStepSyntax expect:
                PlanExpression(expect.Condition, level + 2, 0);
                break;
            case ExpectActionStepSyntax action:
                PlanCall(action.Call, level);
                break;
        }
    }

    private void PlanRecord(RecordValueSyntax record, int level)
    {
        int open = Index(record);
        PlanBody(open, level, [.. record.Fields.Select(f => Index(f))]);
        foreach (FieldValueSyntax value in record.Fields)
        {
            PlanExpression(value.Value, level + 3, 0);
        }
    }
}
