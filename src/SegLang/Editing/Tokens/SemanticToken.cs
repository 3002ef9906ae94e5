using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a coloured piece of text is, in the standard words of editors.</summary>
public enum SemanticKind
{
    /// <summary>A word of the grammar, or a unit of time.</summary>
    Keyword,

    /// <summary>A built-in type or a currency.</summary>
    Type,

    /// <summary>An enum, a class or a journey.</summary>
    Enum,

    /// <summary>A member of an enum, an entry of a class or a stage of a journey.</summary>
    EnumMember,

    /// <summary>The profile or a record.</summary>
    Struct,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A segment.</summary>
    Class,

    /// <summary>A field or a part of an instant.</summary>
    Property,

    /// <summary>A param or a parameter of an action.</summary>
    Parameter,

    /// <summary>A trait, score, or an alias.</summary>
    Variable,

    /// <summary>A function, an aggregate, an action or a limit.</summary>
    Function,

    /// <summary>An annotation.</summary>
    Decorator,

    /// <summary>Text in quotes.</summary>
    String,

    /// <summary>A number, date or time.</summary>
    Number,

    /// <summary>A pattern.</summary>
    Regexp,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A comment.</summary>
    Comment,
}

/// <summary>What more is known of a coloured piece of text.</summary>
[Flags]
public enum SemanticModifiers
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It declares the name.</summary>
    Declaration = 1,

    /// <summary>Its value is computed and cannot be set.</summary>
    Readonly = 2,

    /// <summary>A doc comment.</summary>
    Documentation = 4,

    /// <summary>It is marked `@deprecated`.</summary>
    Deprecated = 8,

    /// <summary>It belongs to the language.</summary>
    DefaultLibrary = 16,
}

/// <summary>A coloured piece of text, on one line.</summary>
public readonly record struct SemanticToken(TextSpan Span, SemanticKind Kind, SemanticModifiers Modifiers);
