namespace SegLang.Data;

/// <summary>What came of reading a cell as a type.</summary>
public enum Outcome
{
    /// <summary>It is a value.</summary>
    Ok,

    /// <summary>It is not written as the type is.</summary>
    Malformed,

    /// <summary>It has more decimals than the type.</summary>
    TooPrecise,

    /// <summary>It lies outside what the type can hold.</summary>
    OutOfRange,

    /// <summary>It is a date or time that no calendar has.</summary>
    NoSuchDate,

    /// <summary>It is no member of the enum.</summary>
    NoSuchMember,

    /// <summary>Its bytes are not UTF-8.</summary>
    NotUtf8,
}
