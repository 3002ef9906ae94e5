using System.Globalization;

namespace SegLang.Runtime;

/// <summary>Finds a profile's row by its key: of text, or of int.</summary>
public sealed class ProfileKeys
{
    private readonly TextDictionary? texts;
    private readonly Dictionary<long, int>? ints;
    private readonly List<long> intKeys = [];

    /// <summary>Keys of the key field's kind, which is text or int.</summary>
    public ProfileKeys(FieldKind kind)
    {
        if (kind == FieldKind.Text)
        {
            texts = new TextDictionary();
        }
        else
        {
            ints = [];
        }
    }

    /// <summary>How many keys; rows are 0 … Count − 1 in order of first appearance.</summary>
    public int Count => texts?.Count ?? intKeys.Count;

    /// <summary>Whether keys are texts.</summary>
    public bool IsText => texts is not null;

    /// <summary>The row of a text key, or −1.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        if (texts is null)
        {
            return -1;
        }

        return System.Text.Ascii.IsValid(utf8)
            ? texts.Find(utf8)
            : texts.Find(Text.Normalize(System.Text.Encoding.UTF8.GetString(utf8)));
    }

    /// <summary>The row of a text key, or −1.</summary>
    public int Find(string key) => texts?.Find(Text.Normalize(key)) ?? -1;

    /// <summary>The row of an int key, or −1.</summary>
    public int Find(long key) => ints is not null && ints.TryGetValue(key, out int row) ? row : -1;

    /// <summary>The row of a text key; a new row where it is new.</summary>
    public int Add(ReadOnlySpan<byte> utf8) => Texts.Add(utf8);

    /// <summary>The row of a text key; a new row where it is new.</summary>
    public int Add(ReadOnlySpan<char> key) => Texts.Add(key);

    /// <summary>The row of an int key; a new row where it is new.</summary>
    public int Add(long key)
    {
        Dictionary<long, int> rows = ints ?? throw new InvalidOperationException("the keys are texts");
        if (!rows.TryGetValue(key, out int row))
        {
            row = rows[key] = intKeys.Count;
            intKeys.Add(key);
        }

        return row;
    }

    /// <summary>A row's key as text: an int by its invariant decimal digits.</summary>
    public string KeyText(int row) => texts is not null ? texts[row] : intKeys[row].ToString(CultureInfo.InvariantCulture);

    /// <summary>The key column: row r holds key r.</summary>
    public Column Column()
    {
        if (texts is null)
        {
            return new FixedColumn<long>([.. intKeys], intKeys.Count, null);
        }

        int[] codes = new int[texts.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = i;
        }

        return new TextColumn(codes, codes.Length, null, texts);
    }

    /// <summary>The rows in order of key: texts by code point, ints by value.</summary>
    public int[] Ordered()
    {
        int[] rows = new int[Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        if (texts is not null)
        {
            Array.Sort((int[])texts.Ranks().Clone(), rows);
        }
        else
        {
            Array.Sort(intKeys.ToArray(), rows);
        }

        return rows;
    }

    private TextDictionary Texts => texts ?? throw new InvalidOperationException("the keys are ints");
}
