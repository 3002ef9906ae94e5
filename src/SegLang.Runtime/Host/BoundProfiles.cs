using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>A host's class of profiles as inputs of streams: its members stand for the profile's fields, its events are not looked at. Immutable, for many threads.</summary>
/// <typeparam name="TProfile">The host's class.</typeparam>
public sealed class BoundProfiles<TProfile>
{
    private readonly RowSource<TProfile> source;
    private readonly RecordLayout layout;
    private readonly ImmutableArray<int> given;

    internal BoundProfiles(RuleSet rules, RowSource<TProfile> source, HostNames names)
    {
        Rules = rules;
        this.source = source;
        layout = rules.Layout.Profile;
        given = [.. rules.Schema.Profile.Where(f => !f.IsKey && !f.IsComputed && names.Profile[f.Ordinal] is not null).Select(f => f.Ordinal)];
    }

    /// <summary>The rules.</summary>
    public RuleSet Rules { get; }

    /// <summary>
    /// The profile as it is, for <see cref="StreamEngine.Add"/>. What its fields cannot hold is a <see cref="RuleDataException"/> that names the place.
    /// </summary>
    public FactRow Row(TProfile profile)
    {
        if (profile is null)
        {
            throw new ArgumentNullException(nameof(profile));
        }

        FactRow row = new(layout);
        source.Read(profile, row);
        Rules.CheckKey(ProfileKey.Of(row, Rules.Schema.Key.Ordinal));
        return row;
    }

    /// <summary>
    /// From <paramref name="time"/> on the profile has the values that the object has; fields for which the class has no member keep theirs. What its
    /// fields cannot hold is a <see cref="RuleDataException"/> that names the place.
    /// </summary>
    public StreamInput Change(TProfile profile, DateTimeOffset time, DateTimeOffset now)
    {
        FactRow row = Row(profile);
        (int, object?)[] values = [.. given.Select(f => (f, row[f]))];
        return StreamInput.Change(ProfileKey.Of(row, Rules.Schema.Key.Ordinal), values, HostValues.Instant(time), HostValues.Instant(now));
    }
}
