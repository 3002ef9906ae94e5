using System.Collections.Immutable;

namespace SegLang.Binding;

/// <summary>A pattern of `matches` with its meaning: a tree over code points. Engines build their own matcher from it.</summary>
public sealed record Pattern(string Text, PatternNode Root);

/// <summary>A part of a pattern.</summary>
public abstract record PatternNode;

/// <summary>The empty text.</summary>
public sealed record PatternEmpty : PatternNode;

/// <summary>One code point out of ranges (inclusive, sorted, not overlapping), or one outside them.</summary>
public sealed record PatternClass(ImmutableArray<(int From, int To)> Ranges, bool Negated) : PatternNode;

/// <summary>One after the other.</summary>
public sealed record PatternSequence(ImmutableArray<PatternNode> Parts) : PatternNode;

/// <summary>One of several.</summary>
public sealed record PatternAlternation(ImmutableArray<PatternNode> Choices) : PatternNode;

/// <summary>Between Minimum and Maximum (null: any number) times.</summary>
public sealed record PatternRepeat(PatternNode Part, int Minimum, int? Maximum) : PatternNode;

/// <summary>`^` (start) or `$` (end): the ends of the text only.</summary>
public sealed record PatternAnchor(bool IsStart) : PatternNode;
