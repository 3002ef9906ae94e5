using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

public sealed partial class RuleSet
{
    private StreamLayout? layout;
    private JourneyPrints? prints;
    private JourneyStepper? spare;

    /// <summary>How facts are laid out.</summary>
    internal StreamLayout Layout => layout ??= new StreamLayout(Program);

    /// <summary>What states of journeys depend on.</summary>
    internal JourneyPrints JourneyPrints => prints ??= JourneyPrints.Of(Program);

    /// <summary>
    /// Where a new profile stands in its journeys: nowhere yet. It begins with its first event or change of fields, or at <paramref name="begin"/> where
    /// that is earlier. Rules without journeys are a <see cref="RuleSetException"/>.
    /// </summary>
    public ProfileJourneys NewJourneys(DateTimeOffset? begin = null) => Program.Journeys.Journeys.IsEmpty
        ? throw new RuleSetException($"the rules `{Schema.RuleSet}` have no journeys")
        : new(this, begin is { } instant ? HostValues.Instant(instant) : null);

    /// <summary>
    /// Reads what <see cref="ProfileJourneys.ToBytes"/> gave. It must have been stored with the same journeys, profile fields, event types and actions;
    /// all that is different is one <see cref="RuleSetException"/>. Conditions, traits and params may be others.
    /// </summary>
    public ProfileJourneys ReadJourneys(ReadOnlySpan<byte> bytes) => JourneyBytes.Read(this, bytes);

    /// <summary>Moves a profile's journeys on.</summary>
    internal ImmutableArray<JourneyLine> Step<TSubject>(HostEngine<TSubject> engine, ProfileJourneys journeys, TSubject subject, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(journeys);
        if (!ReferenceEquals(journeys.Rules, this))
        {
            throw new RuleSetException("the journeys are of other rules: take them over with `rules.ReadJourneys(journeys.ToBytes())`");
        }

        JourneyStepper stepper = Interlocked.Exchange(ref spare, null) ?? new JourneyStepper(Program, Layout);
        stepper.Begin(journeys, HostValues.Instant(now));
        engine.Read(subject, HostValues.Instant(now), stepper);
        ImmutableArray<JourneyLine> lines = stepper.Told.Count == 0 ? [] : [.. stepper.Told.Select(l => JourneyLine.Of(Program, l))];
        spare = stepper; // One that has thrown is not used again.
        return lines;
    }
}
