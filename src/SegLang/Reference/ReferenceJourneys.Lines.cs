using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

// What the lines of a journey do on an occasion.
public sealed partial class ReferenceJourneys
{
    private readonly HashSet<object> fired = new(ReferenceEqualityComparer.Instance);

    // Lines that are due, by due instant, then as written.
    private void OnTick(ReferenceCourse course)
    {
        if (!course.IsUnderWay)
        {
            StartWhen(course);
            return;
        }

        var due = course.LiveLines.Select(line => (Line: line, At: DueAt(course, line))).Where(d => d.At <= now).OrderBy(d => d.At).ToList();
        foreach (var (line, _) in due)
        {
            if (line.Target is { } target)
            {
                Move(course, line, target, null);
                return;
            }

            Act(course, line, null);
        }
    }

    // When a line is due, as far as time alone decides it.
    private long? DueAt(ReferenceCourse course, BoundLine line) => line switch
    {
        BoundWhenLine condition => profile.Holds(condition.Condition) && !course.WasTrue.Contains(line) ? now : null,
        BoundAfterLine after => DueAfter(course, after),
        BoundAtLine when course.Armed.TryGetValue(line, out long armed) && armed <= now => armed,
        BoundAtLine at => ReachedAt(course, at),
        _ => null,
    };

    // `at T`, where T lies after the entry and is reached.
    private long? ReachedAt(ReferenceCourse course, BoundAtLine line) =>
        profile.Value(line.Instant) is long instant && instant > course.Since && instant <= now ? instant : null;

    // From the entry, from anywhere the start, or from the last event that must not come.
    private long? DueAfter(ReferenceCourse course, BoundAfterLine line)
    {
        long from = course.Definition.Anywhere.Contains(line, ReferenceEqualityComparer.Instance) ? course.Began : course.Since;
        if (line.LastSeen is { } lastSeen && profile.Value(lastSeen) is long seen)
        {
            from = Math.Max(from, seen);
        }

        long? due = evaluator.Calendar.Add(from, CountOf(line.Delay), line.Delay.Unit);
        due = due is { } plain && line.AtTime is { } minute ? evaluator.Calendar.FirstAtClock(plain, minute) : due;
        return due > course.Since ? due : null;
    }

    private long CountOf(BoundAmount amount) => profile.Value(amount.Count) is long count ? count : 0;

    private void OnEvent(ReferenceCourse course, EventFacts happened)
    {
        if (!course.IsUnderWay)
        {
            var start = MayStart(course)
                ? course.Definition.Starts.FirstOrDefault(s => s.Variable is { } v && v.Event == happened.Event && profile.Holds(s.Condition, new(v, happened, null)))
                : null;
            if (start is not null)
            {
                Start(course, start);
            }
            else
            {
                StartWhen(course);
            }

            return;
        }

        var matching = course.Lines.OfType<BoundOnLine>()
            .Where(l => l.Variable.Event == happened.Event && profile.Holds(l.Where, new(l.Variable, happened, null))).ToList();
        foreach (var line in matching.Where(l => l.Target is null))
        {
            Act(course, line, new(line.Variable, happened, null));
        }

        if (matching.FirstOrDefault(l => l.Target is not null) is { Target: { } target } mover)
        {
            Move(course, mover, target, new(mover.Variable, happened, null));
        }
        else
        {
            Check(course);
        }
    }

    private void OnChange(ReferenceCourse course)
    {
        if (course.IsUnderWay)
        {
            Check(course);
        }
        else
        {
            StartWhen(course);
        }
    }

    // After an entry, an event or a change: conditions that are true, and instants that it has put into the past.
    private void Check(ReferenceCourse course)
    {
        foreach (var line in course.LiveLines.Where(l => Applies(course, l)).ToList())
        {
            var target = line is BoundSplitLine split ? Chosen(course, split) : line.Target;
            if (target is null)
            {
                Act(course, line, null);
            }
            else if (!course.EnteredNow.Contains(target))
            {
                Move(course, line, target, null);
                return;
            }
        }
    }

