namespace SegLang.Runtime;

/// <summary>Outputs as values of hosts.</summary>
internal static class OutputValues
{
    /// <summary>
    /// What takes an output that is known to a host's type: bool, long, int, decimal, double, DateOnly, DateTimeOffset, TimeSpan, string, an enum with the
    /// names of the members, object. Another type is a <see cref="RuleSetException"/>.
    /// </summary>
    public static Func<RowOutput, int, TValue> Reader<TValue>(OutputSchema output)
    {
        FieldSchema value = output.Value;
        Type type = typeof(TValue);
        object? reader = value.Kind switch
        {
            _ when type == typeof(object) => (Func<RowOutput, int, object>)((o, i) => Boxed(value, o, i)),
            FieldKind.Bool when type == typeof(bool) => (Func<RowOutput, int, bool>)((o, i) => o.Bits[i] != 0),
            FieldKind.Int when type == typeof(long) => (Func<RowOutput, int, long>)((o, i) => o.Bits[i]),
            FieldKind.Int when type == typeof(int) => (Func<RowOutput, int, int>)((o, i) => checked((int)o.Bits[i])),
            FieldKind.Int or FieldKind.Decimal or FieldKind.Money when type == typeof(decimal) => Exact(value.Scale),
            FieldKind.Number when type == typeof(double) => (Func<RowOutput, int, double>)((o, i) => o.Number(i)),
            FieldKind.Date when type == typeof(DateOnly) => (Func<RowOutput, int, DateOnly>)((o, i) => HostValues.ToDate((int)o.Bits[i])),
            FieldKind.DateTime when type == typeof(DateTimeOffset) => (Func<RowOutput, int, DateTimeOffset>)((o, i) => HostValues.ToInstant(o.Bits[i])),
            FieldKind.Duration when type == typeof(TimeSpan) => (Func<RowOutput, int, TimeSpan>)((o, i) => HostValues.ToDuration(o.Bits[i])),
            FieldKind.Text when type == typeof(string) => (Func<RowOutput, int, string>)((o, i) => o.Texts[i] ?? ""),
            FieldKind.Enum when type == typeof(string) => (Func<RowOutput, int, string>)((o, i) => value.Members[(int)o.Bits[i]]),
            FieldKind.Enum when type.IsEnum => Named<TValue>(output),
            _ => null,
        };
        return reader as Func<RowOutput, int, TValue> ?? throw new RuleSetException(
            $"`{output.Name}` is {LanguageTypes.Name(value)}, which cannot be taken as `{HostMembers.Show(type)}`");
    }

    /// <summary>An output that is known in the host's type that fits best: enums by name, sets as arrays.</summary>
    public static object Boxed(FieldSchema value, RowOutput output, int index) => value.Kind switch
    {
        FieldKind.Text => output.Texts[index] ?? "",
        FieldKind.Set => Boxed(value, output.Sets[index] ?? []),
        FieldKind.Number => output.Number(index),
        _ => Boxed(value, output.Bits[index]),
    };

    private static Func<RowOutput, int, decimal> Exact(int scale) => (o, i) => HostValues.ToDecimal(o.Bits[i], scale);

    /// <summary>A value in the forms of <see cref="FactRow"/> in the host's type that fits best.</summary>
    public static object Boxed(FieldSchema value, object held) => held switch
    {
        string or double => held,
        object[] set => Array.ConvertAll(set, e => Boxed(value.Element ?? value, e)),
        bool flag => flag,
        int number => Boxed(value, number),
        long number => Boxed(value, number),
        _ => held,
    };

    private static object Boxed(FieldSchema value, long bits) => value.Kind switch
    {
        FieldKind.Bool => bits != 0,
        FieldKind.Int => bits,
        FieldKind.Date => HostValues.ToDate((int)bits),
        FieldKind.DateTime => HostValues.ToInstant(bits),
        FieldKind.Duration => HostValues.ToDuration(bits),
        FieldKind.Enum => value.Members[(int)bits],
        _ => HostValues.ToDecimal(bits, value.Scale),
    };

    private static Func<RowOutput, int, TValue> Named<TValue>(OutputSchema output)
    {
        string[] names = Enum.GetNames(typeof(TValue));
        TValue[] values = [.. output.Value.Members.Select(m => Array.Find(names, n => HostMembers.Alike(n, m)) is { } name
            ? (TValue)Enum.Parse(typeof(TValue), name)
            : throw new RuleSetException($"`{output.Name}` can be `{m}`, which is no member of `{HostMembers.Show(typeof(TValue))}`"))];
        return (o, i) => values[(int)o.Bits[i]];
    }
}
