using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// Compiled rules with their params. Immutable, for many threads. What was loaded or compiled lies in a context of its own, which is collected when
/// nothing refers to the rules, or to what was made of them, any more.
/// </summary>
public sealed partial class RuleSet
{
    private readonly FrozenDictionary<string, int> places;

    private RuleSet(RuleProgram program)
    {
        Program = program;
        Outputs = [.. program.Outputs.Where(o => o.Name.Length > 0)];
        places = Outputs.Select((o, i) => (o.Name, i)).ToFrozenDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        Segments = [.. Outputs.Where(o => o.Kind == OutputKind.Segment).Select(o => o.Name)];
        Manifest = RuleManifest.Of(program);
    }

    /// <summary>What the compiler recorded.</summary>
    public RuleManifest Manifest { get; }

    /// <summary>The schema of what the rules read.</summary>
    public RuleSchema Schema => Program.Schema;

    /// <summary>The segments, traits, classes, scores and journeys in order of dependency.</summary>
    public ImmutableArray<OutputSchema> Outputs { get; }

    /// <summary>The names of the segments, in the order of the bits that evaluations give.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>The program, for engines. Its params must not be changed.</summary>
    public RuleProgram Program { get; }

    /// <summary>Rules that were compiled with the app. The program must not be changed any more.</summary>
    public static RuleSet Of(RuleProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(program) { Given = program.Schema.Params.IsEmpty ? new Dictionary<string, object>() : null };
    }

    /// <summary>
    /// The same rules with params by name; those not given keep the default of the rules. Values: bool, string, int and long, decimal, double, DateOnly,
    /// DateTimeOffset, TimeSpan, <see cref="CalendarSpan"/>, an enum's member by name, arrays of those for sets. What does not fit is a
    /// <see cref="RuleSetException"/>.
    /// </summary>
    public RuleSet With(IReadOnlyDictionary<string, object> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return WithForms(HostParams.Read(Schema.Params, parameters));
    }

    /// <summary>The same rules with params in the forms of <see cref="ParamSchema.Default"/>.</summary>
    public RuleSet WithForms(IReadOnlyDictionary<string, object> parameters)
    {
        RuleProgram program = Program.New();
        program.Configure(parameters);
        return new(program) { Explainer = Explainer, Given = parameters };
    }

    /// <summary>
    /// Binds a host's class: its properties and fields stand for the fields of the profile by name (exactly, then ignoring case and underscores) or by
    /// <see cref="SegFieldAttribute"/>, its lists for events. All that does not fit is one <see cref="RuleSetException"/>.
    /// </summary>
    [RequiresDynamicCode("Emits a reader of the host's class; rules that are compiled with the app need none.")]
    [RequiresUnreferencedCode("Reads the members of the host's class by reflection; rules that are compiled with the app need none.")]
    public BoundRules<TProfile> For<TProfile>(BindingOptions? options = null)
    {
        BindingOptions chosen = options ?? new BindingOptions();
        return new(this, Engine<TProfile>(ReaderCache.Of(Schema, typeof(TProfile), null, null, chosen), chosen));
    }

    /// <summary>
    /// Binds a host's class whose events stand apart: <typeparamref name="TEvents"/> is an array or list of the only event type, or has one as a member for
    /// each of them.
    /// </summary>
    [RequiresDynamicCode("Emits a reader of the host's classes; rules that are compiled with the app need none.")]
    [RequiresUnreferencedCode("Reads the members of the host's classes by reflection; rules that are compiled with the app need none.")]
    public BoundRules<TProfile, TEvents> For<TProfile, TEvents>(BindingOptions? options = null)
    {
        BindingOptions chosen = options ?? new BindingOptions();
        Type facts = typeof(HostFacts<TProfile, TEvents>);
        HostReader reader = ReaderCache.Of(Schema, facts, facts.GetField("Profile"), facts.GetField("Events"), chosen);
        return new(new BoundRules<HostFacts<TProfile, TEvents>>(this, Engine<HostFacts<TProfile, TEvents>>(reader, chosen)));
    }

    /// <summary>
    /// Binds a host's class whose events are given as spans: for rules with one event type, or where the class of events has the name of one and
    /// <see cref="BindingOptions.AllowMissingEvents"/> allows that there are no others.
    /// </summary>
    [RequiresDynamicCode("Emits a reader of the host's classes; rules that are compiled with the app need none.")]
    [RequiresUnreferencedCode("Reads the members of the host's classes by reflection; rules that are compiled with the app need none.")]
    public BoundSpans<TProfile, TEvent> ForSpans<TProfile, TEvent>(BindingOptions? options = null) => new(For<TProfile, HeldSpan<TEvent>>(options));

    /// <summary>Binds a reader of the host's own, without reflection: a generated one, say.</summary>
    public BoundRules<TProfile> Bind<TProfile, TReader>(BindingOptions? options = null)
        where TReader : struct, IProfileReader<TProfile> => new(this, new HostEngine<TProfile, TReader>(Program, [], HostNames.None, options ?? new BindingOptions()));

    /// <summary>Binds a reader of the host's own, without reflection, for events that stand apart.</summary>
    public BoundRules<TProfile, TEvents> Bind<TProfile, TEvents, TReader>(BindingOptions? options = null)
        where TReader : struct, IProfileReader<HostFacts<TProfile, TEvents>> => new(Bind<HostFacts<TProfile, TEvents>, TReader>(options));

    /// <summary>The same rules, if they read the fields and events that others do, which a reader of those can give; otherwise a <see cref="RuleSetException"/>.</summary>
    public RuleSet WithSchemaOf(RuleSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReaderCache.Read(Schema).Encode().AsSpan().SequenceEqual(ReaderCache.Read(other.Schema).Encode()) ? this : throw new RuleSetException(
            $"the rules `{Schema.RuleSet}` read other fields or events than `{other.Schema.RuleSet}` as it was compiled with the app: build the app with them");
    }

    /// <summary>The place of an output; a name that there is not is a <see cref="RuleSetException"/> with the nearest.</summary>
    internal int OutputOf(string name, OutputKind? kind = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return places.TryGetValue(name, out int place) && (kind is null || Outputs[place].Kind == kind) ? place : throw NoOutput(name, kind);
    }

    // Apart, so that a name that there is costs no closure.
    private RuleSetException NoOutput(string name, OutputKind? kind) =>
        new(Names.Unknown(kind is { } wanted ? Word(wanted) : "output", name, Outputs.Where(o => kind is null || o.Kind == kind).Select(o => o.Name)));

    private static string Word(OutputKind kind) => kind.ToString().ToLowerInvariant();

    [RequiresDynamicCode("Makes an engine over a reader.")]
    [RequiresUnreferencedCode("Makes an engine over a reader.")]
    private HostEngine<TSubject> Engine<TSubject>(HostReader reader, BindingOptions options)
    {
        Type engine = typeof(HostEngine<,>).MakeGenericType(typeof(TSubject), reader.Type);
        return (HostEngine<TSubject>)(Activator.CreateInstance(engine, Program, reader.Enums, reader.Names, options) ?? throw new InvalidOperationException(engine.Name));
    }
}
