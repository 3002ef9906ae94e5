namespace SegLang.Data;

/// <summary>What a cell holds before it is read as a type.</summary>
public enum CellKind
{
    /// <summary>Nothing: an empty CSV cell, an absent JSON member, a NULL.</summary>
    Empty,

    /// <summary>Written `null` in JSON or SQL, told apart from an absent member only by changes.</summary>
    Null,

    /// <summary>Text in UTF-8: a CSV cell, a JSON string, SQL text.</summary>
    Text,

    /// <summary>A JSON or SQL number as written.</summary>
    Number,

    /// <summary>A JSON `true` or `false`.</summary>
    Bool,

    /// <summary>A JSON array or object as written.</summary>
    Json,

    /// <summary>Something that no field can hold, such as a blob.</summary>
    Other,
}

/// <summary>One cell of a row: bytes in UTF-8, valid until the reader moves on.</summary>
public readonly ref struct Cell(ReadOnlySpan<byte> bytes, CellKind kind)
{
    /// <summary>The cell's bytes; text is not yet checked to be UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>What it holds.</summary>
    public CellKind Kind { get; } = kind;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => Kind is CellKind.Empty or CellKind.Null;
}
