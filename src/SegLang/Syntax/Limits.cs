namespace SegLang.Syntax;

/// <summary>How large things may be; they keep every later pass within bounded time and stack.</summary>
public static class Limits
{
    /// <summary>Bytes of a file, in UTF-8.</summary>
    public const int FileBytes = 2 * 1024 * 1024;

    /// <summary>How deep expressions and types may nest.</summary>
    public const int Nesting = 128;

    /// <summary>Bytes of a text, in UTF-8.</summary>
    public const int TextBytes = 64 * 1024;

    /// <summary>Elements of a list.</summary>
    public const int ListElements = 10_000;

    /// <summary>Characters of a pattern, in UTF-16 units.</summary>
    public const int PatternCharacters = 512;

    /// <summary>Declarations of a rule set.</summary>
    public const int Declarations = 50_000;
}
