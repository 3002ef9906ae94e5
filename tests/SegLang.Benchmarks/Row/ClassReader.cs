using System.Diagnostics;
using System.Runtime.CompilerServices;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Row;

/// <summary>Reads an object in place, as an application binds its own classes.</summary>
internal readonly struct ClassReader(Customer customer) : IFactReader
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public bool Bool(int field, out bool value)
    {
        value = customer.Newsletter.GetValueOrDefault();
        return customer.Newsletter.HasValue;
    }

    [MethodImpl(Inline)]
    public bool Int32(int field, out int value)
    {
        value = (int)customer.Plan;
        return true;
    }

    [MethodImpl(Inline)]
    public bool Int64(int field, out long value)
    {
        if (field == 3)
        {
            value = customer.Age.GetValueOrDefault();
            return customer.Age.HasValue;
        }

        var held = field switch { 6 => customer.Registered, 7 => customer.Credit, _ => customer.Rating };
        value = held.GetValueOrDefault();
        return held.HasValue;
    }

    public bool Double(int field, out double value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool Text(int field, out string value)
    {
        value = customer.Country;
        return true;
    }

    public int Size(int field) => throw new UnreachableException();

    public bool ItemBool(int field, int item, int part, out bool value) => throw new UnreachableException();

    public bool ItemInt32(int field, int item, int part, out int value) => throw new UnreachableException();

    public bool ItemInt64(int field, int item, int part, out long value) => throw new UnreachableException();

    public bool ItemDouble(int field, int item, int part, out double value) => throw new UnreachableException();

    public bool ItemText(int field, int item, int part, out string value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public int EventCount(int type) => customer.Purchases.Length;

    [MethodImpl(Inline)]
    public long EventTime(int type, int index) => customer.Purchases[index].Time;

    [MethodImpl(Inline)]
    public long EventOrder(int type, int index) => 0;

    [MethodImpl(Inline)]
    public long EventArrival(int type, int index) => index;

    public bool EventBool(int type, int index, int field, out bool value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool EventInt32(int type, int index, int field, out int value)
    {
        value = (int)customer.Purchases[index].Channel;
        return true;
    }

    [MethodImpl(Inline)]
    public bool EventInt64(int type, int index, int field, out long value)
    {
        if (field == 2)
        {
            value = customer.Purchases[index].Quantity;
            return true;
        }

        var held = customer.Purchases[index].Price;
        value = held.GetValueOrDefault();
        return held.HasValue;
    }

    public bool EventDouble(int type, int index, int field, out double value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool EventText(int type, int index, int field, out string value)
    {
        value = customer.Purchases[index].Category ?? "";
        return customer.Purchases[index].Category is not null;
    }

    public int EventSize(int type, int index, int field) => throw new UnreachableException();

    public bool EventItemBool(int type, int index, int field, int item, int part, out bool value) => throw new UnreachableException();

    public bool EventItemInt32(int type, int index, int field, int item, int part, out int value) => throw new UnreachableException();

    public bool EventItemInt64(int type, int index, int field, int item, int part, out long value) => throw new UnreachableException();

    public bool EventItemDouble(int type, int index, int field, int item, int part, out double value) => throw new UnreachableException();

    public bool EventItemText(int type, int index, int field, int item, int part, out string value) => throw new UnreachableException();

    public int PartSize(int type, int index, int field, int item, int part) => throw new UnreachableException();

    public bool PartBool(int type, int index, int field, int item, int part, int element, int inner, out bool value) => throw new UnreachableException();

    public bool PartInt32(int type, int index, int field, int item, int part, int element, int inner, out int value) => throw new UnreachableException();

    public bool PartInt64(int type, int index, int field, int item, int part, int element, int inner, out long value) => throw new UnreachableException();

    public bool PartDouble(int type, int index, int field, int item, int part, int element, int inner, out double value) => throw new UnreachableException();

    public bool PartText(int type, int index, int field, int item, int part, int element, int inner, out string value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool Journey(int journey, JourneyFact fact, long at, out long value)
    {
        value = 0;
        return false;
    }

    public int FirstUnfolded(int type) => 0;

    public long Folded(int place) => 0;

    public int FirstEventFrom(int type, long time, int start)
    {
        var events = customer.Purchases;
        while (start < events.Length && events[start].Time < time)
        {
            start++;
        }

        return start;
    }
}