    private bool Applies(ReferenceCourse course, BoundLine line) => line switch
    {
        BoundSplitLine => true,
        BoundWhenLine condition => profile.Holds(condition.Condition),
        BoundAfterLine after => DueAfter(course, after) <= now,
        BoundAtLine at => ReachedAt(course, at) is not null,
        _ => false,
    };

    // Not started, or in a final stage from which a new start is allowed by now.
    private bool MayStart(ReferenceCourse course) =>
        course.Stage is null || (course.Definition.Reentry.IsAllowed && OpensAt(course) <= now);

    private long? OpensAt(ReferenceCourse course) => course.Definition.Reentry.After is { } span
        ? evaluator.Calendar.Add(course.Since, CountOf(span), span.Unit)
        : course.Since;

    private void StartWhen(ReferenceCourse course)
    {
        var start = MayStart(course)
            ? course.Definition.Starts.FirstOrDefault(s =>
                s.Variable is null && (course.Stage is null || course.WasFalse.Contains(s)) && profile.Holds(s.Condition))
            : null;
        if (start is not null)
        {
            Start(course, start);
        }
    }

    private void Start(ReferenceCourse course, BoundStart start)
    {
        fired.Add(start);
        Enter(course, start.Stage, start.Syntax.Span, [], isStart: true);
    }

    private void Move(ReferenceCourse course, BoundLine line, MemberSymbol target, ReferenceScope? scope)
    {
        fired.Add(line);
        Enter(course, target, line.Syntax.Span, [.. line.Actions.Select(a => (line, a, scope))], isStart: false);
    }

    private void Enter(
        ReferenceCourse course,
        MemberSymbol stage,
        Text.TextSpan cause,
        ImmutableArray<(BoundLine Line, BoundActionCall Call, ReferenceScope? Scope)> calls,
        bool isStart)
    {
        var left = course.Stage;
        DropWaiting(course);
        history.Add(course.Journey, course.Enter(stage, now, isStart));
        fired.Add(stage);
        found.Clear();
        profile = profile.Again();
        var enters = course.Lines.OfType<BoundEnterLine>().ToList();
        fired.UnionWith(enters);
        var due = calls.Concat(enters.SelectMany(line => line.Actions.Select(a => ((BoundLine)line, a, (ReferenceScope?)null))))
            .Select(c => new Due(course, TextOf(course, c.Item1.Syntax.Span), CallOf(c.Item2, c.Item3)))
            .ToList();
        log.Add(new(now, ReferenceLogKind.Stage, course.Journey)
        {
            From = left,
            To = stage,
            Cause = TextOf(course, cause),
            Calls = [.. due.Select(d => d.Call)],
        });
        due.ForEach(Ask);
        Check(course);
    }

    // A line that does not lead anywhere: once in a stay, but for `on` at every event.
    private void Act(ReferenceCourse course, BoundLine line, ReferenceScope? scope)
    {
        fired.Add(line);
        if (line is not BoundOnLine)
        {
            course.Acted.Add(line);
        }

        foreach (var call in line.Actions)
        {
            Ask(new(course, TextOf(course, line.Syntax.Span), CallOf(call, scope)));
        }
    }

    // The first branch whose end lies above the profile's fraction: the first 8 hex digits of MD5(journey.stage:key) out of 2^32.
    private MemberSymbol? Chosen(ReferenceCourse course, BoundSplitLine line)
    {
        if (evaluator.Rules.Profile.Key is not { } key || fields[key.Ordinal] is not { } id)
        {
            return null;
        }

        string text = $"{course.Journey.Name}.{course.Stage?.Name}:{Convert.ToString(id, CultureInfo.InvariantCulture)}";
#pragma warning disable CA5351 // A spread that every engine has, not a secret.
        string digest = Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
        var drawn = BigInteger.Parse("0" + digest[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return line.Branches.First(b => (decimal)drawn < b.UpTo * 4_294_967_296m).Target;
    }

    private static string? TextOf(ReferenceCourse course, Text.TextSpan span) => course.Journey.Source?.OneLine(span);
}
