using System.Diagnostics;
using System.Runtime.CompilerServices;
using SegLang.Benchmarks.Data;
using SegLang.Runtime;

namespace SegLang.Benchmarks.Row;

/// <summary>Reads the packed rows in place, as a host of performance would bind its own data.</summary>
internal readonly struct StructReader(CustomerRow[] customers, PurchaseRow[] purchases, int profile) : IFactReader
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public bool Bool(int field, out bool value)
    {
        var known = Customer.Newsletter != Dataset.UnknownByte;
        value = Customer.Newsletter == 1;
        return known;
    }

    [MethodImpl(Inline)]
    public bool Int32(int field, out int value)
    {
        value = field == 2 ? Customer.Plan : throw new UnreachableException();
        return true;
    }

    [MethodImpl(Inline)]
    public bool Int64(int field, out long value)
    {
        value = field switch
        {
            3 => Customer.Age == Dataset.UnknownInt ? Dataset.Unknown : Customer.Age,
            6 => Customer.Registered,
            7 => Customer.Credit,
            8 => Customer.Rating,
            _ => throw new UnreachableException(),
        };
        return value != Dataset.Unknown;
    }

    public bool Double(int field, out double value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool Text(int field, out string value)
    {
        value = Customer.Country;
        return true;
    }

    public int Size(int field) => throw new UnreachableException();

    public bool ItemBool(int field, int item, int part, out bool value) => throw new UnreachableException();

    public bool ItemInt32(int field, int item, int part, out int value) => throw new UnreachableException();

    public bool ItemInt64(int field, int item, int part, out long value) => throw new UnreachableException();

    public bool ItemDouble(int field, int item, int part, out double value) => throw new UnreachableException();

    public bool ItemText(int field, int item, int part, out string value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public int EventCount(int type) => Customer.Purchases;

    [MethodImpl(Inline)]
    public long EventTime(int type, int index) => Purchase(index).Time;

    [MethodImpl(Inline)]
    public long EventOrder(int type, int index) => 0;

    [MethodImpl(Inline)]
    public long EventArrival(int type, int index) => index;

    public bool EventBool(int type, int index, int field, out bool value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool EventInt32(int type, int index, int field, out int value)
    {
        value = Purchase(index).Channel;
        return true;
    }

    [MethodImpl(Inline)]
    public bool EventInt64(int type, int index, int field, out long value)
    {
        value = field == 2 ? Purchase(index).Quantity : Purchase(index).Price;
        return field == 2 || value != Dataset.Unknown;
    }

    public bool EventDouble(int type, int index, int field, out double value) => throw new UnreachableException();

    [MethodImpl(Inline)]
    public bool EventText(int type, int index, int field, out string value)
    {
        value = Purchase(index).Category ?? "";
        return Purchase(index).Category is not null;
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
        var count = Customer.Purchases;
        while (start < count && Purchase(start).Time < time)
        {
            start++;
        }

        return start;
    }

    private ref readonly CustomerRow Customer
    {
        [MethodImpl(Inline)]
        get => ref customers[profile];
    }

    [MethodImpl(Inline)]
    private ref readonly PurchaseRow Purchase(int index) => ref purchases[Customer.FirstPurchase + index];
}
