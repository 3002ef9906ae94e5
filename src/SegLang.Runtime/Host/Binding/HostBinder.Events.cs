using System.Collections.Immutable;
using System.Reflection;

namespace SegLang.Runtime;

internal sealed partial class HostBinder
{
    /// <summary>
    /// The members for single events of a type, as if they were a profile: the fields by ordinal, then `time`, then `order`. What does not fit is a
    /// <see cref="RuleSetException"/>.
    /// </summary>
    public static HostShape BindEvent(RuleSchema schema, EventSchema @event, Type type)
    {
        HostBinder binder = new(schema, new BindingOptions());
        int next = @event.Fields.Length;
        HostField time = new(new FieldSchema("time", next, FieldKind.DateTime), binder.FindTime(@event, type), null);
        HostField order = new(new FieldSchema("order", next + 1, FieldKind.Int) { IsOptional = true }, FindOrder(@event, MembersOf(type)), null);
        return binder.Checked(new(type, [], type, [.. binder.BindFields(@event.Fields, type, Owner(@event)), time, order], []));
    }

    /// <summary>The event type that is given, or else that a class is marked for or has the name of; otherwise a <see cref="RuleSetException"/>.</summary>
    public static EventSchema TypeOf(RuleSchema schema, Type type, string? name)
    {
        if (name is not null)
        {
            return schema.Events.FirstOrDefault(e => e.Name == name)
                ?? throw new RuleSetException(Names.Unknown("event", name, schema.Events.Select(e => e.Name)));
        }

        return schema.Events.FirstOrDefault(e => IsMarked(type, e.Name))
            ?? schema.Events.FirstOrDefault(e => IsNamed(type, e.Name))
            ?? throw new RuleSetException(NoType(schema, type));
    }

    private static string NoType(RuleSchema schema, Type type) => schema.Events.IsEmpty
        ? $"`{HostMembers.Show(type)}` is bound to an event, and the rules `{schema.RuleSet}` have none"
        : $"`{HostMembers.Show(type)}` has the name of no event of the rules `{schema.RuleSet}`, which are {string.Join(", ", schema.Events.Select(e => $"`{e.Name}`"))}: mark the class with `[SegEvent(\"{schema.Events[0].Name}\")]`, or give the event's name";

    private HostEvents BindEvents(EventSchema @event, Type profile, MemberInfo? profileMember, MemberInfo? eventsMember)
    {
        Type home = eventsMember?.ValueType() ?? profile;
        MemberInfo? outer = eventsMember ?? profileMember;
        if (FindEvents(@event, home, eventsMember is not null) is not { } found)
        {
            if (!options.AllowMissingEvents)
            {
                problems.Add($"event `{@event.Name}` ↔ `{HostMembers.Show(home)}` has no array or list of events of that name: add one, mark it or its class with `[SegEvent(\"{@event.Name}\")]`, or allow it with `AllowMissingEvents`");
            }

            return new(@event, null, typeof(void), typeof(void), null, null, []);
        }

        (ImmutableArray<MemberInfo> path, Type collection, Type element) = found;
        MemberInfo? time = FindTime(@event, element);
        MemberInfo? order = FindOrder(@event, MembersOf(element));
        return new(@event, outer is null ? path : path.Insert(0, outer), collection, element, time, order, BindFields(@event.Fields, element, Owner(@event)));
    }

    private static string Owner(EventSchema @event) => $"event `{@event.Name}`";

    private MemberInfo? FindTime(EventSchema @event, Type element)
    {
        string owner = Owner(@event);
        MemberInfo? time = Find(MembersOf(element), element, ["time", @event.TimeColumn], $"`time` of {owner}");
        if (time is null || (time.ValueType() != typeof(DateTimeOffset) && time.ValueType() != typeof(DateTime)))
        {
            string has = time is null ? $"`{HostMembers.Show(element)}` has no such property; mark it with `[SegField(\"time\")]`"
                : $"`{HostMembers.Show(element, time)}` ({HostMembers.Show(time.ValueType())}): it needs `DateTimeOffset` or `DateTime`, never null";
            problems.Add($"`time` of {owner} ↔ {has}");
        }

        return time;
    }

    // An integer; where the rules declare a field of that name, only a marked one or that of its column.
    private static MemberInfo? FindOrder(EventSchema @event, ImmutableArray<MemberInfo> members)
    {
        bool isDeclared = @event.Fields.Any(f => f.Name == "order");
        string name = @event.OrderColumn ?? "order";
        return members.FirstOrDefault(m => m.ValueType() is var type && (type == typeof(int) || type == typeof(long)) && (isDeclared && @event.OrderColumn is null
            ? false
            : m.GetCustomAttribute<SegFieldAttribute>() is { } marked ? marked.Name is "order" : HostMembers.Alike(m.Name, name)));
    }

    // Where the events of a type are: a member, or, where they stand apart, all there is.
    private (ImmutableArray<MemberInfo> Path, Type Collection, Type Element)? FindEvents(EventSchema @event, Type home, bool standApart)
    {
        if (standApart && HostMembers.ElementOf(home) is { } only)
        {
            return schema.Events.Length == 1 || IsNamed(only, @event.Name) ? ([], home, only) : null;
        }

        (MemberInfo Member, Type Element)[] lists =
        [
            .. MembersOf(home).Select(m => (Member: m, Element: HostMembers.ElementOf(m.ValueType())))
                .Where(l => l.Element is { IsPrimitive: false, IsEnum: false } && l.Element != typeof(string)).Select(l => (l.Member, l.Element!)),
        ];
        foreach (Func<(MemberInfo Member, Type Element), bool> test in Tests(@event.Name))
        {
            if (Array.FindIndex(lists, l => test(l)) is var index and >= 0)
            {
                return ([lists[index].Member], lists[index].Member.ValueType(), lists[index].Element);
            }
        }

        return null;
    }

    // The most explicit first: a marked member, a marked class, the class's name, the member's name.
    private static Func<(MemberInfo Member, Type Element), bool>[] Tests(string name) =>
    [
        l => l.Member.GetCustomAttribute<SegEventAttribute>()?.Name == name,
        l => !l.Member.IsDefined(typeof(SegEventAttribute)) && IsMarked(l.Element, name),
        l => !l.Member.IsDefined(typeof(SegEventAttribute)) && IsNamed(l.Element, name),
        l => !l.Member.IsDefined(typeof(SegEventAttribute)) && (HostMembers.Alike(l.Member.Name, name) || HostMembers.Alike(l.Member.Name, $"{name}s")),
    ];

    private static bool IsMarked(Type element, string name) => element.GetCustomAttribute<SegEventAttribute>()?.Name == name;

    private static bool IsNamed(Type element, string name) =>
        element.GetCustomAttribute<SegEventAttribute>() is { } marked ? marked.Name == name : HostMembers.Alike(element.Name, name);
}
