using System.Collections.Immutable;
using System.Reflection;

namespace SegLang.Runtime;

internal sealed partial class HostBinder
{
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
        string owner = $"event `{@event.Name}`";
        ImmutableArray<MemberInfo> members = MembersOf(element);
        MemberInfo? time = Find(members, element, ["time", @event.TimeColumn], $"`time` of {owner}");
        if (time is null || (time.ValueType() != typeof(DateTimeOffset) && time.ValueType() != typeof(DateTime)))
        {
            string has = time is null ? $"`{HostMembers.Show(element)}` has no such property; mark it with `[SegField(\"time\")]`"
                : $"`{HostMembers.Show(element, time)}` ({HostMembers.Show(time.ValueType())}): it needs `DateTimeOffset` or `DateTime`, never null";
            problems.Add($"`time` of {owner} ↔ {has}");
        }

        return new(@event, outer is null ? path : path.Insert(0, outer), collection, element, time, FindOrder(@event, members), BindFields(@event.Fields, element, owner));
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
