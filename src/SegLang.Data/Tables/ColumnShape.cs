using System.Text;
using SegLang.Runtime;
using Calendar = SegLang.Runtime.Calendar;

namespace SegLang.Data;

/// <summary>
/// What the values of a column have in common: it begins by taking every type for possible and drops those that a value refutes.
/// </summary>
public sealed class ColumnShape(string name)
{
    private const int MostMembers = 12;
    private const int MostMemberLength = 40;
    private const int MostDistinct = 100_000;

    private static readonly Calendar Utc = new(ZoneTable.Utc, false);

    private readonly Dictionary<string, long> few = new(StringComparer.Ordinal);
    private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    private bool mayBeBool = true;
    private bool mayBeExact = true;
    private bool mayBeNumber = true;
    private bool mayBeDate = true;
    private bool mayBeInstant = true;
    private bool isList;
    private bool tooMany;

    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>Rows with a value.</summary>
    public long Known { get; private set; }

    /// <summary>Rows without one.</summary>
    public long Empty { get; private set; }

    /// <summary>The most decimals that a value needs.</summary>
    public int Scale { get; private set; }

    /// <summary>Whether no value comes twice, as far as was looked.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>Whether a date or instant fits every value.</summary>
    public bool IsTime => Known > 0 && (mayBeDate || mayBeInstant);

    /// <summary>The members where a text column has few values that come often, in order; otherwise empty.</summary>
    public IReadOnlyList<string> Members =>
        !tooMany && Known >= 4L * few.Count && few.Count is > 1 and <= MostMembers && Type == FieldKind.Text
        && few.Keys.All(IsMember)
            ? [.. few.Keys.Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The narrowest type that fits every value; text where nothing else does.</summary>
    public FieldKind Type =>
        Known == 0 ? FieldKind.Text
        : isList ? FieldKind.Set
        : mayBeBool && !mayBeExact ? FieldKind.Bool
        : mayBeDate ? FieldKind.Date
        : mayBeInstant ? FieldKind.DateTime
        : mayBeExact ? (Scale == 0 ? FieldKind.Int : FieldKind.Decimal)
        : mayBeNumber ? FieldKind.Number
        : FieldKind.Text;

    /// <summary>Takes a cell into account.</summary>
    public void Add(Cell cell)
    {
        if (cell.IsEmpty)
        {
            Empty++;
            return;
        }

        Known++;
        ReadOnlySpan<byte> bytes = cell.Bytes;
        isList |= cell.Kind == CellKind.Json && bytes.StartsWith("["u8);
        CountDistinct(bytes);
        mayBeBool = mayBeBool && Scalars.Bool(bytes, out _) == Outcome.Ok;
        mayBeDate = mayBeDate && Scalars.Date(bytes, out _) == Outcome.Ok;
        mayBeInstant = mayBeInstant && Scalars.DateTime(bytes, Utc, out _) == Outcome.Ok;
        mayBeNumber = mayBeNumber && Scalars.Number(bytes, out _) == Outcome.Ok;
        if (mayBeExact)
        {
            AddExact(bytes);
        }
    }

    // Leading zeros are part of a code, such as a postcode, and would be lost in a number.
    private void AddExact(ReadOnlySpan<byte> bytes)
    {
        bool isCode = bytes.Length > 1 && bytes[0] == '0' && bytes[1] is >= (byte)'0' and <= (byte)'9';
        int point = bytes.IndexOf((byte)'.');
        int decimals = point < 0 ? 0 : bytes.Length - point - 1;
        Scale = Math.Max(Scale, Math.Min(decimals, 9));
        mayBeExact = !isCode && decimals <= 9 && Scalars.Exact(bytes, Scale, out _) == Outcome.Ok;
        mayBeNumber &= !isCode;
    }

    private void CountDistinct(ReadOnlySpan<byte> bytes)
    {
        if (IsUnique && distinct.Count < MostDistinct)
        {
            IsUnique = distinct.Add(Encoding.UTF8.GetString(bytes));
        }

        if (tooMany)
        {
            return;
        }

        tooMany = bytes.Length > MostMemberLength || few.Count > MostMembers;
        string text = Encoding.UTF8.GetString(bytes);
        few[text] = few.GetValueOrDefault(text) + 1;
    }

    private static bool IsMember(string text) =>
        text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_');
}
