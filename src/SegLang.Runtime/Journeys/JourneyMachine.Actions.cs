namespace SegLang.Runtime;

internal sealed partial class JourneyMachine
{
    private void Act(int journey, string cause, IReadOnlyList<CallSchema> calls)
    {
        foreach (CallSchema call in calls)
        {
            Ask(journey, cause, Called(call));
        }
    }

    // Arguments see what is so when the action falls due.
    private ActionCall Called(CallSchema call) =>
        new(call.Action, [.. call.Arguments.Select(a => a < 0 ? null : evaluation.Value(a))]);

    private void Ask(int journey, string cause, ActionCall call)
    {
        ActionSchema action = set.Actions[call.Action];
        if (IsWithinHours(action))
        {
            Let(journey, cause, call);
            return;
        }

        memory.Waiting ??= [];
        memory.Waiting.Add(new WaitingAction(now, Opening(action), journey, State(journey).Stay, cause, call));
        Log(journey, cause, call, ActionOutcome.Waits);
    }

    // Those whose hours open at this instant, in the order in which they fell due.
    private void LetOut()
    {
        if (memory.Waiting is not { Count: > 0 } waiting)
        {
            return;
        }

        Select();
        foreach (WaitingAction action in waiting.Where(w => w.Opens <= now).ToArray())
        {
            waiting.Remove(action);
            Let(action.Journey, action.Cause, action.Call);
        }
    }

    private void Let(int journey, string cause, ActionCall call)
    {
        ActionOutcome outcome = !evaluation.IsTrue(set.Actions[call.Action].Requires) ? ActionOutcome.Refused
            : IsCapped(call.Action) ? ActionOutcome.Capped
            : ActionOutcome.Asked;
        if (outcome == ActionOutcome.Asked && !set.Caps.IsEmpty)
        {
            memory.Asked ??= [];
            memory.Asked.RemoveAll(a => !MayStillCount(a));
            memory.Asked.Add(new AskedAction(call.Action, now));
        }

        Log(journey, cause, call, outcome);
    }

    private bool IsCapped(int action)
    {
        foreach (CapSchema cap in set.Caps)
        {
            if (!cap.Actions.Contains(action))
            {
                continue;
            }

            long after = CapStart(cap);
            int asked = memory.Asked?.Count(a => a.Time > after && cap.Actions.Contains(a.Action)) ?? 0;
            if (asked >= cap.Most)
            {
                return true;
            }
        }

        return false;
    }

    private bool MayStillCount(AskedAction asked) => set.Caps.Any(c => c.Actions.Contains(asked.Action) && asked.Time > CapStart(c));

    private long CapStart(CapSchema cap)
    {
        long count = evaluation.TryNumber(cap.Count, out long units) ? units : 0;
        return Operations.AgoBound(calendar, now, count, cap.Unit, out long start) ? start : now;
    }

    private void Log(int journey, string cause, ActionCall call, ActionOutcome outcome) =>
        feed?.Add(new FeedLine(now, FeedKind.Action, call.Action, journey, (int)outcome) { Cause = cause, Calls = [call] });

    private bool IsWithinHours(ActionSchema action)
    {
        if (action.FromMinute < 0)
        {
            return true;
        }

        long minute = (calendar.HourOf(now) * 60) + calendar.MinuteOf(now);
        return action.FromMinute <= action.UntilMinute
            ? minute >= action.FromMinute && minute < action.UntilMinute
            : minute >= action.FromMinute || minute < action.UntilMinute;
    }

    private long Opening(ActionSchema action) => calendar.NextAt(now, action.FromMinute);
}
