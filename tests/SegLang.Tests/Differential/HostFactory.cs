using System.Collections.Immutable;
using System.Reflection;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Tests.Differential;

/// <summary>Makes an app's objects of facts, by the names of their members.</summary>
internal static class HostFactory
{
    private const long LongestDuration = long.MaxValue / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// The facts as an app can hold them: events in order, those of one instant by type, since each type has a list of its own; durations no longer than
    /// <see cref="TimeSpan"/> allows.
    /// </summary>
    public static ProfileFacts Held(RuleSchema schema, ProfileFacts facts) => new(
        Held(schema.Profile, facts.Fields),
        [
            .. facts.Events.OrderBy(e => e.Time).ThenBy(e => e.Order).ThenBy(e => e.Event.Ordinal)
                .Select(e => e with { Fields = Held(schema.Events[e.Event.Ordinal].Fields, e.Fields) }),
        ]);

    /// <summary>The object of a profile with its events.</summary>
    public static HostPerson Person(RuleSchema schema, ProfileFacts facts)
    {
        HostPerson person = (HostPerson)Filled(typeof(HostPerson), schema.Profile, facts.Fields);
        foreach (EventSchema type in schema.Events)
        {
            PropertyInfo list = typeof(HostPerson).GetProperty($"{type.Name}Events") ?? throw new MissingMemberException(type.Name);
            Type element = ElementOf(list.PropertyType);
            list.SetValue(person, Listed(list.PropertyType, element, facts.Events.Where(e => e.Event.Ordinal == type.Ordinal).Select(e => Happened(element, type, e))));
        }

        return person;
    }

    private static ImmutableArray<object?> Held(ImmutableArray<FieldSchema> fields, ImmutableArray<object?> values) =>
        [.. values.Select((v, i) => fields[i].Kind == FieldKind.Duration && v is long duration ? Math.Clamp(duration, -LongestDuration, LongestDuration) : v)];

    /// <summary>The object of an event.</summary>
    public static object Happened(Type element, EventSchema type, EventFacts facts)
    {
        object happened = Filled(element, type.Fields, facts.Fields);
        element.GetProperty("Time")?.SetValue(happened, HostValues.ToInstant(facts.Time));
        element.GetProperty(type.OrderColumn ?? "Order")?.SetValue(happened, facts.Order);
        return happened;
    }

    private static object Filled(Type type, ImmutableArray<FieldSchema> fields, ImmutableArray<object?> values)
    {
        object made = Activator.CreateInstance(type) ?? throw new MissingMethodException(type.Name);
        foreach (FieldSchema field in fields.Where(f => !f.IsComputed))
        {
            PropertyInfo member = type.GetProperty(field.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase) ?? throw new MissingMemberException(field.Name);
            if (values[field.Ordinal] is { } value)
            {
                member.SetValue(made, Converted(field, value, member.PropertyType));
            }
        }

        return made;
    }

    private static object Converted(FieldSchema field, object value, Type type) => (field.Kind, value) switch
    {
        (FieldKind.Decimal or FieldKind.Money, long exact) => HostValues.ToDecimal(exact, field.Scale),
        (FieldKind.Date, int day) => HostValues.ToDate(day),
        (FieldKind.DateTime, long instant) => HostValues.ToInstant(instant),
        (FieldKind.Duration, long duration) => new TimeSpan(duration * TimeSpan.TicksPerMicrosecond),
        (FieldKind.Enum, int member) => Enum.Parse(Nullable.GetUnderlyingType(type) ?? type, field.Members[member], ignoreCase: true),
        (FieldKind.Set, SetValue set) when field.Element is { } element =>
            Listed(type, ElementOf(type), set.Items.Select(i => Converted(element, i, ElementOf(type)))),
        (FieldKind.List, ImmutableArray<RecordValue> records) => Listed(type, ElementOf(type), records.Select(r => Filled(ElementOf(type), field.Fields, r.Fields))),
        _ => value,
    };

    private static Type ElementOf(Type list) => list.GetElementType() ?? list.GetGenericArguments()[0];

    private static object Listed(Type list, Type element, IEnumerable<object> items)
    {
        object[] all = [.. items];
        Array array = Array.CreateInstance(element, all.Length);
        all.CopyTo(array, 0);
        Type made = list.IsInterface ? typeof(HashSet<>).MakeGenericType(element) : list;
        return list.IsInstanceOfType(array) ? array : Activator.CreateInstance(made, array) ?? throw new MissingMethodException(list.Name);
    }
}
