using System.Collections.Immutable;

namespace SegLang.Syntax;

internal sealed partial class Layout
{
    private void PlanJourney(JourneySyntax journey, int keyword)
    {
        int open = FindOpen(keyword);
        PlanBody(open, 0, [.. journey.Parts.Select(p => p is StageSyntax stage ? Begin(stage.Head, stage) : Index(p))]);
        foreach (JourneyPartSyntax part in journey.Parts)
        {
            Continue(Index(part) + 1, LastToken(part), 1, 2);
            PlanPart(part, !marks[close[open]].Structural);
        }

        AlignDeclaration(keyword, open);
    }

    private void PlanPart(JourneyPartSyntax part, bool isOneLine)
    {
        switch (part)
        {
            case StartSyntax start:
                PlanIfAny(start.Where ?? start.When, 3);
                break;
            case AnywhereSyntax anywhere:
                PlanLines(Index(anywhere) + 1, anywhere.Lines);
                break;
            case StageSyntax stage when FindOpen(Index(stage)) is var open && open <= LastToken(stage):
                PlanHead(stage.Head, Index(stage), 1);
                PlanLines(open, stage.Lines);
                if (!isOneLine && !marks[close[open]].Structural)
                {
                    Align(Index(stage), "stage", open);
                }

                break;
        }
    }

    private void PlanLines(int open, ImmutableArray<StageLineSyntax> lines)
    {
        PlanBody(open, 1, [.. lines.Select(l => Begin(l.Head, l))]);
        bool isOneLine = !marks[close[open]].Structural;
        foreach (StageLineSyntax line in lines)
        {
            PlanHead(line.Head, Index(line), 2);
            Continue(Index(line) + 1, LastToken(line), 2, 2);
            PlanStageLine(line);
            foreach (ActionCallSyntax call in line.Actions)
            {
                PlanCall(call, 2);
            }

            if (!isOneLine && line.Target is { } target)
            {
                Align(Index(line), "line", Index(target) - 1);
            }
        }
    }

    private void PlanStageLine(StageLineSyntax line)
    {
        switch (line)
        {
            case OnLineSyntax happened:
                PlanIfAny(happened.Where, 4);
                break;
            case WhenLineSyntax conditional:
                PlanExpression(conditional.Condition, 4, 0);
                break;
            case AfterLineSyntax after:
                PlanIfAny(after.Where, 4);
                break;
            case AtLineSyntax at:
                PlanExpression(at.Instant, 4, 0);
                break;
            case SplitLineSyntax split:
                PlanBody(Index(split) + 1, 2, [.. split.Branches.Select(b => Index(b))]);
                break;
        }
    }

    private void PlanCall(ActionCallSyntax call, int level)
    {
        if (tokens[Index(call) + 1].Kind == TokenKind.OpenParen && LastToken(call) > Index(call))
        {
            marks[Index(call) + 1].Space = 0;
        }

        foreach (FieldValueSyntax argument in call.Arguments)
        {
            PlanExpression(argument.Value, level + 2, 1);
        }
    }
}
