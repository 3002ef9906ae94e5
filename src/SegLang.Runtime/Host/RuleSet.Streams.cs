using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

public sealed partial class RuleSet
{
    /// <summary>An engine that keeps all answers current as events arrive and time passes, over inputs in the form of the schema.</summary>
    public StreamEngine Stream(StreamOptions? options = null) => new(Program, options);

    /// <summary>
    /// A stream over the host's own objects: <typeparamref name="TProfile"/> is bound to the profile's fields, classes of events when they come, or by
    /// <see cref="BoundStream{TProfile}.BindEvents"/>. All that does not fit is one <see cref="RuleSetException"/>.
    /// </summary>
    /// <param name="feed">Gets what changes, in the words of the rules, at the end of each call and on its thread; those of a profile in order.</param>
    /// <param name="options">How the stream works.</param>
    /// <param name="binding">How classes are bound.</param>
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    public BoundStream<TProfile> StreamFor<TProfile>(Action<ProfileLine>? feed = null, StreamOptions? options = null, BindingOptions? binding = null)
    {
        StreamOptions chosen = options ?? new StreamOptions();
        if (feed is not null)
        {
            Action<ProfileKey, FeedLine>? raw = chosen.Feed;
            chosen = chosen with
            {
                Feed = (key, line) =>
                {
                    raw?.Invoke(key, line);
                    feed(ProfileLine.Of(Program, key, line));
                },
            };
        }

        return new(ProfilesOf<TProfile>(binding), Stream(chosen), binding ?? new BindingOptions());
    }

    /// <summary>
    /// Binds a host's class to the profile's fields, as <see cref="For{TProfile}(BindingOptions?)"/> but without events: for inputs of a stream.
    /// </summary>
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    public BoundProfiles<TProfile> ProfilesOf<TProfile>(BindingOptions? options = null)
    {
        RuleSchema alone = Schema with { Events = [] };
        HostReader reader = ReaderCache.Of(alone, typeof(TProfile), null, null, new BindingOptions());
        return new(this, Source<TProfile>(alone, reader, options, -1), reader.Names);
    }

    /// <summary>
    /// Binds a host's class to the fields, time and order of an event type: for inputs of a stream. All that does not fit is one
    /// <see cref="RuleSetException"/>.
    /// </summary>
    /// <param name="type">The event type; by default the one whose name the class has or is marked with.</param>
    /// <param name="options">How the class is bound.</param>
    [RequiresDynamicCode("Emits a reader of the host's class.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection.")]
    public BoundEvents<TEvent> EventsOf<TEvent>(string? type = null, BindingOptions? options = null)
    {
        EventSchema chosen = HostBinder.TypeOf(Schema, typeof(TEvent), type);
        HostReader reader = ReaderCache.OfEvent(Schema, chosen, typeof(TEvent));
        RuleSchema alone = Schema with { Profile = chosen.Fields, Events = [] };
        return new(this, chosen, Source<TEvent>(alone, reader, options, chosen.Fields.Length));
    }

    /// <summary>The key, which must be of the profile's kind and not empty; otherwise a <see cref="RuleDataException"/>.</summary>
    internal ProfileKey CheckKey(ProfileKey key)
    {
        bool isText = Schema.Key.Kind == FieldKind.Text;
        return (key.Text, isText) switch
        {
            (null, true) => throw new RuleDataException(KeyPlace, "it is a text, and the given key is none", null),
            (not null, false) => throw new RuleDataException(KeyPlace, "it is an int, and the given key is a text", null),
            ("", true) => throw new RuleDataException(KeyPlace, "it is empty", null),
            _ => key,
        };
    }

    private string KeyPlace => $"key `{Schema.Key.Name}` of profile `{Schema.ProfileName}`";

    [RequiresDynamicCode("Makes a source over a reader.")]
    [RequiresUnreferencedCode("Makes a source over a reader.")]
    private RowSource<TSubject> Source<TSubject>(RuleSchema alone, HostReader reader, BindingOptions? options, int time)
    {
        Type source = typeof(RowSource<,>).MakeGenericType(typeof(TSubject), reader.Type);
        return (RowSource<TSubject>)(Activator.CreateInstance(source, Program, alone, reader, (options ?? new BindingOptions()).Checks, time)
            ?? throw new InvalidOperationException(source.Name));
    }
}
