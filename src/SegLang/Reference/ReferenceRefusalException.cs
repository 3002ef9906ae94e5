using SegLang.Binding;

namespace SegLang.Reference;

/// <summary>A journey or a population condition was asked of an engine that has none; check <see cref="ReferenceSupport"/> before.</summary>
public sealed class ReferenceRefusalException(BoundExpression expression)
    : Exception("journeys and population conditions are not evaluated by this engine")
{
    /// <summary>What was asked.</summary>
    public BoundExpression Expression { get; } = expression;
}
