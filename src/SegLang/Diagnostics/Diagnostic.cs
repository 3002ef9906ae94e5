using System.Collections.Immutable;
using SegLang.Text;

namespace SegLang.Diagnostics;

/// <summary>How much a finding matters; the order is the order of gravity.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Allowed, but probably not meant.</summary>
    Warning,

    /// <summary>The rules do not run.</summary>
    Error,
}

/// <summary>A place in a source that belongs to a finding, with what it has to do with it.</summary>
public sealed record RelatedPlace(SourceText Source, TextSpan Span, string Message);

/// <summary>One finding: what is wrong, where, and how to mend it (<see cref="Help"/>).</summary>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    SourceText Source,
    TextSpan Span,
    string Message,
    string? Help = null,
    ImmutableArray<RelatedPlace> Related = default)
{
    /// <summary>The name of the declaration that a missing or unknown part would belong to; null where the finding is about no part.</summary>
    public string? Owner { get; init; }

    /// <summary>Where the catalogue explains the code.</summary>
    public string Url => $"https://seglang.dev/diagnostics#{Code.ToLowerInvariant()}";
}
