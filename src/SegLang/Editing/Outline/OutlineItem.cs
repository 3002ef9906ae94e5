using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What an entry of an outline is.</summary>
public enum OutlineKind
{
    /// <summary>The settings of the rule set.</summary>
    RuleSet,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A member of an enum.</summary>
    Member,

    /// <summary>A record.</summary>
    Record,

    /// <summary>The profile.</summary>
    Profile,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A param.</summary>
    Param,

    /// <summary>A trait.</summary>
    Trait,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A class.</summary>
    Class,

    /// <summary>An entry of a class.</summary>
    Entry,

    /// <summary>A score.</summary>
    Score,

    /// <summary>An action.</summary>
    Action,

    /// <summary>A limit.</summary>
    Limit,

    /// <summary>A journey.</summary>
    Journey,

    /// <summary>A stage of a journey.</summary>
    Stage,

    /// <summary>A test.</summary>
    Test,
}

/// <summary>
/// A declared thing in a file's outline: <see cref="Span"/> is all of it and holds <see cref="NameSpan"/> and the spans of its
/// children, which come in written order.
/// </summary>
public sealed record OutlineItem(
    string Name, string? Detail, OutlineKind Kind, TextSpan Span, TextSpan NameSpan, bool IsDeprecated, ImmutableArray<OutlineItem> Children);

/// <summary>A declared thing that a search over the rule set found.</summary>
public sealed record FoundSymbol(string Name, string? Container, OutlineKind Kind, SourceText Source, TextSpan NameSpan, bool IsDeprecated);
