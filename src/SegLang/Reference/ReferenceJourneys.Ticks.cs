using SegLang.Binding;

namespace SegLang.Reference;

// The next instant at which time alone changes something.
public sealed partial class ReferenceJourneys
{
    // What was found since the last occasion, by what was asked: up to when, and the instant.
    private readonly Dictionary<object, (long Until, long? Next)> found = new(ReferenceEqualityComparer.Instance);

    private long? NextTick(long until)
    {
        long next = ReferenceCalendar.Never;
        foreach (long? instant in courses.SelectMany(c => Instants(c, until))
            .Concat(waiting.Select(w => (long?)w.Opens))
            .Concat(watched.Select(d => NextOf(d, until))))
        {
            next = instant > now && instant < next ? instant.Value : next;
        }

        return next <= until ? next : null;
    }

    private IEnumerable<long?> Instants(ReferenceCourse course, long until)
    {
        if (!course.IsUnderWay)
        {
            bool mayStart = course.Stage is null || course.Definition.Reentry.IsAllowed;
            var starts = course.Definition.Starts.Where(s => mayStart && s.Variable is null).Select(s => s.Condition).OfType<BoundExpression>();
            return starts.Select(c => NextTruth(c, until)).Append(mayStart && course.Stage is not null ? OpensAt(course) : null);
        }

        return course.LiveLines.SelectMany<BoundLine, long?>(line => line switch
        {
            BoundWhenLine condition => [NextTruth(condition.Condition, until)],
            BoundAfterLine { LastSeen: { } seen } after => [DueAfter(course, after), NextValue(seen, until)],
            BoundAfterLine after => [DueAfter(course, after)],
            BoundAtLine at => [course.Armed.TryGetValue(line, out long armed) ? armed : null, NextValue(at.Instant, until)],
            _ => [],
        });
    }

    private long? NextTruth(BoundExpression condition, long until) => Remembered(condition, until, () => profile.NextTruth(condition, until));

    private long? NextValue(BoundExpression expression, long until) => Remembered(expression, until, () => profile.Next(expression, until));

    private long? NextOf(BoundDefinition definition, long until) =>
        Remembered(definition, until, () => profile.Next(definition.Symbol, until));

    // Found once, as long as nothing but time has happened since.
    private long? Remembered(object what, long until, Func<long?> find)
    {
        if (!found.TryGetValue(what, out var known) || known.Next <= now || (known.Next is null && known.Until < until))
        {
            known = (until, find());
            found[what] = known;
        }

        return known.Next;
    }
}
