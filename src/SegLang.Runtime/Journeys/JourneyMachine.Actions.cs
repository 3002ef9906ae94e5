using System.Collections.Immutable;

namespace SegLang.Runtime;

internal sealed partial class JourneyMachine
{
    /// <summary>
    /// In a replay: the lines of actions that were asked for in the replayed stretch before. An action that falls due again is taken for one of
    /// them, which is taken out; a cap does not stop it.
    /// </summary>
    public List<FeedLine>? Already { get; set; }

    private void Act(int journey, string cause, ImmutableArray<CallSchema> calls)
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
        if (IsWithinHours(action, now))
        {
            Let(journey, cause, call);
            return;
        }

        memory.Waiting = [.. memory.Waiting, new WaitingAction(now, Opening(action), journey, State(journey).Stay, cause, call)];
        Log(journey, cause, call, ActionOutcome.Waits);
    }

    // Those whose hours open at this instant, in the order in which they fell due.
    private void LetOut()
    {
        WaitingAction[] leaving = [.. memory.Waiting.Where(w => w.Opens <= now)];
        if (leaving.Length == 0)
        {
            return;
        }

        memory.Waiting = [.. memory.Waiting.Where(w => w.Opens > now)];
        Select();
        foreach (WaitingAction action in leaving)
        {
            Let(action.Journey, action.Cause, action.Call);
        }
    }

    private void Let(int journey, string cause, ActionCall call)
    {
        int already = AskedAlready(journey, cause, call);
        ActionOutcome outcome = !evaluation.IsTrue(set.Actions[call.Action].Requires) ? ActionOutcome.Refused
            : already < 0 && IsCapped(call.Action) ? ActionOutcome.Capped
            : ActionOutcome.Asked;
        if (outcome == ActionOutcome.Asked && already >= 0)
        {
            Already?.RemoveAt(already); // Neither asked twice nor logged twice; it counts for caps since then.
            return;
        }

        if (outcome == ActionOutcome.Asked && !set.Caps.IsEmpty)
        {
            memory.Asked = [.. memory.Asked.Where(MayStillCount), new AskedAction(call.Action, now)];
        }

        Log(journey, cause, call, outcome);
    }

    // In a replay: the same was asked for by the same line before, at this instant or else at any other of the replayed stretch; −1 where it was not.
    private int AskedAlready(int journey, string cause, ActionCall call)
    {
        int found = -1;
        List<FeedLine> lines = Already ?? [];
        for (int i = 0; i < lines.Count; i++)
        {
            FeedLine line = lines[i];
            if (line.From == journey && line.Cause == cause && line.Calls[0].Same(call) && (found < 0 || line.Time == now))
            {
                found = i;
            }
        }

        return found;
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
            int asked = 0;
            foreach (AskedAction earlier in memory.Asked)
            {
                asked += earlier.Time > after && earlier.Time <= now && cap.Actions.Contains(earlier.Action) ? 1 : 0;
            }

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

    private bool IsWithinHours(ActionSchema action, long instant)
    {
        if (action.FromMinute < 0)
        {
            return true;
        }

        long minute = (calendar.HourOf(instant) * 60) + calendar.MinuteOf(instant);
        return action.FromMinute <= action.UntilMinute
            ? minute >= action.FromMinute && minute < action.UntilMinute
            : minute >= action.FromMinute || minute < action.UntilMinute;
    }

    // Hours begin at their first minute, or where the clock is set into them; on a day whose clock skips them they do not open.
    private long Opening(ActionSchema action)
    {
        long next = now;
        do
        {
            long clock = calendar.NextAt(next, action.FromMinute);
            next = calendar.Zone.TryNextTransition(next, out long transition) && transition < clock ? transition : clock;
        }
        while (next != long.MaxValue && !IsWithinHours(action, next));

        return next;
    }
}
