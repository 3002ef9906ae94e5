using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;

namespace SegLang.Runtime;

internal sealed partial class ReaderEmitter
{
    // A switch over arguments, one inside the other. Rules ask with ordinals of the schema only.
    private static void Dispatch(ILGenerator il, ReadOnlySpan<int> arguments, ImmutableArray<Case> cases, int depth = 0)
    {
        if (depth == arguments.Length)
        {
            cases[0].Body(il);
            return;
        }

        (int Key, Label Place, ImmutableArray<Case> Cases)[] groups =
            [.. cases.GroupBy(c => c.Keys[depth]).OrderBy(g => g.Key).Select(g => (g.Key, il.DefineLabel(), g.ToImmutableArray()))];
        Label otherwise = il.DefineLabel();
        foreach ((int key, Label place, _) in groups.Where(g => g.Key < 0))
        {
            il.Emit(OpCodes.Ldarg, (short)arguments[depth]);
            il.Emit(OpCodes.Ldc_I4, key);
            il.Emit(OpCodes.Beq, place);
        }

        Label[] table = new Label[groups.Length == 0 ? 0 : Math.Max(0, groups[^1].Key + 1)];
        table.AsSpan().Fill(otherwise);
        foreach ((int key, Label place, _) in groups.Where(g => g.Key >= 0))
        {
            table[key] = place;
        }

        il.Emit(OpCodes.Ldarg, (short)arguments[depth]);
        il.Emit(OpCodes.Switch, table);
        il.MarkLabel(otherwise);
        il.Emit(OpCodes.Newobj, typeof(ArgumentOutOfRangeException).GetConstructor([]) ?? throw new MissingMethodException());
        il.Emit(OpCodes.Throw);
        foreach ((_, Label place, ImmutableArray<Case> inner) in groups)
        {
            il.MarkLabel(place);
            Dispatch(il, arguments, inner, depth + 1);
        }
    }

    private Case Scalar(ImmutableArray<int> keys, HostField field, Action<ILGenerator> owner, int result) => new(keys, il =>
    {
        if (field.Member is { } member)
        {
            Convert(il, field.Schema, field.Type, () =>
            {
                owner(il);
                Step(il, member);
            }, result);
        }
        else
        {
            Constant(il, field.Schema, result);
            il.Emit(field.Schema.Default is null ? OpCodes.Ldc_I4_0 : OpCodes.Ldc_I4_1);
        }

        il.Emit(OpCodes.Ret);
    });

    private Case Size(ImmutableArray<int> keys, HostField field, Action<ILGenerator> owner) => new(keys, il =>
    {
        if (field is { Member: { } member, Items: { } items })
        {
            StepToList(il, field, owner, member);
            il.Emit(OpCodes.Call, ItemMethod(nameof(HostItems.Count), field.Type, items.Element));
        }
        else
        {
            il.Emit(OpCodes.Ldc_I4_0);
        }

        il.Emit(OpCodes.Ret);
    });

    // The elements of a set, or the scalar fields of a list's records.
    private IEnumerable<Case> Items(ImmutableArray<int> keys, HostField field, Action<ILGenerator> owner, string form, int item, int result)
    {
        if (field is not { Member: { } member, Items: { } items })
        {
            return [];
        }

        return field.Schema.Element is { } element
            ? element.Storage.ToString() != form ? [] :
            [
                new(keys.Add(-1), il =>
                {
                    Convert(il, element, items.Element, () =>
                    {
                        StepToList(il, field, owner, member);
                        Element(il, field.Type, items.Element, item);
                    }, result);
                    il.Emit(OpCodes.Ret);
                }),
            ]
            : items.Parts.Where(p => IsOf(p, form)).Select(p => Scalar(keys.Add(p.Schema.Ordinal), p, il => ElementOwner(il, field, owner, item), result));
    }

