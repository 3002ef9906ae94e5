using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>
/// Where the fields of a profile, an event type or a record lie in a <see cref="FactRow"/>: scalars among its numbers, texts, sets and lists
/// among its objects.
/// </summary>
public sealed class RecordLayout
{
    private readonly int[] places;
    private readonly RecordLayout?[] parts;

    /// <summary>The layout of these fields, by ordinal; computed ones have no place.</summary>
    public RecordLayout(ImmutableArray<FieldSchema> fields)
    {
        Fields = fields;
        places = new int[fields.Length];
        parts = new RecordLayout?[fields.Length];
        MaskWords = (fields.Count(IsNumber) + 63) / 64;
        int numbers = 0;
        int objects = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            parts[i] = fields[i].Storage == Storage.List ? new RecordLayout(fields[i].Fields) : null;
            places[i] = fields[i].IsComputed ? -1 : IsNumber(fields[i]) ? numbers++ : objects++;
        }

        Numbers = MaskWords + numbers;
        Objects = objects;
    }

    /// <summary>The fields by ordinal.</summary>
    public ImmutableArray<FieldSchema> Fields { get; }

    /// <summary>How many numbers a row has: words of bits that tell which are known, then the values.</summary>
    public int Numbers { get; }

    /// <summary>How many objects a row has.</summary>
    public int Objects { get; }

    /// <summary>How many words of bits.</summary>
    public int MaskWords { get; }

    /// <summary>A field's place among the numbers (after the words of bits) or the objects; −1 for a computed one.</summary>
    public int Place(int field) => places[field];

    /// <summary>The layout of the records of a list.</summary>
    public RecordLayout Part(int field) => parts[field] ?? throw new ArgumentOutOfRangeException(nameof(field), "the field is no list");

    /// <summary>Whether a field lies among the numbers.</summary>
    public static bool IsNumber(FieldSchema field) =>
        field is { IsComputed: false, Storage: Storage.Bool or Storage.Int32 or Storage.Int64 or Storage.Double };
}
