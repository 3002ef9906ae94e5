using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SegLang.Runtime;

/// <summary>
/// Emitted readers by what they read and the host's class, so that rules that are loaded anew with the schema of those before emit nothing. A reader that
/// rules share is never newer than they are: the runtime keeps code that is made of two collectible assemblies with the newer, so a shared one holds no
/// rules in memory. For many threads.
/// </summary>
internal static class ReaderCache
{
    // Schemas of a class for which a reader stays; one that has changed in between is emitted anew.
    private const int Schemas = 4;

    private static readonly ConditionalWeakTable<Type, Readers> ByClass = new();

    /// <summary>
    /// A reader for a subject whose members fit the schema. The first rules of a schema get one of their own; with the second, whose rules are
    /// loaded again and again, as it seems, another is emitted for all that come later.
    /// </summary>
    [RequiresDynamicCode("Emits code.")]
    [RequiresUnreferencedCode("Reads the host's classes by reflection.")]
    public static HostReader Of(RuleSchema schema, Type subject, MemberInfo? profile, MemberInfo? events, BindingOptions options)
    {
        byte[] key = [.. Read(schema).Encode(), options.AllowMissingEvents ? (byte)1 : (byte)0];
        return Of(subject, key, () => HostBinder.Bind(schema, subject, profile, events, options));
    }

    /// <summary>A reader for single events of a type, which gives their fields as those of a profile.</summary>
    [RequiresDynamicCode("Emits code.")]
    [RequiresUnreferencedCode("Reads the host's classes by reflection.")]
    public static HostReader OfEvent(RuleSchema schema, EventSchema type, Type subject)
    {
        byte[] key = [.. Read(schema).Encode(), 2, .. BitConverter.GetBytes(type.Ordinal)];
        HostReader reader = Of(subject, key, () => HostBinder.BindEvent(schema, type, subject));
        return reader with { Names = reader.Names with { Owner = $"event `{type.Name}`" } };
    }

    [RequiresDynamicCode("Emits code.")]
    [RequiresUnreferencedCode("Reads the host's classes by reflection.")]
    private static HostReader Of(Type subject, byte[] key, Func<HostShape> bind)
    {
        Readers known = ByClass.GetOrCreateValue(subject);
        lock (known)
        {
            if (known.Find(key) is { Shared: { } shared })
            {
                return shared;
            }

            HostShape shape = bind();
            known.Put(new(key, known.Find(key) is null ? null : ReaderEmitter.Emit(shape)));
            return ReaderEmitter.Emit(shape);
        }
    }

    /// <summary>What of a schema a reader depends on.</summary>
    public static RuleSchema Read(RuleSchema schema) => schema with { RuleSet = "", TimeZone = "", WeekStartsSunday = false, Params = [] };

    // Without a reader, rules of that schema were bound once.
    private sealed record Known(byte[] Key, HostReader? Shared);

    // Those of one class, the oldest first.
    private sealed class Readers
    {
        private readonly List<Known> all = [];

        public Known? Find(byte[] key) => all.Find(k => k.Key.AsSpan().SequenceEqual(key));

        public void Put(Known known)
        {
            all.RemoveAll(k => k.Key.AsSpan().SequenceEqual(known.Key));
            all.Add(known);
            if (all.Count > Schemas)
            {
                all.RemoveAt(0);
            }
        }
    }
}

/// <summary>A struct that implements <see cref="IProfileReader{TProfile}"/> of a host's class.</summary>
/// <param name="Type">The struct.</param>
/// <param name="Enums">The members of the enums that it reads by name, by its own numbering.</param>
/// <param name="Names">How the host calls its members.</param>
internal sealed record HostReader(Type Type, string[][] Enums, HostNames Names);