    private Case Count(HostEvents events) => new([events.Schema.Ordinal], il =>
    {
        if (events.Path is null)
        {
            il.Emit(OpCodes.Ldc_I4_0);
        }
        else
        {
            bool isFiltered = !events.Schema.OnceBy.IsEmpty;
            if (isFiltered)
            {
                Scratch(il);
                il.Emit(OpCodes.Ldc_I4, events.Schema.Ordinal);
            }

            EventCount(il, events);
            if (isFiltered)
            {
                il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.Count)) ?? throw new MissingMethodException());
            }
        }

        il.Emit(OpCodes.Ret);
    });

    private Case Time(HostEvents events) => new([events.Schema.Ordinal], il =>
    {
        if (events.Time is not { } time)
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
        }
        else if (time.ValueType() == typeof(DateTimeOffset))
        {
            EventOwner(il, events);
            Step(il, time);
            il.Emit(OpCodes.Call, typeof(HostValues).GetMethod(nameof(HostValues.Instant), [typeof(DateTimeOffset)]) ?? throw new MissingMethodException());
        }
        else
        {
            LocalBuilder instant = il.DeclareLocal(typeof(long));
            EventOwner(il, events);
            Step(il, time);
            Calendar(il);
            il.Emit(OpCodes.Ldloca, instant);
            il.Emit(OpCodes.Call, typeof(HostValues).GetMethod(nameof(HostValues.Instant), [typeof(DateTime), typeof(Calendar), typeof(long).MakeByRefType()]) ?? throw new MissingMethodException());
            il.Emit(OpCodes.Pop);
            il.Emit(OpCodes.Ldloc, instant);
        }

        il.Emit(OpCodes.Ret);
    });

    private Case Order(HostEvents events) => new([events.Schema.Ordinal], il =>
    {
        if (events.Order is { } order)
        {
            EventOwner(il, events);
            Step(il, order);
            il.Emit(OpCodes.Conv_I8);
        }
        else
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
        }

        il.Emit(OpCodes.Ret);
    });

    // The profile, as an object or an address.
    private void ProfileOwner(ILGenerator il)
    {
        SubjectOwner(il);
        foreach (MemberInfo member in shape.Path)
        {
            StepToOwner(il, member);
        }
    }

    private void SubjectOwner(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(shape.Subject.IsValueType ? OpCodes.Ldflda : OpCodes.Ldfld, subject);
    }

    private void EventList(ILGenerator il, HostEvents events)
    {
        ImmutableArray<MemberInfo> path = events.Path ?? [];
        SubjectOwner(il);
        foreach (MemberInfo member in path.AsSpan()[..^1])
        {
            StepToOwner(il, member);
        }

        Step(il, path[^1]);
        Copy(il, events, events.Collection, events.Element);
    }

    private void StepToList(ILGenerator il, HostField field, Action<ILGenerator> owner, MemberInfo member)
    {
        owner(il);
        Step(il, member);
        Copy(il, field, field.Type, field.Items?.Element ?? typeof(object));
    }

    // A collection that cannot be read by place becomes a copy of its items.
    private void Copy(ILGenerator il, object owner, Type collection, Type element)
    {
        if (!copied.TryGetValue(owner, out int number))
        {
            return;
        }

        if (collection.IsValueType)
        {
            il.Emit(OpCodes.Box, collection);
        }

        LocalBuilder items = il.DeclareLocal(typeof(IEnumerable<>).MakeGenericType(element));
        il.Emit(OpCodes.Stloc, items);
        Scratch(il);
        il.Emit(OpCodes.Ldloc, items);
        il.Emit(OpCodes.Ldc_I4, number);
        il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.Items))?.MakeGenericMethod(element) ?? throw new MissingMethodException());
    }

    // The array of a list and its count, fetched once; without an array where the list has none.
    private void Hold(ILGenerator il, HostEvents events)
    {
        (FieldBuilder items, FieldBuilder count) = held[events.Schema.Ordinal];
        il.Emit(OpCodes.Ldarg_0);
        EventList(il, events);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, count);
        il.Emit(OpCodes.Call, ItemMethod(nameof(HostItems.Array), events.Collection, events.Element));
        il.Emit(OpCodes.Stfld, items);
    }

    private void EventCount(ILGenerator il, HostEvents events)
    {
        if (held.TryGetValue(events.Schema.Ordinal, out (FieldBuilder Items, FieldBuilder Count) fields))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, fields.Count);
            return;
        }

        EventList(il, events);
        il.Emit(OpCodes.Call, ItemMethod(nameof(HostItems.Count), events.Collection, events.Element));
    }

    // The event of the index that is always the second argument, as an object or an address.
    private void EventOwner(ILGenerator il, HostEvents events)
    {
        if (!held.TryGetValue(events.Schema.Ordinal, out (FieldBuilder Items, FieldBuilder Count) fields))
        {
            ListedEvent(il, events);
            return;
        }

        Label listed = il.DefineLabel();
        Label end = il.DefineLabel();
        bool isAlwaysHeld = HostMembers.IsArray(events.Collection);
        if (!isAlwaysHeld)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, fields.Items);
            il.Emit(OpCodes.Brfalse, listed);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, fields.Items);
        EventIndex(il, events);
        il.Emit(events.Element.IsValueType ? OpCodes.Ldelema : OpCodes.Ldelem, events.Element);
        if (!isAlwaysHeld)
        {
            il.Emit(OpCodes.Br, end);
            il.MarkLabel(listed);
            ListedEvent(il, events);
            il.MarkLabel(end);
        }
    }

    private void ListedEvent(ILGenerator il, HostEvents events)
    {
        EventList(il, events);
        ElementToOwner(il, events.Collection, events.Element, () => EventIndex(il, events));
    }

    // Of an event type with `once by`, the place among all that the host has.
    private void EventIndex(ILGenerator il, HostEvents events)
    {
        if (events.Schema.OnceBy.IsEmpty)
        {
            il.Emit(OpCodes.Ldarg_2);
            return;
        }

        Scratch(il);
        il.Emit(OpCodes.Ldc_I4, events.Schema.Ordinal);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(ReaderScratch).GetMethod(nameof(ReaderScratch.At)) ?? throw new MissingMethodException());
    }

    private void ElementOwner(ILGenerator il, HostField list, Action<ILGenerator> owner, int item)
    {
        StepToList(il, list, owner, list.Member ?? throw new InvalidOperationException(list.Schema.Name));
        ElementToOwner(il, list.Type, list.Items?.Element ?? typeof(object), () => il.Emit(OpCodes.Ldarg, (short)item));
    }

    // An object or address becomes the value of its member.
    private static void Step(ILGenerator il, MemberInfo member)
    {
        if (member is FieldInfo field)
        {
            il.Emit(OpCodes.Ldfld, field);
        }
        else
        {
            MethodInfo getter = (member as PropertyInfo)?.GetMethod ?? throw new InvalidOperationException(member.Name);
            il.Emit(getter.DeclaringType is { IsValueType: true } ? OpCodes.Call : OpCodes.Callvirt, getter);
        }
    }

    private static void StepToOwner(ILGenerator il, MemberInfo member)
    {
        if (member is FieldInfo field && field.FieldType.IsValueType)
        {
            il.Emit(OpCodes.Ldflda, field);
            return;
        }

        Step(il, member);
        ToOwner(il, member.ValueType());
    }

    private static void ToOwner(ILGenerator il, Type type)
    {
        if (type.IsValueType)
        {
            LocalBuilder copy = il.DeclareLocal(type);
            il.Emit(OpCodes.Stloc, copy);
            il.Emit(OpCodes.Ldloca, copy);
        }
    }

    // A list becomes one of its elements, as an object or an address.
    private static void ElementToOwner(ILGenerator il, Type list, Type element, Action index)
    {
        index();
        if (list.IsArray)
        {
            il.Emit(element.IsValueType ? OpCodes.Ldelema : OpCodes.Ldelem, element);
            return;
        }

        MethodInfo at = ItemMethod(nameof(HostItems.At), list, element);
        il.Emit(OpCodes.Call, at);
        if (!at.ReturnType.IsByRef)
        {
            ToOwner(il, element);
        }
        else if (!element.IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }

    // A list becomes the value of one of its elements.
    private static void Element(ILGenerator il, Type list, Type element, int index)
    {
        il.Emit(OpCodes.Ldarg, (short)index);
        if (list.IsArray)
        {
            il.Emit(OpCodes.Ldelem, element);
            return;
        }

        MethodInfo at = ItemMethod(nameof(HostItems.At), list, element);
        il.Emit(OpCodes.Call, at);
        if (at.ReturnType.IsByRef)
        {
            il.Emit(OpCodes.Ldobj, element);
        }
    }

    private static MethodInfo ItemMethod(string name, Type list, Type element)
    {
        Type read = HostMembers.IsReadByPlace(list) ? list : typeof(HostBuffer<>).MakeGenericType(element);
        return typeof(HostItems).GetMethods().First(m => m.Name == name && IsFor(m.GetParameters()[0].ParameterType, read)).MakeGenericMethod(element);
    }

    private static bool IsFor(Type parameter, Type list) => list.IsArray
        ? parameter.IsArray
        : parameter.IsGenericType && parameter.GetGenericTypeDefinition() == list.GetGenericTypeDefinition();
}
