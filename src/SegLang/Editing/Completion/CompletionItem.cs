using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Editing;

/// <summary>What a proposal is.</summary>
public enum CompletionKind
{
    /// <summary>A word of the grammar.</summary>
    Keyword,

    /// <summary>A form with gaps to fill.</summary>
    Snippet,

    /// <summary>A field.</summary>
    Field,

    /// <summary>An event.</summary>
    Event,

    /// <summary>An enum, class or journey.</summary>
    Enum,

    /// <summary>A member of an enum, an entry of a class or a stage of a journey.</summary>
    Member,

    /// <summary>A record or the profile.</summary>
    Struct,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A trait or score.</summary>
    Variable,

    /// <summary>A param or parameter.</summary>
    Parameter,

    /// <summary>A function or aggregate.</summary>
    Function,

    /// <summary>An action.</summary>
    Action,

    /// <summary>A type.</summary>
    Type,

    /// <summary>A unit of time or a currency.</summary>
    Unit,

    /// <summary>A window of time.</summary>
    Window,

    /// <summary>A value that the sample has.</summary>
    Value,
}

/// <summary>
/// A proposal: <see cref="InsertText"/> takes the place of <see cref="Replace"/>; a snippet has gaps `${1:name}` and `$0`. Proposals are shown in
/// the order of <see cref="SortText"/>; <see cref="DocKey"/> asks for its documentation.
/// </summary>
public sealed record CompletionItem(
    string Label, CompletionKind Kind, string? Detail, TextSpan Replace, string InsertText, bool IsSnippet, string SortText, string FilterText,
    ImmutableArray<char> CommitCharacters, bool IsDeprecated, string? DocKey);
