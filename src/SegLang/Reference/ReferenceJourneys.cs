using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;

namespace SegLang.Reference;

/// <summary>
/// Follows one profile through its journeys, occasion by occasion: inputs as they happen, and each instant at which time alone changes
/// something. By the letter of the language and slowly.
/// </summary>
public sealed partial class ReferenceJourneys
{
    private readonly ReferenceEvaluator evaluator;
    private readonly ImmutableArray<ReferenceCourse> courses;
    private readonly ReferenceHistory history = new();
    private readonly object?[] fields;
    private readonly List<ProfileInput> applied = [];
    private readonly List<EventFacts> events = []; // In order, without repetitions.
    private long? begin;
    private bool hasBegun;
    private long now;
    private ReferenceProfile profile;

    private ReferenceJourneys(ReferenceEvaluator evaluator, ProfileTimeline timeline, bool withFeed)
    {
        this.evaluator = evaluator;
        courses = [.. evaluator.Rules.JourneyDefinitions.Select(j => new ReferenceCourse(j))];
        fields = [.. timeline.Given];
        begin = timeline.Begin;
        now = ReferenceCalendar.FirstInstant;
        profile = Current();
        watched = withFeed ? Watched(evaluator.Rules) : [];
    }

    /// <summary>The profile at the last instant, as it is after all that happened.</summary>
    public ReferenceProfile Profile => profile;

    /// <summary>The stages that were entered and the lines (a start, or a line of a stage or of `anywhere`) that fired.</summary>
    public IReadOnlySet<object> Fired => fired;

    internal static ReferenceJourneys Follow(ReferenceEvaluator evaluator, ProfileTimeline timeline, long until, bool withFeed)
    {
        ReferenceJourneys journeys = new(evaluator, timeline, withFeed);
        journeys.TryGoOn(timeline, until);
        return journeys;
    }

    /// <summary>
    /// Goes on along a longer timeline of the same profile; false where that begins otherwise than what has happened already.
    /// </summary>
    internal bool TryGoOn(ProfileTimeline timeline, long until)
    {
        ProfileInput[] inputs = [.. timeline.InOrder.Where(i => i.Time <= until)];
        if (until < now || inputs.Length < applied.Count || !inputs.Take(applied.Count).SequenceEqual(applied, ReferenceEqualityComparer.Instance))
        {
            return false;
        }

        foreach (var input in inputs.Skip(applied.Count).ToList())
        {
            Apply(input);
        }

        AdvanceTo(until);
        return true;
    }

    private void Apply(ProfileInput input)
    {
        applied.Add(input);
        begin = hasBegun || begin < input.Time ? begin : input.Time;
        AdvanceTo(input.Time);
        if (input is EventInput { Facts: var happened })
        {
            if (events.Any(first => profile.IsRepetition(first, happened)))
            {
                return; // Delivered twice: it changes nothing.
            }

            events.Add(happened);
            Renew();
            Each(course => OnEvent(course, happened));
        }
        else if (input is ChangeInput change)
        {
            foreach (var (field, value) in change.Values)
            {
                fields[field.Ordinal] = value;
            }

            Renew();
            Each(OnChange);
        }
    }

    // All that time alone does up to an instant, that instant included.
    private void AdvanceTo(long until)
    {
        if (!hasBegun && begin is { } first && first <= until)
        {
            MoveTo(first);
            hasBegun = true;
            Each(OnTick);
        }

        while (hasBegun && NextTick(until) is { } next)
        {
            MoveTo(next);
            Each(OnTick);
        }

        MoveTo(until);
    }

    private void MoveTo(long instant)
    {
        if (instant != now)
        {
            CloseInstant();
            now = instant;
            profile = Current();
        }
    }

    // One occasion: every journey in order, then what waits, then what the next occasion must know.
    private void Each(Action<ReferenceCourse> occasion)
    {
        foreach (var course in courses)
        {
            course.EnteredNow.Clear();
            occasion(course);
        }

        LeaveWaiting();
        foreach (var course in courses)
        {
            Remember(course);
        }
    }

    private void Renew()
    {
        found.Clear();
        profile = Current();
    }

    private ReferenceProfile Current() => ReferenceProfile.Create(evaluator, [.. fields], [.. events], history, now);

    private void Remember(ReferenceCourse course)
    {
        if (course.Stage is { IsFinal: true })
        {
            course.WasFalse.UnionWith(course.Definition.Starts.Where(s => s.Variable is null && !profile.Holds(s.Condition)));
            return;
        }

        course.WasTrue.Clear();
        course.Armed.Clear();
        foreach (var line in course.Lines)
        {
            if (line is BoundWhenLine condition && profile.Holds(condition.Condition))
            {
                course.WasTrue.Add(line);
            }
            else if (line is BoundAtLine at && !course.Acted.Contains(line) && profile.Value(at.Instant) is long instant && instant > course.Since)
            {
                course.Armed.Add(line, instant);
            }
        }
    }
}
